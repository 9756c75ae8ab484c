// Whatever people do with roles and links, in any order: random sequences in a live room, held against a small model.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Refusal } from "../../protocol/errors.ts";
import type { Role } from "../../protocol/events.ts";
import type { Hello } from "../../protocol/messages.ts";
import { MemoryDisk } from "../../store/memory/memoryStore.ts";
import { FEATURE_ROOM, roomWithFeature } from "../../test/featureRoom.ts";
import { settle } from "../../test/fuzz/simNetwork.ts";
import roles from "./index.ts";
import type { LinkMade, RolesMessage } from "./messages.ts";

type Live = Awaited<ReturnType<typeof roomWithFeature>>;
type Entered = Awaited<ReturnType<Live["enter"]>>;

const RANK = { none: 0, viewer: 1, editor: 2, owner: 3 } as const;
type Given = keyof typeof RANK;
const GIVES = { edit: "editor", view: "viewer", owner: "owner" } as const;

/** Somebody of the sequence, by the order in which they came; what they were given is the model's. */
interface Somebody {
  readonly participant: number;
  readonly key: string;
  given: Role;
  isRemoved: boolean;
  connections: Entered[];
}

/** A link that was made: what it gives, as long as it was not made anew or revoked. */
interface KnownLink {
  readonly address: string;
  readonly invitation: string | undefined;
  readonly kind: "edit" | "view" | "owner";
  readonly of: number;
  /** whom an owner has given less since */
  readonly notFor: Set<number>;
  isLive: boolean;
}

