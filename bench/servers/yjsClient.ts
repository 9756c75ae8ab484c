// Clients of a Yjs server: a document that the server's own library keeps in step, or a light one that reads frames. Knows no server.
import { createDecoder, type Decoder, readVarUint, readVarUint8Array } from "lib0/decoding";
import { createEncoder, type Encoder, toUint8Array, writeVarUint } from "lib0/encoding";
import { messageYjsSyncStep1, messageYjsSyncStep2, readSyncStep1, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import * as Y from "yjs";
import type { Client, JoinOptions, LightClient } from "./contestant.ts";
import { TrackedSockets } from "./trackedSocket.ts";

const TEXT = "text";
const SYNC_MESSAGE = 0;

const insertedBy = (update: Uint8Array): string =>
  Y.decodeUpdate(update)
    .structs.map(({ content }) => content?.str ?? "")
    .join("");

/** What the server's own library does for a document. */
export interface Provider {
  destroy(): void;
}

/** `connect` starts the library and calls `synced` when the document has the server's text. */
export async function joinFully(
  options: JoinOptions,
  connect: (doc: Y.Doc, webSocket: unknown, synced: () => void) => Provider,
): Promise<Client> {
  const sockets = new TrackedSockets();
  const doc = new Y.Doc();
  const text = doc.getText(TEXT);
  // An event's delta would walk the whole text for each change.
  doc.on("update", (update, _origin, _doc, { local }) => {
    if (!local) options.heard(insertedBy(update));
  });
  const provider = await new Promise<Provider>((resolve) => {
    const started = connect(doc, sockets.polyfill, () => resolve(started));
  });
  return {
    type: (inserted) => text.insert(Math.floor(text.length * options.place), inserted),
    replace: (at, deleted, inserted) =>
      doc.transact(() => {
        if (deleted > 0) text.delete(at, deleted);
        if (inserted !== "") text.insert(at, inserted);
      }),
    length: () => text.length,
    text: () => text.toString(),
    wireBytes: sockets.wireBytes,
    leave: () => {
      provider.destroy();
      doc.destroy();
    },
  };
}

/** How a server frames what Yjs says. */
export interface Framing {
  readonly url: string;
  /** what is sent first; empty when nothing */
  readonly greeting: readonly Uint8Array[];
  /** writes what comes before the message's type */
  begin(encoder: Encoder): void;
  /** reads it */
  skip(decoder: Decoder): void;
}

/** Types into a text of its own that never takes in anybody else's changes, and reads those from the frames. */
export async function joinLightly(options: JoinOptions, { url, greeting, begin, skip }: Framing): Promise<LightClient> {
  const sockets = new TrackedSockets();
  const doc = new Y.Doc();
  const text = doc.getText(TEXT);
  const socket = sockets.open(url);
  const send = (write: (encoder: Encoder) => void): void => {
    const encoder = createEncoder();
    begin(encoder);
    writeVarUint(encoder, SYNC_MESSAGE);
    write(encoder);
    socket.send(toUint8Array(encoder));
  };
  doc.on("update", (update) => send((encoder) => writeUpdate(encoder, update)));

  await new Promise<void>((resolve) => {
    socket.on("open", () => {
      for (const frame of greeting) socket.send(frame);
      send((encoder) => writeSyncStep1(encoder, doc));
    });
    socket.on("message", (data: Buffer) => {
      const decoder = createDecoder(data);
      skip(decoder);
      if (readVarUint(decoder) !== SYNC_MESSAGE) return;
      const kind = readVarUint(decoder);
      if (kind === messageYjsSyncStep1) return send((encoder) => readSyncStep1(decoder, encoder, doc));
      if (kind === messageYjsSyncStep2) return resolve();
      options.heard(insertedBy(readVarUint8Array(decoder)));
    });
  });
  return {
    type: (inserted) => text.insert(Math.floor(text.length * options.place), inserted),
    wireBytes: sockets.wireBytes,
    leave: () => {
      socket.terminate();
      doc.destroy();
    },
  };
}
