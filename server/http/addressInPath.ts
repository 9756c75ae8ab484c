// The address of a room in a path, read in one way for its page and for its channel. Knows no room and no request.
import { isAddress } from "../protocol/roomId.ts";

/**
 * The address that a path behind the base path names, as people and programs write it: percent-encoded or not, with a slash at its
 * end or not. Undefined when it names none.
 */
export function addressInPath(path: string): string | undefined {
  const [, written = ""] = /^\/([^/]*)\/?$/.exec(path) ?? [];
  // Only letters of ASCII are in an address: what else is encoded may stay so.
  const text = written.replaceAll(/%([0-7][\da-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return isAddress(text) ? text : undefined;
}
