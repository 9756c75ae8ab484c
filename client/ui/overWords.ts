// What is said of a room that is over: what has become of it, what to do, and whether it may come back by itself. Knows no screen.
import type { ErrorCode } from "#protocol/errors.ts";

/** What can be done: look again at once, join as somebody new, load the page anew, make another room. */
export type OverStep = "look" | "join" | "reload" | "create";

export interface OverWords {
  /** a sentence without its full stop */
  readonly title: string;
  readonly text: string;
  readonly step: OverStep;
}

const say = (step: OverStep, title: string, text: string): OverWords => ({ step, title, text });

/** The words for a code that has ended it; `message` is the server's. */
export function overWords(code: ErrorCode, message: string): OverWords {
  switch (code) {
    case "room_closed":
      return say(
        "look",
        "The room is closed",
        "Nobody but its owners is in, and nothing is written. When they open it again, this page goes on by itself.",
      );
    case "removed":
      return say(
        "look",
        "You were removed from this room",
        "An owner has put you out, and your way in does not work any more. Talk to them if that was a mistake: when they take it back, this page goes on by itself.",
      );
    case "room_locked":
    case "password_needed":
      return say("look", "The room does not take you in now", `${message} When it does, this page goes on by itself.`);
    case "not_admitted":
      return say(
        "reload",
        "This link does not let you in",
        "It was taken back, or an owner has said no. Ask an owner of the room for another.",
      );
    case "room_not_found":
      return say(
        "create",
        "This room is gone",
        "It was deleted, the link by which you came was taken back, or nobody had visited it for long.",
      );
    case "unauthorized":
      return say(
        "join",
        "The room does not know you any more",
        "The server may have gone back to an older copy, from before you came. Join again as somebody new: what is open here stays.",
      );
    case "unsupported_protocol":
      return say(
        "reload",
        "This page is too old or too new",
        "The server is of another version than this page. Load the page anew.",
      );
    default:
      return say("reload", "You are not connected any more", message);
  }
}
