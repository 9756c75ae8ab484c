// Sends what an earlier page of this browser has left unconfirmed, under that page's own client id. Knows no DOM and no storage.
import { ChangeSet } from "@codemirror/state";
import type { ErrorCode } from "#protocol/errors.ts";
import { Refused } from "./document.ts";
import { insertedText, unconfirmedChanges } from "./fileSync.ts";
import { Participation, type ParticipationOptions } from "./participation.ts";
import type { Unconfirmed, UnconfirmedKeeper } from "./ports.ts";

/** What a person is given of edits that the server will never take. */
export interface Undeliverable {
  /** why, in a sentence */
  readonly message: string;
  /** what was typed */
  readonly text: string;
  /** the whole file with it, where that is known */
  readonly whole?: string;
}

/** `kept`: not now, perhaps at another visit. */
export type Delivery =
  | { readonly outcome: "delivered" }
  | ({ readonly outcome: "undeliverable" } & Undeliverable)
  | { readonly outcome: "kept"; readonly message: string };

/** Codes by which a session ends that may be answered otherwise another time, without the person doing anything about it. */
const PASSING: readonly ErrorCode[] = ["room_closed", "unsupported_protocol"];

/** Where unconfirmed edits are lost with the program, or are kept by whoever has them already. */
export const keepNothing: UnconfirmedKeeper = {
  put: () => Promise.resolve(),
  putNow: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

/**
 * Delivers one record; resolves when the server has all of it durably, or when it is clear that it will not come to that. The record
 * stays in storage until the caller removes it.
 * The caller must make sure that no other page does the same meanwhile: a client id belongs to one.
 * What the server had already is recognised by its seq, so a record older than what was sent does no harm [C3].
 */
export async function deliver(
  record: Unconfirmed,
  options: Pick<ParticipationOptions, "open" | "clock" | "network" | "sentences">,
): Promise<Delivery> {
  const { roomId, file, client, key } = record;
  const participant = new Participation({ ...options, keeper: keepNothing, roomId, identity: { client, key } });
  const document = participant.open(file, record);
  participant.start();
  try {
    await document.saved();
    return { outcome: "delivered" };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, message } = error;
    if (code !== undefined && PASSING.includes(code)) return { outcome: "kept", message };
    const whole = document.isThere && unconfirmedChanges(document.state).length > 0 ? { whole: document.text } : {};
    return { outcome: "undeliverable", message, text: error.text || leftText(record), ...whole };
  } finally {
    participant.leave();
  }
}

/** What was typed, as far as the record can be read: anything on its origin may have damaged it. */
export function leftText({ changes }: Unconfirmed): string {
  try {
    return insertedText(changes.map((change) => ChangeSet.fromJSON(change)));
  } catch {
    return "";
  }
}
