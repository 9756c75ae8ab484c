// What a room keeps of its roles: how much it becomes, and what older builds kept, which is read.
import { describe, expect, it } from "@jest/globals";
import type { Participant, Role } from "../../protocol/events.ts";
import { newClientId } from "../../test/person.ts";
import { roomWithFeature } from "../../test/featureRoom.ts";
import roles from "./index.ts";
import { AS_CREATED, type KeptRoles, readKept, wayOf, withLink } from "./kept.ts";
import { hashInvitation } from "./secrets.ts";
import { closingOf, knowsLink, knowsPassword, knowsPlain, shownClosing, withLess, withTold } from "./told.ts";

const person = (participant: number, role: Role): Participant => ({
  participant,
  name: "",
  role,
  colour: 0,
  dateJoined: 1,
});

describe("what is kept", () => {
  it("[L25] is under 1,000 characters with a link by which a thousand people came who were given less since", () => {
    const invitation = newClientId();
    const people = Array.from({ length: 1_000 }, (_, index) => person(index + 2, "editor"));
    const made = { kind: "edit", made: Date.now(), used: Date.now(), hash: hashInvitation(invitation) } as const;
    const came = people.reduce(
      (kept, { participant }) =>
        withTold(kept, "id", { number: participant, isNew: true }, { address: "id", invitation }),
      withLink(AS_CREATED, made),
    );
    expect(withTold(came, "id", { number: 1_001, isNew: false }, { address: "id", invitation })).toBe(came);
    const kept = withLess(came, people);
    expect(JSON.stringify(kept).length).toBeLessThan(1_000);
    const [link] = kept.links;
    const viewers = people.map((one) => ({ ...one, role: "viewer" as const }));
    expect(viewers.filter((viewer) => knowsLink(link!, viewer))).toHaveLength(1_000);
    expect([1, 1_002].map((one) => knowsLink(link!, person(one, "viewer")))).toEqual([false, false]);
  });
});

it("[L22] a robot knows nothing that lets anybody in: nothing closes with it, and it is nobody whom a link served", () => {
  const view = { kind: "view", address: "an-address", made: 1, used: 1 } as const;
  const kept = withLink(AS_CREATED, view);
  const robot = { ...person(3, "editor"), robot: "assist" };
  expect(closingOf(kept, [robot], "none", 1)).toEqual({ links: [] });
  const closing = closingOf(kept, [person(2, "editor")], "none", 1);
  expect(shownClosing(kept, closing, [person(1, "owner"), robot], () => 0)).toMatchObject([
    { kind: "plain", others: 1, people: [1] },
    { kind: "view", others: 0 },
  ]);
});

describe("what older builds kept", () => {
  const secret = newClientId();
  const link = (number: number, kind: string, more: object = {}) => ({
    link: number,
    kind,
    made: 1,
    notFor: [],
    ...more,
  });
  const older = {
    settings: { ...AS_CREATED.settings, plain: "viewer", password: { salt: "s", hash: "h" } },
    links: [
      link(2, "edit", { hash: hashInvitation(secret), used: 5, notFor: [6] }),
      link(3, "view", { address: "an-address", notFor: [5] }),
      link(4, "owner", { owner: 1, hash: "o", used: 5 }),
      link(7, "owner", { owner: 2, hash: "p" }),
      link(8, "code", { code: "K7MN2PQR", hash: "c", expires: 9_000 }),
    ],
    linksMade: 8,
    came: { 3: 2, 4: 3, 5: 3, 7: 1 },
  };
  const people = [
    person(1, "owner"),
    person(2, "owner"),
    person(3, "editor"),
    person(4, "viewer"),
    person(5, "viewer"),
    person(6, "viewer"),
    person(7, "viewer"),
    person(8, "editor"),
  ];
  const kept: KeptRoles = readKept(older, people);

  it("[L25] is read: the links let in as before, but for join codes, which end", () => {
    expect(kept.links.map(({ kind }) => kind)).toEqual(["edit", "view", "owner", "owner"]);
    expect(JSON.stringify(kept)).not.toContain("K7MN2PQR");
    const come = (number: number) =>
      wayOf(kept, "id", { address: "id", invitation: secret, person: people[number - 1] }, 6).role;
    expect([3, 6].map(come)).toEqual(["editor", "viewer"]);
    expect(readKept(kept, people)).toBe(kept);
    expect(readKept(undefined, people)).toBe(AS_CREATED);
  });

  it("[L25] goes on in a live room, where a removal closes what an older build says that they know", async () => {
    const before = await roomWithFeature((feature) => roles.open!(feature));
    await before.enter({ key: before.key });
    await before.enter({ name: "Eve" });
    const { password: _, ...settings } = older.settings;
    before.handle.keep({ ...older, settings, came: { 2: 2 } });
    await before.room.log.settled();
    before.room.close("server_draining");
    const { room: live, come, enter } = await roomWithFeature((feature) => roles.open!(feature), before.disk);
    await enter({ invitation: secret });
    await live.request(live.people.person(1), "tested", { type: "remove", participant: 2, links: true });
    for (const hello of [{}, { invitation: secret }])
      await expect(come(hello).joined).rejects.toMatchObject({ code: "not_admitted" });
  });

  it("[L25] tells who knows what at the worst: by what they came, and by what their role is and was", () => {
    const knowing = kept.links.map((one) =>
      people.filter((each) => knowsLink(one, each)).map(({ participant }) => participant),
    );
    expect(knowing).toEqual([
      // whoever has what it gives may have been raised by it, whoever was given less may have been an owner
      [1, 2, 3, 6, 8],
      [1, 2, 3, 4, 5, 8],
      // 2 may have come by it
      [1, 2],
      // nobody ever came by it
      [2],
    ]);
    expect(people.filter((each) => !knowsPlain(kept, each)).map(({ participant }) => participant)).toEqual([4]);
    expect(people.every((each) => knowsPassword(kept.settings.password!, each))).toBe(true);
  });
});
