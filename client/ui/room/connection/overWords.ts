// What is said of a room that is over: what has become of it, what to do, and whether it may come back by itself. Knows no screen.
import type { ErrorCode } from "#protocol/errors.ts";
import { refusalWords } from "../../../words.errors.ts";
import { words } from "../../words.around.ts";

/** What can be done: look again at once, join as somebody new, load the page anew, which of a room that is to expire keeps it, make another room. */
export type OverStep = "look" | "join" | "reload" | "keep" | "create";

export interface OverWords {
  /** a sentence without its full stop */
  readonly title: string;
  readonly text: string;
  readonly step: OverStep;
}

/** The words for a code that has ended it; `message` is the server's. */
export function overWords(code: ErrorCode, message: string): OverWords {
  const { over } = words.value;
  switch (code) {
    case "room_closed":
    case "removed":
      return { step: "look", ...over[code] };
    case "room_locked":
    case "password_needed":
      return { step: "look", title: over.notNow.title, text: over.notNow.text(refusalWords(code, message)) };
    case "expired_by_operator":
      return { step: "keep", ...over[code] };
    case "closed_by_operator":
    case "not_admitted":
    case "unsupported_protocol":
      return { step: "reload", ...over[code] };
    case "deleted_by_operator":
    case "room_not_found":
      return { step: "create", ...over[code] };
    case "unauthorized":
      return { step: "join", ...over[code] };
    default:
      return { step: "reload", title: over.other, text: refusalWords(code, message) };
  }
}
