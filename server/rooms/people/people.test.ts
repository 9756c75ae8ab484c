// Very many of one kind in a room: tabs of one person, people of one name. Knows no socket.
import { describe, expect, it, jest } from "@jest/globals";
import { settle } from "../../test/fuzz/simNetwork.ts";
import { newClientId } from "../../test/person.ts";
import { readRoom } from "../log/reading.ts";
import { roomWithFeature } from "../../test/featureRoom.ts";

const MOST_CLIENTS = 500;
const TABS_AT_ONCE = 100;
/** A new tab may be opened after this. */
const TAB_MS = 2_000;

describe("the tabs of one person", () => {
  it("[P92] are remembered by the newest 500, and one that is here is not forgotten", async () => {
    const { clock, enter, key, room, store } = await roomWithFeature(() => ({}));
    const first = await enter({ key, client: newClientId() });
    const second = newClientId();
    const before = await enter({ key, client: second });
    room.leave(before.client);
    const others = await enter({ name: "Ben" });
    for (let count = 0; count < MOST_CLIENTS + 20; count++) {
      clock.advance(TAB_MS);
      const { client } = await enter({ key, client: newClientId() });
      room.leave(client);
    }
    const { clients } = room.log.accepted;
    const theirs = clients.filter(({ participant }) => participant === first.client.participant);
    expect(theirs).toHaveLength(MOST_CLIENTS);
    expect(theirs.map(({ client }) => client)).toContain(first.client.client);
    expect(clients.map(({ client }) => client)).toContain(others.client.client);
    expect(new Set(clients.map(({ client }) => client)).size).toBe(clients.length);
    // the one that was forgotten is a new one, with a number that nobody had
    const again = await enter({ key, client: second });
    expect(again.client.client).toBeGreaterThan(Math.max(...clients.map(({ client }) => client)));
    for (let turn = 0; room.busy && turn < 50; turn++) {
      clock.advance(100);
      await settle();
    }
    expect(await readRoom(store, room.roomId)).toEqual(room.log.accepted);
  });

  it("[P92] are not let in any more when as many are here", async () => {
    const { clock, enter, come, key } = await roomWithFeature(() => ({}), undefined, undefined, {
      clientsPerRoom: 1_000,
    });
    await enter({ key, client: newClientId() });
    for (let count = 1; count < MOST_CLIENTS; count++) {
      clock.advance(TAB_MS);
      await enter({ key, client: newClientId() });
    }
    clock.advance(TAB_MS);
    await expect(come({ key, client: newClientId() }).joined).rejects.toMatchObject({ code: "room_full" });
    await enter({ name: "Ben" });
  });
});

describe("the new tabs of one person", () => {
  it("[P93] are a hundred at once, then one every 2 s; those that the room knows come back at any time, and so does everybody else", async () => {
    const { clock, enter, come, key, room } = await roomWithFeature(() => ({}));
    const first = newClientId();
    await enter({ key, client: first });
    for (let count = 1; count < TABS_AT_ONCE; count++) room.leave((await enter({ key, client: newClientId() })).client);
    const { clients } = room.log.accepted;
    const tab = newClientId();
    await expect(come({ key, client: tab, name: "Eve" }).joined).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: TAB_MS,
    });
    expect(room.log.accepted.clients).toEqual(clients);
    expect(room.log.accepted.participants.map(({ name }) => name)).not.toContain("Eve");
    await enter({ key, client: first });
    await enter({ name: "Ben" });
    clock.advance(TAB_MS);
    await enter({ key, client: tab });
    await expect(come({ key, client: newClientId() }).joined).rejects.toMatchObject({ code: "rate_limited" });
  });
});

describe("people of one name", () => {
  it("[P12] get their numbers without comparing everybody's name anew", async () => {
    const { enter, room } = await roomWithFeature(() => ({}), undefined, undefined, { participantsPerRoom: 5_000 });
    const MANY = 1_200;
    for (let count = 1; count <= MANY; count++) {
      const { client } = await enter({ name: "Eve" });
      room.leave(client);
    }
    const names = room.log.accepted.participants.map(({ name }) => name);
    expect(names).toContain("Eve");
    expect(names).toContain(`Eve (${MANY})`);
    expect(new Set(names).size).toBe(names.length);
    const normalize = jest.spyOn(String.prototype, "normalize");
    await enter({ name: "eve" });
    expect(room.log.accepted.participants.at(-1)!.name).toBe(`eve (${MANY + 1})`);
    expect(normalize.mock.calls.length).toBeLessThan(500);
    normalize.mockRestore();
  }, 30_000);

  it("[P12] whose name is as long as may be still differ", async () => {
    const { enter, room } = await roomWithFeature(() => ({}));
    const long = "ÅΣ".repeat(20);
    for (let count = 0; count < 12; count++) await enter({ name: long });
    const names = room.log.accepted.participants.map(({ name }) => name).slice(1);
    expect(new Set(names.map((name) => name.normalize("NFKC").toLowerCase())).size).toBe(12);
    expect(names[1]).toBe(`${long.slice(0, 36)} (2)`);
    expect(names[11]).toBe(`${long.slice(0, 35)} (12)`);
  });

  it("[P12] is one name whatever its joiners and variation selectors, and each is kept as it is spelled", async () => {
    const { enter, room } = await roomWithFeature(() => ({}));
    const names = [
      "می\u200cروم",
      "میروم",
      "\u{1f469}\u200d\u{1f4bb}",
      "\u{1f469}\u{1f4bb}",
      "\u2764\ufe0f",
      "\u2764",
      "\u202eEve",
      "eve",
    ];
    for (const name of names) await enter({ name });
    expect(room.log.accepted.participants.map(({ name }) => name).slice(1)).toEqual([
      "می\u200cروم",
      "میروم (2)",
      "\u{1f469}\u200d\u{1f4bb}",
      "\u{1f469}\u{1f4bb} (2)",
      "\u2764\ufe0f",
      "\u2764 (2)",
      "Eve",
      "eve (2)",
    ]);
  });
});
