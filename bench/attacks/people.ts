// What takes time for each person: passwords that are hashed, names that are taken. Knows the rooms that were prepared for it.
import { setTimeout as sleep } from "node:timers/promises";
import { newClientId } from "../../server/test/person.ts";
import type { Attack } from "./attack.ts";
import { enterAsOwner } from "./floods.ts";
import { NAMESAKE } from "./prepared.ts";
import { readyFrame } from "./rawSocket.ts";

const PASSWORD_EVERY_MS = 250;
const SETS_PASSWORD = { type: "settings", password: "correct horse battery staple" };
const NAMESAKES = 16;
const RENAMES = readyFrame({ type: "feature", feature: "people", data: { type: "profile", name: NAMESAKE } });

/** The same over HTTP, on a connection that is kept. */
function passwordRequest({ roomId, key }: { readonly roomId: string; readonly key: string }): string {
  const { type: _, ...body } = SETS_PASSWORD;
  const json = JSON.stringify(body);
  return (
    `PATCH /api/rooms/${roomId}/roles/settings HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}`
  );
}

export const people: readonly Attack[] = [
  {
    name: "passwords",
    title: "One room's owner sets its password on 60 connections, 30 of them HTTP, 4 times a second on each.",
    keepsOut: true,
    async ready(attacker) {
      const room = await attacker.createRoom();
      const asked = passwordRequest(room);
      const said = readyFrame({ type: "feature", feature: "roles", data: SETS_PASSWORD });
      return () =>
        attacker.visitors(60, async (index) => {
          const isHttp = index % 2 === 0;
          const socket = await (isHttp ? attacker.connect() : enterAsOwner(attacker, room, newClientId(), []));
          for (; socket.isOpen; await sleep(2 * Math.random() * PASSWORD_EVERY_MS)) socket.send(isHttp ? asked : said);
        });
    },
  },
  {
    name: "namesakes",
    title: `In a room of 1,500 people of one name, ${NAMESAKES} at a time say hello by that name and take it once more, as fast as they are answered.`,
    prepared: "namesakes",
    async ready(attacker) {
      const { room, keys } = attacker.prepared;
      // those who came last have to look through the names of all others
      const hellos = keys
        .slice(-NAMESAKES)
        .map((key) => readyFrame({ type: "hello", client: newClientId(), key, name: NAMESAKE, files: [] }));
      return () =>
        attacker.visitors(NAMESAKES, async (index) => {
          for (;;) {
            const socket = await attacker.enter(room.roomId);
            await socket.ask(hellos[index]!);
            await socket.ask(RENAMES);
            socket.leave();
          }
        });
    },
  },
];
