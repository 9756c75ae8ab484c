// Outages, rooms that are over and short gaps, for the client core against a server played by hand: when it tries, and what it says.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { ServerMessage } from "#protocol/serverMessages.ts";
import { GONE_AFTER_MS } from "#protocol/limits.ts";
import { error, ROOM, setUp, textOf, WELCOME } from "../../server/test/playedServer.ts";

describe("an outage", () => {
  it("[K1] of 12 s is worth 7 tries at most, however chance falls", () => {
    const chances = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(fc.constant([0]), chances), (falls) => {
        const { clock, sockets, socket, enter, calm } = setUp();
        enter();
        calm();
        for (const until = clock.now() + 12_000; clock.now() < until; clock.advance(5)) {
          clock.chance = falls[sockets.length % falls.length]!;
          socket().handlers.closed();
        }
        expect(sockets.length - 1).toBeGreaterThan(3);
        expect(sockets.length - 1).toBeLessThanOrEqual(7);
      }),
    );
  });

  it("[K1] without a network is worth none until there is one, unless the person asks", () => {
    const { clock, network, sockets, person, said, socket, enter, calm } = setUp();
    enter();
    calm();
    const asked = said("ping").length;
    network.set(false);
    // it may be a network that the browser does not know
    expect(said("ping")).toHaveLength(asked + 1);
    socket().handlers.closed();
    clock.advance(600_000);
    expect(sockets).toHaveLength(1);
    expect(person.session.status).toMatchObject({ state: "offline", retryAt: Infinity });
    person.session.retryNow();
    expect(sockets).toHaveLength(2);
    socket().handlers.closed();
    network.set(true);
    expect(sockets).toHaveLength(3);
    socket().handlers.closed();
    expect(person.session.status).not.toMatchObject({ retryAt: Infinity });
    network.set(false);
    clock.advance(600_000);
    expect(sockets).toHaveLength(3);
    person.leave();
    network.set(true);
    expect(sockets).toHaveLength(3);
  });

  it("[K1] is over with a confirmed push, however short the connections; yet tries stay apart", () => {
    const { clock, sockets, person, socket, say, enter, untilTried } = setUp();
    enter("");
    const begun = clock.now();
    for (let round = 0; round < 20; round++) {
      const letter = String.fromCharCode(97 + round);
      person.insert(round, letter);
      say({
        type: "updates",
        file: 1,
        version: round,
        updates: [[7, round + 1, 0, [...(round ? [round] : []), [0, letter]]]],
      });
      expect(person.session.status).toEqual({ state: "saved" });
      clock.advance(50);
      const cutAt = clock.now();
      socket().handlers.closed();
      untilTried();
      expect(clock.now() - cutAt).toBeLessThan(800);
      socket().handlers.opened();
      say(WELCOME, { type: "file", file: 1, version: round + 1, head: round + 1 });
    }
    expect(sockets).toHaveLength(21);
    expect((clock.now() - begun) / 20).toBeGreaterThanOrEqual(600);
  });

  it("[K1] goes on while connections are cut that have confirmed nothing", () => {
    const { clock, socket, say, enter, untilTried } = setUp();
    enter();
    const waits: number[] = [];
    for (let round = 0; round < 12; round++) {
      clock.advance(50);
      const cutAt = clock.now();
      socket().handlers.closed();
      untilTried();
      waits.push(clock.now() - cutAt);
      socket().handlers.opened();
      say(WELCOME, { type: "file", file: 1, version: 0, head: 0 });
    }
    expect(waits.at(-1)).toBeGreaterThan(5_000);
  });
});

