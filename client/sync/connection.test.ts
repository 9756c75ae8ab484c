// The one socket that counts: what those say that were given up before it.
import { describe, expect, it } from "@jest/globals";
import type { ServerMessage } from "#protocol/serverMessages.ts";
import { SimClock } from "../../server/test/fuzz/simNetwork.ts";
import { Connection } from "./connection.ts";
import type { OpenSocket } from "./ports.ts";

function setUp() {
  const clock = new SimClock();
  const sockets: Parameters<OpenSocket>[0][] = [];
  const heard: string[] = [];
  const open: OpenSocket = (handlers) => {
    sockets.push(handlers);
    return { send: () => {}, close: () => {} };
  };
  const listener = {
    opened: () => void heard.push("opened"),
    message: ({ type }: ServerMessage) => void heard.push(type),
    awaitsMuch: () => false,
    lost: () => void heard.push("lost"),
  };
  const connection = new Connection(open, clock, listener);
  connection.start();
  return { clock, sockets, heard, connection };
}

/** All that a socket can still say. */
const sayAll = ({ opened, frame, closed }: Parameters<OpenSocket>[0]): void => {
  opened();
  frame('{"type":"pong"}');
  closed();
};

describe("a socket that was given up", () => {
  it("[K18] is not heard, neither before there is another nor after", () => {
    const { clock, sockets, heard, connection } = setUp();
    // it does not open in time, and another is tried
    while (sockets.length < 2) clock.advance(100);
    const before = heard.length;
    sayAll(sockets[0]!);
    expect([connection.isOpen, heard.length]).toEqual([false, before]);
    sockets[1]!.opened();
    sayAll(sockets[0]!);
    expect([connection.isOpen, heard.slice(before)]).toEqual([true, ["opened"]]);
    sockets[1]!.frame('{"type":"pong"}');
    expect(heard.slice(before)).toEqual(["opened", "pong"]);
    expect(sockets).toHaveLength(2);
  });

  it("[K18] is not heard once the connection is stopped", () => {
    const { clock, sockets, heard, connection } = setUp();
    sockets[0]!.opened();
    connection.stop();
    sayAll(sockets[0]!);
    clock.advance(60_000);
    expect([sockets.length, heard]).toEqual([1, ["opened"]]);
  });
});
