// History: every room's log, read. Knows no text: that is the page's, which reads the log.
import type { Feature } from "../feature.ts";
import { paths } from "./openapi.ts";
import { RoomHistory } from "./roomHistory.ts";
import { routes } from "./routes.ts";

/** Of an address, 1,200 in a minute: a page asks for the log of each file. */
const REQUEST_POINTS = 5;
/** What a second has of them: a page that opens reads the log of every file. */
const MESSAGES = { perSecond: 20, atOnce: 400 };

const history: Feature = {
  name: "history",
  messages: MESSAGES,
  errors: {
    hidden: { like: "read_only", sentence: "You may not see the history of this room. Ask its owners." },
    full: { like: "outdated", sentence: "No more moments of this room can be named." },
  },
  requestPoints: REQUEST_POINTS,
  open: (room) => new RoomHistory(room),
  routes,
  paths,
};

export default history;
