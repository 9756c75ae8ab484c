// History: every room's log, read. Old texts, and whose a text is, are woven in a thread of its own; everything else of the past the page makes of the log.
import type { Feature } from "../feature.ts";
import type { Figure } from "../figures.ts";
import { KeptAnswers } from "./keptAnswers.ts";
import { paths } from "./openapi.ts";
import { RoomHistory } from "./roomHistory.ts";
import { routes } from "./routes.ts";
import { type TooMuch, WeaveThread } from "./weaveThread.ts";

/** Of an address, 1,200 in a minute: a page asks for the log of each file. */
const REQUEST_POINTS = 5;
/** What a second has of them: a page that opens reads the log of every file. */
const MESSAGES = { perSecond: 20, atOnce: 400 };
/**
 * Who may see it changes for everybody, and whoever is in the room reads anew for it: four at once, and then one in 4.5 s. What people have said is
 * read by pages of hundreds: 40 at once, and then two in a second.
 */
const COSTS = { setting: 90, read: 10 };

/** Of old texts, and whose texts are, that were asked for, of all rooms, and of what they were woven from, half of it each. */
const MEMORY_MB = "HISTORY_MEMORY_MB";
const MOST_MEMORY_MB = 65_536;
const MIB = 1024 * 1024;

const keptAnswers = new KeptAnswers();
const weaveThread = new WeaveThread();

/** How many answers were given up, by what they took too much of. */
const gaveUp: Record<TooMuch["of"], number> = { time: 0, memory: 0, clock: 0 };

const history: Feature = {
  name: "history",
  settings: {
    [MEMORY_MB]: {
      byDefault: "32",
      read(written) {
        if (!/^\d{1,5}$/.test(written) || Number(written) > MOST_MEMORY_MB)
          throw new Error(`must be a whole number from 0 to ${MOST_MEMORY_MB}`);
        return Number(written);
      },
    },
  },
  async start({ setting, logger }) {
    const mostBytes = Number(setting(MEMORY_MB)) * MIB;
    keptAnswers.mostBytes = mostBytes / 2;
    weaveThread.mostBytes = mostBytes / 2;
    weaveThread.gaveUp = (of) => {
      gaveUp[of]++;
      // whose room it was is no matter of whoever reads the log
      logger.warn({ feature: "history", of }, "an old text, or whose one is, was given up");
    };
  },
  messages: MESSAGES,
  costs: COSTS,
  errors: {
    hidden: { like: "read_only", sentence: "You may not see the history of this room. Ask its owners." },
    no_version: { like: "version_ahead", sentence: "The file has no such version: it is not that far." },
    too_much: {
      like: "store_unavailable",
      sentence:
        "So much was written in this file that this cannot be put together. Its text as it is now is there; try again in ten minutes.",
    },
    full: {
      like: "outdated",
      sentence: "The history of this room holds no more names and notes. Fork the room to go on.",
    },
    said_much: {
      like: "outdated",
      sentence: "You have named and noted as much in this history as one person may. Owners may go on.",
    },
  },
  figures: () => [
    { kind: "gauge", name: "waiting", value: keptAnswers.waiting },
    { kind: "counter", name: "made_total", value: keptAnswers.made },
    { kind: "counter", name: "thread_ms_total", value: Math.round(weaveThread.ranMs) },
    ...Object.entries(gaveUp).map(([of, value]): Figure => ({
      kind: "counter",
      name: "given_up_total",
      label: ["of", of],
      value,
    })),
  ],
  requestPoints: REQUEST_POINTS,
  writesNothing: ["read"],
  open: (room) => new RoomHistory(room, keptAnswers, weaveThread),
  routes,
  paths,
};

export default history;
