// What somebody is told who is not in: what stands in the way, and what to do next. Knows no screen.
import type { ErrorCode } from "#protocol/errors.ts";
import type { SyncStatus } from "../../sync/ports.ts";
import { overWords } from "../../ui/room/connection/overWords.ts";
import { refusalWords } from "../../words.errors.ts";
import { words } from "./words.door.ts";

/** What can be done at the door. */
type DoorStep = "wait" | "password" | "again" | "join" | "reload" | "leave";

export interface DoorWords {
  readonly title: string;
  readonly text: string;
  readonly step: DoorStep;
}

/** The words for what the connection says of somebody called `name`. */
export function doorWords(status: SyncStatus, name: string): DoorWords {
  const { waiting, offline, coming } = words.value;
  switch (status.state) {
    case "waiting":
      return { step: "wait", title: waiting.title, text: waiting.text(name) };
    case "offline":
      return {
        step: "again",
        title: offline.title,
        text: `${status.reason ?? offline.connectionLost} ${offline.again}`,
      };
    case "ended":
      return ended(status.code, status.message);
    default:
      return { step: "wait", ...coming };
  }
}

function ended(code: ErrorCode, message: string): DoorWords {
  const { password, locked, closed, refused, other } = words.value;
  switch (code) {
    case "password_needed":
    case "wrong_password":
      return { step: "password", ...password };
    case "room_locked":
      return { step: "again", ...locked };
    case "room_closed":
      return { step: "again", ...closed };
    case "removed":
      return { ...overWords(code, message), step: "leave" };
    case "unauthorized":
      return { ...overWords(code, message), step: "join" };
    case "unsupported_protocol":
      return { ...overWords(code, message), step: "reload" };
    case "not_admitted":
      return { step: "again", ...refused };
    default:
      return { step: "again", title: other, text: refusalWords(code, message) };
  }
}
