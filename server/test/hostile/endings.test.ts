// How connections end: by trouble of the server's own, by frames that are none, and when a room goes. Knows no table of codes.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, it } from "@jest/globals";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import { newClientId } from "../person.ts";
import { after, enter, fatal, http, keep, open, server, start, TroubledStore, type } from "./answers.ts";
import { Wire } from "./wire.ts";

describe("a connection ends", () => {
  it("[P48] when the store fails, everybody is told, and finds what was confirmed", async () => {
    const store = new TroubledStore();
    await start({}, store);
    const { roomId, key } = await server.createRoom();
    const wire = await enter({ key }, roomId);
    await type(wire, 3);
    store.trouble = "fails";
    wire.push([[3, [0, "lost"]]], { version: 3, seq: 4 });
    expect(await fatal(wire)).toMatchObject({ code: "store_unavailable", close: 4013 });
    store.trouble = "none";
    const back = keep(await Wire.enter(server.socketUrl(roomId), { key }));
    expect(await back.next("file")).toMatchObject({ text: "aaa", version: 3 });
  });

  it("[P48] a room that somebody has deleted is gone for who is in it", async () => {
    const store = new MemoryStore();
    await start({}, store);
    const { roomId, key } = await server.createRoom();
    const wire = await enter({ key }, roomId);
    await store.deleteRoom(roomId);
    wire.push([[[0, "a"]]]);
    expect(await fatal(wire)).toMatchObject({ code: "room_not_found", close: 4004 });
    expect(server.log).toMatchObject({ errors: [], warnings: [] });
  });

  it("[P2] [P55] a server that stops takes no new sockets, not even one that had begun to ask", async () => {
    await start();
    const { roomId } = await server.createRoom();
    const wire = await enter({}, roomId);
    const late = connect(server.port, "127.0.0.1");
    let heard = "";
    late.on("data", (data) => (heard += data.toString()));
    late.write(`GET /${roomId} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`);
    await http("/api/nothing");
    const stopped = server.stop();
    late.write(`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}\r\n\r\n`);
    await once(late, "close");
    expect(heard).toMatch(/^HTTP\/1.1 503 [^]*"code":"server_draining"/);
    await stopped;
    expect(await wire.closed).toEqual({ code: 1012, reason: "server_draining" });
    await start();
  });

  it("[P6] a frame that is too large, and one that is no UTF-8, end the connection with the protocol's own codes", async () => {
    await start({ LIMIT_FRAME_BYTES: "1000" });
    const large = await enter();
    large.say({ type: "feature", feature: "x", data: "x".repeat(1_000) });
    expect((await large.closed).code).toBe(1009);
    const broken = await enter();
    broken.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    expect((await broken.closed).code).toBe(1007);
    expect(server.log.errors).toEqual([]);
  });

  it("[P58] what is compressed is not taken, whatever was offered", async () => {
    await start();
    const bomb = await enter();
    expect(bomb.socket.extensions).toBe("");
    const { _socket: tcp } = bomb.socket as unknown as { _socket: Socket };
    tcp.write(Buffer.from([0xc1, 0x80, 0, 0, 0, 0]));
    expect((await bomb.closed).code).toBe(1002);
    expect(server.log.errors).toEqual([]);
  });

  it("[P47] a fault of the server's own costs the connection that met it, and no other", async () => {
    const store = new TroubledStore();
    await start({}, store);
    const { roomId, key } = await server.createRoom();
    const bystander = await enter({ key }, roomId);
    const unlucky = await open((await server.createRoom()).roomId);
    store.trouble = "unreadable";
    unlucky.hello();
    expect(await fatal(unlucky)).toMatchObject({ code: "internal", close: 1011 });
    expect(server.log.errors).toHaveLength(1);
    bystander.push([[[0, "a"]]]);
    await bystander.next("updates");
  });

  it("[C8] [P48] of two servers on one store the second to write loses its room, not the text", async () => {
    const disk = new MemoryDisk();
    const other = await startTestServer({}, new MemoryStore(disk));
    after.push(() => other.stop());
    await start({}, new MemoryStore(disk));
    const { roomId, key } = await server.createRoom();
    /** One that comes for the first time is an entry of the room's log: the other server's room then is behind. */
    const come = async (to: TestServer, client: string) =>
      keep(await Wire.enter(to.socketUrl(roomId), { key, client }));
    const [client, guest] = [newClientId(), newClientId()];
    await come(server, guest);
    const here = await come(server, client);
    const there = await come(other, guest);
    await Promise.all([here.next("file"), there.next("file")]);
    there.push([[[0, "there"]]]);
    await there.next("updates");
    here.push([[[0, "here"]]]);
    expect(await fatal(here)).toMatchObject({ code: "room_reset", close: 4013 });
    const again = await come(server, client);
    expect((await again.next("file")).text).toBe("there");
  });
});
