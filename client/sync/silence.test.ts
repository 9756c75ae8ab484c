// A connection that says nothing: when it is asked, doubted and given up, and what is tried beside it. The clock is moved by hand.
import { describe, expect, it } from "@jest/globals";
import type { ClientMessage } from "#protocol/clientMessages.ts";
import type { ServerMessage } from "#protocol/serverMessages.ts";
import { SimClock } from "../../server/test/fuzz/simNetwork.ts";
import { Connection } from "./connection.ts";
import type { OpenSocket } from "./ports.ts";

interface PlayedSocket {
  readonly handlers: Parameters<OpenSocket>[0];
  readonly said: ClientMessage["type"][];
  isClosed: boolean;
}

function setUp() {
  const clock = new SimClock();
  const sockets: PlayedSocket[] = [];
  const heard: string[] = [];
  const much = { isAwaited: false };
  const open: OpenSocket = (handlers) => {
    const socket: PlayedSocket = { handlers, said: [], isClosed: false };
    sockets.push(socket);
    return {
      send: (frame) => void socket.said.push((JSON.parse(frame) as ClientMessage).type),
      close: () => void (socket.isClosed = true),
    };
  };
  const listener = {
    opened: () => void heard.push("opened"),
    message: ({ type }: ServerMessage) => void heard.push(type),
    lost: () => void heard.push("lost"),
    awaitsMuch: () => much.isAwaited,
  };
  const connection = new Connection(open, clock, listener);
  connection.start();
  const answer = (socket: number): void => sockets[socket]!.handlers.frame('{"type":"pong"}');
  const pings = (socket: number): number => sockets[socket]!.said.filter((type) => type === "ping").length;
  return { clock, sockets, heard, much, connection, answer, pings };
}

function setUpOpen() {
  const all = setUp();
  all.sockets[0]!.handlers.opened();
  all.heard.splice(0);
  return all;
}

describe("a connection that is silent", () => {
  it("[K2] is asked after 4 s, and again after 4 s more, however much is said in between", () => {
    const { clock, pings, answer, sockets } = setUpOpen();
    clock.advance(3_999);
    expect(pings(0)).toBe(0);
    clock.advance(1);
    expect(pings(0)).toBe(1);
    answer(0);
    for (let count = 0; count < 100; count++) {
      clock.advance(100);
      answer(0);
    }
    expect(pings(0)).toBe(1);
    clock.advance(4_000);
    expect(pings(0)).toBe(2);
    expect(sockets).toHaveLength(1);
  });

  it("[K2] is asked after 20 s where nobody looks, or while much is on its way, and 4 s after that has changed", () => {
    for (const calm of ["unseen", "much"]) {
      const { clock, pings, connection, much, answer } = setUpOpen();
      if (calm === "unseen") connection.seen(false);
      else much.isAwaited = true;
      clock.advance(19_999);
      expect(pings(0)).toBe(0);
      clock.advance(1);
      expect(pings(0)).toBe(1);
      answer(0);
      clock.advance(8_000);
      expect(pings(0)).toBe(1);
      connection.seen(true);
      much.isAwaited = false;
      clock.advance(4_000);
      expect(pings(0)).toBe(2);
    }
  });

  it("[K2] is asked 2 s after an edit that is not answered, but never twice in 4 s", () => {
    const { clock, pings, connection, answer } = setUpOpen();
    const push: ClientMessage = { type: "push", file: 1, version: 0, seq: 1, changes: [] };
    answer(0);
    clock.advance(1_000);
    connection.send(push);
    clock.advance(1_999);
    expect(pings(0)).toBe(0);
    // it takes a slow line 2 ms
    clock.advance(3);
    expect(pings(0)).toBe(1);
    answer(0);
    connection.send(push);
    clock.advance(3_999);
    expect(pings(0)).toBe(1);
    clock.advance(1);
    expect(pings(0)).toBe(2);
    answer(0);
    connection.send(push);
    answer(0);
    clock.advance(3_999);
    expect(pings(0)).toBe(2);
  });

  it("[K2] is given up 10 s after it was asked, when nothing else answers either, and 2 s after it where there is reason to doubt", () => {
    const { clock, sockets, heard, pings } = setUpOpen();
    clock.advance(13_999);
    expect([sockets[0]!.isClosed, heard]).toEqual([false, []]);
    clock.advance(1);
    expect([sockets[0]!.isClosed, heard]).toEqual([true, ["lost"]]);
    expect(pings(0)).toBe(1);

    const suspected = setUpOpen();
    suspected.connection.suspect();
    expect(suspected.pings(0)).toBe(1);
    suspected.clock.advance(1_999);
    expect(suspected.heard).toEqual([]);
    suspected.clock.advance(1);
    expect([suspected.sockets[0]!.isClosed, suspected.heard]).toEqual([true, ["lost"]]);
  });

  it("[K2] is not doubted while a text is on its way, behind which an answer waits", () => {
    const { clock, sockets, much, heard, answer } = setUpOpen();
    much.isAwaited = true;
    clock.advance(29_000);
    expect([sockets.length, heard]).toEqual([1, []]);
    answer(0);
    clock.advance(29_000);
    expect([sockets.length, heard]).toEqual([1, ["pong"]]);
  });

  it("[K2] has as much longer as a slow line needs for what was sent", () => {
    const { clock, sockets, connection, heard, answer } = setUpOpen();
    const large = { type: "room", title: "x".repeat(32_000 * 20) } as const;
    connection.send(large);
    clock.advance(4_000 + 16_000 + 1_499);
    expect(sockets).toHaveLength(1);
    answer(0);
    expect(heard).toEqual(["pong"]);
    connection.send(large);
    clock.advance(20_000 + 10_000 - 1);
    expect(sockets[0]!.isClosed).toBe(false);
    clock.advance(4_000);
    expect(sockets[0]!.isClosed).toBe(true);
  });
});

