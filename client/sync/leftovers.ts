// Sends what an earlier page of this browser has left unconfirmed, under that page's own client id. Knows no DOM and no storage.
import { ChangeSet } from "@codemirror/state";
import type { ErrorCode } from "#protocol/errors.ts";
import { HeadlessEditor } from "./headlessEditor.ts";
import { insertedText, unconfirmedChanges } from "./fileSync.ts";
import type { SyncStatus, Unconfirmed, UnconfirmedKeeper } from "./ports.ts";
import { RoomSession, type SessionOptions } from "./roomSession.ts";

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

/** The record is the caller's. */
const NO_KEEPER: UnconfirmedKeeper = {
  put: () => Promise.resolve(),
  putNow: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

const isHere = ({ state }: SyncStatus): boolean => state === "saved" || state === "readOnly";

/**
 * Delivers one record; resolves when the server has all of it durably, or when it is clear that it will not come to that. The record
 * stays in storage until the caller removes it.
 * The caller must make sure that no other page does the same meanwhile: a client id belongs to one.
 * What the server had already is recognised by its seq, so a record older than what was sent does no harm [C3].
 */
export function deliver(
  record: Unconfirmed,
  options: Pick<SessionOptions, "open" | "clock" | "network">,
): Promise<Delivery> {
  const { roomId, file, client, key } = record;
  return new Promise((resolve) => {
    let editor: HeadlessEditor | undefined;
    const finish = (delivery: Delivery): void => {
      session.stop();
      resolve(delivery);
    };
    const giveUp = (message: string, text = leftText(record)): void => {
      const state = editor?.state;
      const whole = state && unconfirmedChanges(state).length > 0 ? { whole: state.doc.toString() } : {};
      finish({ outcome: "undeliverable", message, text, ...whole });
    };
    const session: RoomSession = new RoomSession({
      ...options,
      keeper: NO_KEEPER,
      roomId,
      identity: { client, key },
      listener: {
        opened(_file, text, sync) {
          editor = new HeadlessEditor(text, sync);
          return editor;
        },
        changed() {
          const { status } = session;
          if (status.state === "ended" && PASSING.includes(status.code))
            finish({ outcome: "kept", message: status.message });
          else if (status.state === "ended") giveUp(status.message);
          // of somebody who may only read by now the server may have had all already
          else if (editor && isHere(status) && session.pendingIn(file) === 0) finish({ outcome: "delivered" });
        },
        notice(notice) {
          if (notice.type === "refused") giveUp(notice.message, notice.text);
          if (notice.type === "fileClosed") giveUp(notice.message);
          if (notice.type === "diverged") giveUp("These edits could not be placed.");
        },
        presence() {},
        feature() {},
      },
    });
    session.openFile(file, record);
    session.start();
  });
}

/** What was typed, as far as the record can be read: anything on its origin may have damaged it. */
export function leftText({ changes }: Unconfirmed): string {
  try {
    return insertedText(changes.map((change) => ChangeSet.fromJSON(change)));
  } catch {
    return "";
  }
}
