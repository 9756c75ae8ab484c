// Sends what an earlier page of this browser has left unconfirmed, under that page's own client id. Knows no DOM and no storage.
import { ChangeSet } from "@codemirror/state";
import { HeadlessEditor } from "./headlessEditor.ts";
import { fileSync, insertedText } from "./fileSync.ts";
import type { SyncStatus, Unconfirmed } from "./ports.ts";
import { RoomSession, type SessionOptions } from "./roomSession.ts";

/** `refused`: the server will never take it, `text` is what was typed; `kept`: not now, the record stays. */
export type Delivery =
  | { readonly outcome: "delivered" }
  | { readonly outcome: "refused"; readonly message: string; readonly text: string }
  | { readonly outcome: "kept"; readonly message: string };

const isHere = ({ state }: SyncStatus): boolean => state === "saved" || state === "readOnly";

/**
 * Delivers one record; resolves when the server has all of it durably, or when it is clear that it will not come to that.
 * The caller must make sure that no other page does the same meanwhile: a client id belongs to one.
 * What the server had already is recognised by its seq, so a record older than what was sent does no harm [C3].
 */
export function deliver(
  record: Unconfirmed,
  options: Pick<SessionOptions, "open" | "clock" | "network" | "keeper">,
): Promise<Delivery> {
  const { roomId, file, client, key } = record;
  const typed = insertedText(record.changes.map((change) => ChangeSet.fromJSON(change)));
  return new Promise((resolve) => {
    let isOpen = false;
    let isOver = false;
    const finish = (delivery: Delivery): void => {
      if (isOver) return;
      isOver = true;
      session.stop();
      const done = (): void => resolve(delivery);
      if (delivery.outcome === "kept") done();
      else options.keeper.remove(record).then(done, done);
    };
    const session: RoomSession = new RoomSession({
      ...options,
      roomId,
      identity: { client, key },
      listener: {
        opened(_file, version, text) {
          isOpen = true;
          return new HeadlessEditor(text, fileSync(client, version));
        },
        changed() {
          const { status } = session;
          if (status.state === "ended") finish({ outcome: "kept", message: status.message });
          // of somebody who may only read by now the server may have had all already
          else if (isOpen && isHere(status) && session.pendingIn(file) === 0) finish({ outcome: "delivered" });
        },
        notice(notice) {
          if (notice.type === "refused" || notice.type === "fileClosed")
            finish({ outcome: "refused", message: notice.message, text: notice.text });
          // what it was typed into is not there any more
          if (notice.type === "diverged")
            finish({ outcome: "refused", message: "These edits could not be placed.", text: typed });
        },
        presence() {},
        feature() {},
      },
    });
    session.openFile(file, record);
    session.start();
  });
}
