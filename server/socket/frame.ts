// From a frame's text to a message, at a cost that its length bounds. Knows no socket.
import { Refusal } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import { type ClientMessage, decodeClientMessage } from "../protocol/clientMessages.ts";

/** Reads a frame of a client. Throws Refusal bad_frame. */
export function readFrame(frame: string, limits: Limits): ClientMessage {
  if (frame.length > LARGE_CHARACTERS && isCrowded(frame, limits.pushSections * 2))
    throw new Refusal("bad_frame", "too many parts");
  let json: unknown;
  try {
    json = JSON.parse(frame);
  } catch {
    throw new Refusal("bad_frame", "not JSON");
  }
  return decodeClientMessage(json, limits);
}

/** A frame so large that reading it may cost more than a look at it. */
const LARGE_CHARACTERS = 100_000;

/**
 * Whether JSON has more lists, objects and fields than `most`: a few megabytes of `{}` cost JSON.parse a second, of which
 * everybody else has to wait. What is long in an honest frame is its strings.
 */
function isCrowded(json: string, most: number): boolean {
  let parts = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') inString = !inString;
    else if (inString && character === "\\") at++;
    else if (!inString && (character === "[" || character === "{" || character === ":") && ++parts > most) return true;
  }
  return false;
}
