// What somebody is told who is not in: what stands in the way, and what to do next. Knows no screen.
import type { ErrorCode } from "#protocol/errors.ts";
import type { SyncStatus } from "../../sync/ports.ts";
import { overWords } from "../../ui/overWords.ts";

/** What can be done at the door. */
type DoorStep = "wait" | "password" | "again" | "join" | "reload" | "leave";

export interface DoorWords {
  readonly title: string;
  readonly text: string;
  readonly step: DoorStep;
}

const say = (step: DoorStep, title: string, text: string): DoorWords => ({ step, title, text });

/** The words for what the connection says of somebody called `name`. */
export function doorWords(status: SyncStatus, name: string): DoorWords {
  switch (status.state) {
    case "waiting":
      return say(
        "wait",
        "Please wait to be let in",
        `The owners of the room are asked, and see your name: ${name}. The room opens here by itself when one of them lets you in.`,
      );
    case "offline":
      return say(
        "again",
        "You cannot come in just now",
        `${status.reason ?? "The connection is lost."} This page tries again by itself.`,
      );
    case "ended":
      return ended(status.code, status.message);
    default:
      return say("wait", "Coming in…", "This takes a moment.");
  }
}

function ended(code: ErrorCode, message: string): DoorWords {
  switch (code) {
    case "password_needed":
    case "wrong_password":
      return say("password", "This room has a password", "Whoever sent you the link can tell you what it is.");
    case "room_locked":
      return say(
        "again",
        "The room is locked",
        "Nobody new comes in. Ask an owner to unlock it: then it opens here by itself.",
      );
    case "room_closed":
      return say("again", "The room is closed", "When its owners open it again, it opens here by itself.");
    case "removed":
      return { ...overWords(code, message), step: "leave" };
    case "unauthorized":
      return { ...overWords(code, message), step: "join" };
    case "unsupported_protocol":
      return { ...overWords(code, message), step: "reload" };
    case "not_admitted":
      return say(
        "again",
        "You are not let in",
        "An owner has said no, or this link opens nothing. Ask them for a link that lets you in, or try again.",
      );
    default:
      return say("again", "You cannot come in", message);
  }
}
