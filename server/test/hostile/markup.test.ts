// Names and messages full of markup: cleaned where the rules say so, otherwise data like any other.
import { afterEach, describe, expect, it } from "@jest/globals";
import { cleanName } from "../../protocol/names.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import { Wire } from "./wire.ts";

let server: TestServer;
const wires: Wire[] = [];

afterEach(async () => {
  for (const wire of wires.splice(0)) wire.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

const HOSTILE = [
  '<img src=x onerror="alert(1)">',
  "</script><script>alert(1)</script>",
  '"}],"type":"error","fatal":true,"x":"',
  "\u202eredrum\u202c\u2066x\u2069",
  "a\u200bb\u2060c\ufeff",
  "Ma\u034fra\u3164\ufe0f\u{e0041}",
  "<".repeat(1_000),
  "\u{1f600}".repeat(500),
  "Z\u0351\u036b\u0343\u036a".repeat(200),
  "${7*7} {{7*7}} %0d%0aSet-Cookie:x",
  "constructor",
  "__proto__",
];

describe("a hostile name", () => {
  it("[P12] of a participant is cleaned and bounded, and everybody is told the same", async () => {
    server = await startTestServer();
    const { roomId, key } = await server.createRoom();
    const url = server.socketUrl(roomId);
    const watcher = await Wire.enter(url, { key });
    wires.push(watcher);
    for (const name of HOSTILE) {
      const wire = await Wire.enter(url, { name, files: [] });
      wires.push(wire);
      const kept = wire.welcome.room.participants.at(-1)?.name;
      expect(kept).toBe(cleanName(name, 40));
      expect([...(kept ?? "")].length).toBeLessThanOrEqual(40);
      expect((await watcher.next("joined")).person.name).toBe(kept);
      const details = (await (await fetch(`${server.url}/api/rooms/${roomId}`)).json()) as {
        participants: { name: string }[];
      };
      expect(details.participants.at(-1)?.name).toBe(kept);
    }
  });

  it("[P5] of 10,000 characters is bad_frame on the socket and bad_request over HTTP", async () => {
    server = await startTestServer();
    const { roomId } = await server.createRoom();
    const name = "x".repeat(10_000);
    const wire = await Wire.open(server.socketUrl(roomId));
    wires.push(wire);
    wire.hello({ name });
    expect(await wire.next("error")).toMatchObject({ code: "bad_frame", fatal: true });
    const response = await fetch(`${server.url}/api/rooms`, {
      method: "POST",
      body: JSON.stringify({ name }),
      headers: { "content-type": "application/json" },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "bad_request" } });
  });
});

describe("hostile text in a file", () => {
  it("[P28] is passed on to the letter", async () => {
    server = await startTestServer();
    const { roomId } = await server.createRoom();
    const [wire, other] = [await Wire.enter(server.socketUrl(roomId)), await Wire.enter(server.socketUrl(roomId))];
    wires.push(wire, other);
    await Promise.all([wire.next("file"), other.next("file")]);
    let length = 0;
    for (const [version, text] of HOSTILE.entries()) {
      wire.push([length === 0 ? [[0, text]] : [length, [0, text]]], { version, seq: version + 1 });
      const [own, others] = await Promise.all([wire.next("updates"), other.next("updates")]);
      expect(others).toEqual(own);
      expect(own.updates[0]?.[3]).toEqual(length === 0 ? [[0, text]] : [length, [0, text]]);
      length += text.length;
    }
    expect(await server.rooms.text(roomId, 1)).toBe(HOSTILE.join(""));
  });
});
