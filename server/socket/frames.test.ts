// Frames made once: that any length can be read, and who gets a long text compressed.
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Socket } from "node:net";
import { inflateRawSync } from "node:zlib";
import { WebSocket } from "ws";
import type { ServerMessage } from "../protocol/serverMessages.ts";
import { INFLATING_SUBPROTOCOL, SUBPROTOCOL } from "../protocol/subprotocol.ts";
import { frameText } from "../test/frameText.ts";
import { startTestServer, type TestServer } from "../test/harness.ts";
import { Wire } from "../test/hostile/wire.ts";
import { newClientId } from "../test/person.ts";
import { socketFrames } from "./frames.ts";

const LINES = Array.from({ length: 3_000 }, (_, index) => `line ${index} of a longer text, \u00e4 \ud83d\ude00`);
const TEXT = LINES.join("\n");

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** A server with a room whose file is TEXT. */
async function start(): Promise<{ url: string; key: string; writer: Wire }> {
  server = await startTestServer();
  const { roomId, key } = await server.createRoom();
  const url = server.socketUrl(roomId);
  const writer = await Wire.enter(url, { key });
  await writer.next("file");
  writer.push([[[0, ...LINES]]]);
  await writer.next("updates");
  return { url, key, writer };
}

/** Joins, and gives the text that came and the bytes that it took. */
async function join(url: string, key: string, subprotocol: string) {
  const socket = new WebSocket(url, subprotocol);
  let tcp: Socket | undefined;
  socket.on("upgrade", (response) => (tcp = response.socket));
  const text = await new Promise<string | undefined>((resolve) => {
    const files = [{ file: 1, version: null }];
    socket.on("open", () => socket.send(JSON.stringify({ type: "hello", client: newClientId(), key, files })));
    socket.on("message", (data: Buffer, isBinary) => {
      const message = JSON.parse((isBinary ? inflateRawSync(data) : data).toString()) as ServerMessage;
      if (message.type === "file") resolve(message.text);
    });
  });
  const bytes = tcp?.bytesRead ?? 0;
  socket.terminate();
  return { text, bytes };
}

describe("a frame", () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 1_000_000])("[P5] of %i bytes is read as what it was made of", (length) => {
    const text = "x".repeat(length);
    const { plain, deflated } = socketFrames.encode(text);
    expect(frameText(plain)).toBe(text);
    expect(plain.length - length).toBe(length < 126 ? 2 : length < 65_536 ? 4 : 10);
    expect(deflated).toBeUndefined();
  });

  it("[P58] that is long is compressed whole", async () => {
    const { plain, deflated } = await socketFrames.compress(TEXT);
    expect(frameText(plain)).toBe(TEXT);
    expect(deflated![0]).toBe(0x82);
    expect(inflateRawSync(deflated!.subarray(deflated![1] === 127 ? 10 : 4)).toString()).toBe(TEXT);
  });

  it.each(["short", TEXT, "x".repeat(5_000)])("[P58] that is kept keeps no memory besides its own", async (text) => {
    const { plain, deflated } = await socketFrames.compress(text);
    expect(plain.buffer.byteLength).toBe(plain.length);
    expect(deflated?.buffer.byteLength).toBe(deflated?.length);
  });
});

describe("a long text", () => {
  it("[P58] comes compressed to whoever inflates it, plain to whoever does not", async () => {
    const { url, key, writer } = await start();
    const compressed = await join(url, key, INFLATING_SUBPROTOCOL);
    expect(compressed.bytes).toBeLessThan(TEXT.length / 3);
    expect(compressed.text).toBe(TEXT);
    const plain = await join(url, key, SUBPROTOCOL);
    expect(plain.text).toBe(TEXT);
    expect(plain.bytes).toBeGreaterThan(TEXT.length);
    writer.leave();
  });

  it("[P17] is the newest, however quickly newcomers follow an edit", async () => {
    const { url, key, writer } = await start();
    for (let version = 1; version < 6; version++) {
      const [before] = await Promise.all([join(url, key, INFLATING_SUBPROTOCOL), join(url, key, SUBPROTOCOL)]);
      expect(before.text).toHaveLength(TEXT.length + version - 1);
      writer.push([[TEXT.length + version - 1, [0, "!"]]], { version, seq: version + 1 });
      await writer.next("updates");
      expect((await join(url, key, INFLATING_SUBPROTOCOL)).text).toBe(TEXT + "!".repeat(version));
    }
    writer.leave();
  });
});
