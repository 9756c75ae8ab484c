// What is long ago, asked for again and again. Knows the rooms that were prepared for it.
import { setTimeout as sleep } from "node:timers/promises";
import { newClientId } from "../../server/test/person.ts";
import type { OwnRoom } from "./ask.ts";
import type { Attack } from "./attack.ts";
import { enterAsOwner } from "./floods.ts";
import { type Pace, readyFrame } from "./rawSocket.ts";

const HELLO_EVERY_MS = 600;
/** The last before one of the few old snapshots that are kept: the most updates lie between it and the one before. */
const DEAREST_VERSION = 127_999;
const OLD_TEXTS_PER_SECOND = 4;

/** As often as a client may: of its messages to the history, each read costs ten. */
const READS: Pace = { atOnce: 40, perSecond: 2 };
const FILES_PER_SECOND = 5;

/** Each asks for something else, of what can be asked for of a version, on a connection that is kept. */
const askedOf =
  (what: "text" | "blame"): Attack["ready"] =>
  async (attacker) => {
    const { room } = attacker.prepared;
    return () =>
      attacker.visitors(4, async (index) => {
        const socket = await attacker.connect();
        for (let version = DEAREST_VERSION - index * 1_000; socket.isOpen; version--) {
          socket.send(historyRequest(room, `files/1/${what}?version=${version}`));
          await sleep(1_000 / OLD_TEXTS_PER_SECOND);
        }
      });
  };

const historyRequest = ({ roomId, key }: OwnRoom, path: string): string =>
  `GET /api/rooms/${roomId}/history/${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\n\r\n`;

export const histories: readonly Attack[] = [
  {
    name: "hellos",
    title: "4 sockets say hello naming 40 files at their first version, again and again, each every 0.6 s.",
    prepared: "files",
    async ready(attacker) {
      const { room, files } = attacker.prepared;
      const opened = files.map((file) => ({ file, version: 0 }));
      return () =>
        Promise.all(
          Array.from({ length: 4 }, async () => {
            const client = newClientId();
            for (;;) {
              const next = sleep(HELLO_EVERY_MS);
              const socket = await enterAsOwner(attacker, room, client, opened).catch(() => undefined);
              await next;
              socket?.leave();
            }
          }),
        );
    },
  },
  {
    name: "old-texts",
    title: `4 sockets ask for the text at old versions of a file of 260,000 updates, ${OLD_TEXTS_PER_SECOND} times a second each.`,
    prepared: "paper",
    async ready(attacker) {
      const { room } = attacker.prepared;
      return () =>
        attacker.visitors(4, async (index) => {
          const socket = await enterAsOwner(attacker, room, newClientId(), []);
          for (let version = DEAREST_VERSION - index * 1_000; socket.isOpen; version--) {
            socket.send(readyFrame({ type: "open", file: 1, version, text: true }));
            await sleep(1_000 / OLD_TEXTS_PER_SECOND);
          }
        });
    },
  },
  {
    name: "texts",
    title: `4 connections ask over HTTP for the text at old versions of a file of 260,000 updates, ${OLD_TEXTS_PER_SECOND} times a second each.`,
    prepared: "paper",
    ready: askedOf("text"),
  },
  {
    name: "blame",
    title: `4 connections ask over HTTP whose the text is at old versions of a file of 260,000 updates, ${OLD_TEXTS_PER_SECOND} times a second each.`,
    prepared: "paper",
    ready: askedOf("blame"),
  },
  {
    name: "reads",
    title: `10 sockets read the first of what was said of a room's history, 1 MB of it in all, as often as they may: ${READS.atOnce} times at once, and then ${READS.perSecond} a second each.`,
    prepared: "records",
    async ready(attacker) {
      const { room } = attacker.prepared;
      const read = readyFrame({ type: "feature", feature: "history", data: { type: "read", from: 0, to: 1 } });
      return () =>
        attacker.visitors(10, async () => {
          const socket = await enterAsOwner(attacker, room, newClientId(), []);
          await socket.keepSending(read, READS);
        });
    },
  },
  {
    name: "old-files",
    title: `4 connections ask over HTTP which files there were in a room of 196, of which a folder was moved 54 times, ${FILES_PER_SECOND} times a second each.`,
    prepared: "records",
    async ready(attacker) {
      const { room } = attacker.prepared;
      return () =>
        attacker.visitors(4, async () => {
          const socket = await attacker.connect();
          for (let time = 1; socket.isOpen; time++) {
            socket.send(historyRequest(room, `files?time=${time}`));
            await sleep(1_000 / FILES_PER_SECOND);
          }
        });
    },
  },
];
