// What a join code leads to and brings, drawn from the code itself, so that nothing at rest tells it. Knows no room and no store.
import { scrypt } from "node:crypto";
import { Refusal } from "../../protocol/errors.ts";

/** What only who has the code can find out. */
export interface DrawnFromCode {
  /** the address under which the store has where the code leads */
  readonly address: string;
  /** the secret that whoever comes by the code brings along, of the shape of any invitation */
  readonly invitation: string;
}

/** 4 MB and about 10 ms of one processor for each code: a code is short, and whoever has stolen the store tries them all within its 12 hours or not at all. */
const COST = { N: 4_096, r: 8, p: 1 };
/** The same for every code: that is how one is found. */
const SALT = "companion join code";
const ADDRESS_BYTES = 32;
const INVITATION_BYTES = 24;
/** One at a time, as they share threads with the store; the rest wait. */
const MOST_WAITING = 50;
const RETRY_MS = 2_000;

let last: Promise<unknown> = Promise.resolve();
/** A class that types one code at once waits for one draw. */
const underWay = new Map<string, Promise<DrawnFromCode>>();

/** `code` as `readJoinCode` gives it. Rejects with Refusal rate_limited when too many wait. */
export async function drawnFromCode(code: string): Promise<DrawnFromCode> {
  const before = underWay.get(code);
  if (before) return before;
  if (underWay.size >= MOST_WAITING) throw new Refusal("rate_limited", undefined, RETRY_MS);
  const drawn = last.then(() => draw(code)).finally(() => underWay.delete(code));
  underWay.set(code, drawn);
  last = drawn.catch(() => {});
  return drawn;
}

const draw = (code: string): Promise<DrawnFromCode> =>
  new Promise((resolve, reject) =>
    scrypt(code, SALT, ADDRESS_BYTES + INVITATION_BYTES, COST, (error, bytes) =>
      error
        ? reject(error)
        : resolve({
            address: bytes.toString("base64url", 0, ADDRESS_BYTES),
            invitation: bytes.toString("base64url", ADDRESS_BYTES),
          }),
    ),
  );