describe("another socket beside one that answers late", () => {
  it("[K19] is kept when it opens first: within 10 s, though three lead to where nobody answers", () => {
    const { clock, sockets, heard } = setUpOpen();
    const began = clock.now();
    clock.advance(5_499);
    expect(sockets).toHaveLength(1);
    clock.advance(1);
    expect(sockets).toHaveLength(2);
    clock.advance(2_400);
    expect(sockets).toHaveLength(5);
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([false, true, true, true, false]);
    expect([heard, clock.now() - began]).toEqual([[], 7_900]);
    sockets[4]!.handlers.opened();
    expect(heard).toEqual(["lost", "opened"]);
    expect(sockets[0]!.isClosed).toBe(true);
    sockets[0]!.handlers.frame('{"type":"pong"}');
    sockets[0]!.handlers.closed();
    clock.advance(3_999);
    expect([sockets.length, heard]).toEqual([5, ["lost", "opened"]]);
  });

  it("[K19] is closed when the late one speaks first, and is not heard any more", () => {
    const { clock, sockets, heard, answer } = setUpOpen();
    clock.advance(6_000);
    expect(sockets).toHaveLength(2);
    answer(0);
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([false, true]);
    sockets[1]!.handlers.opened();
    sockets[1]!.handlers.frame('{"type":"waiting"}');
    sockets[1]!.handlers.closed();
    clock.advance(3_999);
    expect([sockets.length, heard]).toEqual([2, ["pong"]]);
  });

  it("[K19] is tried each 0.8 s where it is refused, and the late one goes on meanwhile", () => {
    const { clock, sockets, heard, answer } = setUpOpen();
    clock.advance(5_500);
    for (let refused = 1; refused <= 4; refused++) {
      sockets.at(-1)!.handlers.closed();
      clock.advance(799);
      expect(sockets).toHaveLength(1 + refused);
      clock.advance(1);
    }
    answer(0);
    expect([sockets[0]!.isClosed, heard]).toEqual([false, ["pong"]]);
  });

  it("[K19] is tried the later the slower the answers were, and early again once they are quick", () => {
    const { clock, sockets, answer } = setUpOpen();
    const answersAfter = (ms: number): void => {
      clock.advance(4_000 + ms);
      answer(0);
    };
    answersAfter(1_400);
    answersAfter(4_200);
    expect(sockets).toHaveLength(1);
    for (let quick = 0; quick < 10; quick++) answersAfter(20);
    clock.advance(4_000 + 1_600);
    expect(sockets).toHaveLength(2);
  });

  it("[K19] is no more when the connection is stopped", () => {
    const { clock, sockets, heard, connection } = setUpOpen();
    clock.advance(6_000);
    connection.stop();
    sockets[1]!.handlers.opened();
    clock.advance(60_000);
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([true, true]);
    expect(heard).toEqual([]);
  });
});

describe("a socket that does not open", () => {
  it("[K20] is given up after 2 s and tried again at once, five times in 10 s, and later ones have longer", () => {
    const { clock, sockets, heard } = setUp();
    const openedAt: number[] = [];
    for (let seen = 0; clock.now() < 1_060_000; clock.advance(1))
      if (sockets.length > seen) {
        seen = sockets.length;
        openedAt.push(clock.now() - 1_000_000);
      }
    expect(openedAt).toEqual([0, 2_000, 4_000, 6_000, 9_000, 13_500, 20_250, 30_250, 40_250, 50_250]);
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([...Array<boolean>(9).fill(true), false]);
    expect(heard).toEqual(Array(9).fill("lost"));
    sockets.at(-1)!.handlers.opened();
    expect(heard.at(-1)).toBe("opened");
  });

  it("[K20] is given up after 0.8 s and what two openings took, where the last one was quick", () => {
    const { clock, sockets } = setUp();
    clock.advance(100);
    sockets[0]!.handlers.opened();
    sockets[0]!.handlers.closed();
    while (sockets.length === 1) clock.advance(1);
    clock.advance(999);
    expect(sockets).toHaveLength(2);
    clock.advance(1);
    expect(sockets).toHaveLength(3);
  });
});