/** Few, and mostly the first, so that things happen to the same people and links again. */
const which = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat({ max: 3 }) });
const other = fc.nat({ max: 2 });
const often = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
const step: fc.Arbitrary<Step> = fc.oneof(
  often(3, fc.record({ do: fc.constant("come"), link: other })),
  often(5, fc.record({ do: fc.constant("return"), who: other, link: other })),
  often(1, fc.record({ do: fc.constant("leave"), who: other })),
  often(
    5,
    fc.record({
      do: fc.constant("link"),
      by: which,
      kind: fc.constantFrom("edit", "view", "owner"),
      on: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    }),
  ),
  often(
    5,
    fc.record({
      do: fc.constant("person"),
      by: which,
      who: other,
      role: fc.constantFrom("owner", "editor", "viewer"),
    }),
  ),
  often(1, fc.record({ do: fc.constant("remove"), by: which, who: other, links: fc.boolean() })),
  often(1, fc.record({ do: fc.constant("everyone"), by: which, role: fc.constantFrom("editor", "viewer") })),
  often(1, fc.record({ do: fc.constant("handOver"), by: which, who: other })),
  often(
    2,
    fc.record({
      do: fc.constant("settings"),
      by: which,
      plain: fc.constantFrom("editor", "viewer", "none"),
      locked: fc.boolean(),
      closed: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
  ),
  often(1, fc.record({ do: fc.constant("restart") })),
);
type Step =
  | { do: "come"; link: number }
  | { do: "return"; who: number; link: number }
  | { do: "leave"; who: number }
  | { do: "link"; by: number; kind: KnownLink["kind"]; on: boolean }
  | { do: "person"; by: number; who: number; role: Role }
  | { do: "remove"; by: number; who: number; links: boolean }
  | { do: "everyone"; by: number; role: "editor" | "viewer" }
  | { do: "handOver"; by: number; who: number }
  | { do: "settings"; by: number; plain: Given; locked: boolean; closed: boolean }
  | { do: "restart" };

/** The room and what the model knows of it. */
class World {
  readonly #disk = new MemoryDisk();
  readonly people: Somebody[] = [];
  readonly #links: KnownLink[] = [];
  #plain: Given = "editor";
  live!: Live;

  async begin(): Promise<void> {
    this.live = await roomWithFeature((room) => roles.open!(room), this.#disk);
    if (this.people.length > 0) return;
    const olga = await this.live.enter({ key: this.live.key });
    const { key } = this.live;
    this.people.push({ participant: 1, key, given: "owner", isRemoved: false, connections: [olga] });
  }

  #somebody(which: number): Somebody {
    return this.people[which % this.people.length]!;
  }

  /** What is brought by who comes by a link, `which` being 0 for the room's id, 1 for the newest, and so on. */
  #way(which: number): { link: KnownLink | undefined; address: string; hello: Partial<Hello> } {
    const link = [...this.#links.slice(-4), undefined].at(-1 - which);
    const { address = FEATURE_ROOM, invitation } = link ?? {};
    return { link, address, hello: invitation === undefined ? {} : { invitation } };
  }

  /** What a link gives to a newcomer; one that is none any more gives what its address gives. */
  #gives(link: KnownLink | undefined): Given {
    if (link?.isLive) return GIVES[link.kind];
    return link?.kind === "view" ? "none" : this.#plain;
  }

  async take(one: Step): Promise<void> {
    switch (one.do) {
      case "come":
        return this.#come(one.link);
      case "return":
        return this.#return(this.#somebody(one.who), one.link);
      case "leave":
        for (const { client, outlet } of this.#somebody(one.who).connections.splice(0)) {
          outlet.end("room_reset");
          this.live.room.leave(client);
        }
        return;
      case "restart":
        this.live.room.close("server_draining");
        for (const person of this.people) person.connections = [];
        return this.begin();
      default:
        return this.#ask(one);
    }
  }

  async #come(which: number): Promise<void> {
    const { link, address, hello } = this.#way(which);
    const given = this.#gives(link);
    const entered = await this.live.enter(hello, address).catch(refusal);
    if (entered instanceof Refusal) return;
    expect(given).not.toBe("none");
    const { participant, key } = entered.outlet.of("welcome")[0]!.you;
    this.people.push({ participant, key: key!, given: given as Role, isRemoved: false, connections: [entered] });
  }

  async #return(person: Somebody, which: number): Promise<void> {
    const { link, address, hello } = this.#way(which);
    const given = link?.isLive && !link.notFor.has(person.participant) ? GIVES[link.kind] : "none";
    const entered = await this.live.enter({ key: person.key, ...hello }, address).catch(refusal);
    if (entered instanceof Refusal) return;
    expect(person.isRemoved).toBe(false);
    if (given !== "none" && RANK[given] > RANK[person.given]) person.given = given;
    person.connections.push(entered);
  }

  async #ask(one: Exclude<Step, { do: "come" | "return" | "leave" | "restart" }>): Promise<void> {
    const by = this.#somebody(one.by);
    const who = "who" in one ? this.#somebody(one.who) : undefined;
    const { do: type, by: _by, ...rest } = { ...one, ...(who && { participant: who.participant }) };
    const { who: _who, ...fields } = { who: 0, ...rest };
    if (by.isRemoved) return;
    const message = { type, ...fields } as RolesMessage;
    const asker = this.live.room.people.person(by.participant);
    const answer = await this.live.room.request(asker, "tested", message).catch(refusal);
    await settle();
    if (answer instanceof Refusal) return;
    expect(by.given).toBe("owner");
    this.#note(by, who, message, answer as LinkMade);
  }

  /** What was granted changes what the model expects. */
  #note(by: Somebody, who: Somebody | undefined, message: RolesMessage, answer: LinkMade): void {
    switch (message.type) {
      case "settings":
        this.#plain = message.plain!;
        return;
      case "everyone":
        for (const person of this.people)
          if (person.given !== "owner" && !person.isRemoved) this.#give(person, message.role);
        if (this.#plain !== "none") this.#plain = message.role;
        return;
      case "person":
        return this.#give(who!, message.role);
      case "handOver":
        if (who === by) return;
        this.#give(who!, "owner");
        return this.#give(by, "editor");
      case "remove":
        who!.isRemoved = true;
        who!.given = "viewer";
        // which link that was is shown elsewhere: here the room says which there still are
        this.#revoke("owner", who!.participant);
        if (message.links) this.#mayBeGone();
        return;
      case "link": {
        const kind = message.kind as KnownLink["kind"];
        this.#revoke(kind, by.participant);
        if (answer.type !== "made" || answer.kind === "code") return;
        const [address = "", invitation] = answer.link.split("#");
        this.#links.push({ address, invitation, kind, of: by.participant, notFor: new Set(), isLive: true });
        return;
      }
      default:
        throw new Error(`not in the sequences: ${message.type}`);
    }
  }

  #give(person: Somebody, role: Role): void {
    if (RANK[role] < RANK[person.given]) {
      for (const link of this.#links) link.notFor.add(person.participant);
      this.#revoke("owner", person.participant);
    }
    person.given = role;
  }

  #revoke(kind: KnownLink["kind"], of: number): void {
    for (const link of this.#links) if (link.kind === kind && (kind !== "owner" || link.of === of)) link.isLive = false;
  }

  /** The room says which links there still are. */
  #mayBeGone(): void {
    const kept = this.live.handle.kept() as { settings: { plain: Given }; links: { kind: string; owner?: number }[] };
    for (const link of this.#links)
      link.isLive &&= kept.links.some(
        ({ kind, owner }) => kind === link.kind && (kind !== "owner" || owner === link.of),
      );
    this.#plain = kept.settings.plain;
  }

  async check(): Promise<void> {
    await settle();
    const { room, handle, directory, log } = this.live;
    const { participants } = room.accepted;
    expect(participants.some(({ role, removed }) => role === "owner" && !removed)).toBe(true);
    for (const { participant, given, isRemoved } of this.people) {
      const person = participants.find((one) => one.participant === participant)!;
      expect([participant, person.role, person.removed ?? false]).toEqual([participant, given, isRemoved]);
    }
    const isClosed = (handle.kept() as { settings?: { closed: boolean } } | undefined)?.settings?.closed ?? false;
    for (const { participant } of handle.clients()) {
      const { role, removed } = participants.find((one) => one.participant === participant)!;
      expect(removed ?? false).toBe(false);
      if (isClosed) expect(role).toBe("owner");
    }
    expect(await directory.read(FEATURE_ROOM)).toEqual(room.accepted);
    expect(log.errors).toEqual([]);
  }
}

const refusal = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error;
  throw error;
};

describe("random sequences", () => {
  it("[L18] leave an owner, nobody removed inside, everybody with what was given to them, and a log that reads the same", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60, size: "max" }), async (steps) => {
        const world = new World();
        await world.begin();
        for (const one of steps) {
          await world.take(one);
          await world.check();
        }
      }),
      { numRuns: 80 },
    );
  });
});
