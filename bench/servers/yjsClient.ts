// Clients of a Yjs server: a document that the server's own library keeps in step, or a light one that reads frames. Knows no server.
import { createDecoder, type Decoder, readVarUint, readVarUint8Array } from "lib0/decoding";
import { createEncoder, type Encoder, toUint8Array, writeVarUint, writeVarUint8Array } from "lib0/encoding";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import { messageYjsSyncStep1, messageYjsSyncStep2, readSyncStep1, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import * as Y from "yjs";
import type { Client, JoinOptions, LightClient } from "./contestant.ts";
import { TrackedSockets } from "./trackedSocket.ts";

const TEXT = "text";
const MESSAGE = { sync: 0, awareness: 1 };

const insertedBy = (update: Uint8Array): string =>
  Y.decodeUpdate(update)
    .structs.map(({ content }) => content?.str ?? "")
    .join("");

/** What the server's own library does for a document. */
export interface Provider {
  readonly awareness: Awareness;
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
    moveCursor: () =>
      provider.awareness.setLocalStateField("cursor", { at: Math.floor(Math.random() * (text.length + 1)) }),
    length: () => text.length,
    text: () => text.toString(),
    ...sockets.controls,
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
  const awareness = new Awareness(doc);
  const socket = sockets.open(url);
  const send = (type: number, write: (encoder: Encoder) => void): void => {
    const encoder = createEncoder();
    begin(encoder);
    writeVarUint(encoder, type);
    write(encoder);
    socket.send(toUint8Array(encoder));
  };
  doc.on("update", (update) => send(MESSAGE.sync, (encoder) => writeUpdate(encoder, update)));

  await new Promise<void>((resolve) => {
    socket.on("open", () => {
      for (const frame of greeting) socket.send(frame);
      send(MESSAGE.sync, (encoder) => writeSyncStep1(encoder, doc));
    });
    socket.on("message", (data: Buffer) => {
      const decoder = createDecoder(data);
      skip(decoder);
      if (readVarUint(decoder) !== MESSAGE.sync) return;
      const kind = readVarUint(decoder);
      if (kind === messageYjsSyncStep1) return send(MESSAGE.sync, (encoder) => readSyncStep1(decoder, encoder, doc));
      if (kind === messageYjsSyncStep2) return resolve();
      options.heard(insertedBy(readVarUint8Array(decoder)));
    });
  });
  return {
    type: (inserted) => text.insert(Math.floor(text.length * options.place), inserted),
    moveCursor: () => {
      awareness.setLocalStateField("cursor", { at: Math.floor(Math.random() * 1_000) });
      const update = encodeAwarenessUpdate(awareness, [doc.clientID]);
      send(MESSAGE.awareness, (encoder) => writeVarUint8Array(encoder, update));
    },
    ...sockets.controls,
    leave: () => {
      socket.terminate();
      awareness.destroy();
      doc.destroy();
    },
  };
}