describe("a room that is over", () => {
  it.each(["room_closed", "room_locked", "removed", "password_needed"] as const)(
    "[K30] by %s stays so until the server says otherwise, is tried when that is asked for, and goes on as it was",
    (code) => {
      const { clock, sockets, person, socket, say, said, enter } = setUp();
      enter();
      person.insert(3, "d");
      say(error(code, true));
      const over = { state: "ended", code, pending: 1 };
      expect(person.session.status).toMatchObject(over);
      expect(person.session.clients.size).toBe(0);
      clock.advance(600_000);
      expect(sockets).toHaveLength(1);
      person.session.retryNow();
      expect(person.session.status).toMatchObject(over);
      socket().handlers.opened();
      expect(person.session.status).toMatchObject(over);
      say(error(code, true));
      expect(person.session.status).toMatchObject(over);
      expect(person.notices).toEqual([]);
      person.session.retryNow();
      socket().handlers.opened();
      say(WELCOME, { type: "file", file: 1, version: 0, head: 0 });
      expect(person.notices).toEqual([{ type: "backIn" }]);
      expect(said("push")).toMatchObject([{ seq: 1, changes: [[3, [0, "d"]]] }]);
      say({ type: "updates", file: 1, version: 0, updates: [[7, 1, 0, [3, [0, "d"]]]] });
      expect(person.session.status).toEqual({ state: "saved" });
      expect(person.text()).toBe("abcd");
    },
  );

  it("[K30] says what has become of it meanwhile, also across an outage", () => {
    const { person, socket, say, enter, untilTried } = setUp();
    enter();
    say(error("room_closed", true));
    person.session.retryNow();
    socket().handlers.closed();
    expect(person.session.status).toMatchObject({ state: "ended", code: "room_closed" });
    untilTried();
    socket().handlers.opened();
    say(error("store_unavailable", true));
    expect(person.session.status).toMatchObject({ state: "ended", code: "room_closed" });
    untilTried();
    socket().handlers.opened();
    say(error("room_not_found", true));
    expect(person.session.status).toMatchObject({ state: "ended", code: "room_not_found" });
    expect(person.notices).toEqual([]);
  });

  it("[K30] may have somebody wait at its door next", () => {
    const { person, socket, say } = setUp({}, false);
    socket().handlers.opened();
    say(error("room_locked", true));
    person.session.retryNow();
    socket().handlers.opened();
    say({ type: "waiting" });
    expect(person.session.status).toEqual({ state: "waiting" });
  });

  it("[K30] is not tried again where trying is no use", () => {
    const { network, sockets, person, say, enter } = setUp();
    enter();
    say(error("bad_change", true));
    person.session.retryNow();
    network.set(false);
    network.set(true);
    expect(sockets).toHaveLength(1);
  });

  it("[K33] whoever the room does not know any more joins again with what is open", () => {
    const { sockets, person, socket, say, said, enter } = setUp({ invitation: "i".repeat(32) });
    enter();
    person.insert(3, "d");
    say(error("unauthorized", true));
    person.session.joinAgain();
    expect(person.session.status).toEqual({ state: "connecting" });
    expect(sockets).toHaveLength(2);
    socket().handlers.opened();
    expect(said("hello")).toMatchObject([
      { name: "Ana", invitation: "i".repeat(32), files: [{ file: 1, version: 0 }] },
    ]);
    expect(said("hello")[0]).not.toHaveProperty("key");
    say(
      { ...WELCOME, you: { client: 9, participant: 2, role: "editor", key: "n".repeat(32) } },
      { type: "file", file: 1, version: 0, head: 0 },
    );
    expect(person.session.key).toBe("n".repeat(32));
    expect(said("push")).toMatchObject([{ seq: 1 }]);
  });
});

describe("a gap", () => {
  const BO = { participant: 2, name: "Bo", role: "editor", colour: 1, dateJoined: 0 } as const;
  const here = (client: number): ServerMessage => ({ type: "joined", client: { client, participant: 2 }, person: BO });
  const welcome: ServerMessage = {
    ...WELCOME,
    room: { ...ROOM, participants: [...ROOM.participants, BO] },
    clients: [...WELCOME.clients, { client: 8, participant: 2 }],
  };
  const setUpTwo = () => {
    const played = setUp();
    played.socket().handlers.opened();
    played.say(welcome, textOf("abc"));
    return played;
  };

  it("[K31] shorter than 5 s is no leaving and no coming, of the same tab or of one that is loaded anew", () => {
    const { clock, person, say } = setUpTwo();
    const clients = () => [...person.session.clients.keys()];
    for (const client of [8, 8, 9, 10]) {
      say({ type: "left", client: clients().at(-1)! });
      clock.advance(GONE_AFTER_MS - 1);
      expect([...person.session.leaving.keys()]).toEqual([BO.participant]);
      say(here(client));
      expect([person.session.leaving.size, clients().at(-1)]).toEqual([0, client]);
      clock.advance(GONE_AFTER_MS);
    }
    expect(person.notices).toEqual([]);
  });

  it("[K31] of more is told once it is one, and so is who comes after it", () => {
    const { clock, person, say } = setUpTwo();
    say({ type: "left", client: 8 });
    expect(person.notices).toEqual([]);
    clock.advance(GONE_AFTER_MS);
    expect(person.notices).toEqual([{ type: "left", person: BO }]);
    expect(person.session.leaving.size).toBe(0);
    say(here(9));
    expect(person.notices).toMatchObject([{ type: "left" }, { type: "joined", person: BO }]);
  });

  it("[K31] of a tab says nothing while another one is here, and nothing once this page itself is cut off", () => {
    const { clock, person, say, socket } = setUpTwo();
    say(here(9), { type: "left", client: 8 });
    clock.advance(GONE_AFTER_MS);
    expect(person.notices).toEqual([]);
    say({ type: "left", client: 9 });
    socket().handlers.closed();
    clock.advance(GONE_AFTER_MS);
    expect(person.notices).toEqual([{ type: "connectionLost" }]);
  });
});
