// A live room with roles, in which people do one step after the other, held against a small model of it. Knows the feature by its messages.
import { expect } from "@jest/globals";
import roles from "../index.ts";
import type { LinkMade, Revokes, RolesMessage, RolesState, ServerRolesMessage } from "../messages.ts";
import { drawnFromCode } from "../joinCode.ts";
import { readRoom } from "../../../rooms/log/reading.ts";
import { Refusal } from "../../../protocol/errors.ts";
import type { Hello } from "../../../protocol/clientMessages.ts";
import { MemoryDisk } from "../../../store/memory/memoryStore.ts";
import { FEATURE_ROOM, roomWithFeature } from "../../../test/featureRoom.ts";
import { settle } from "../../../test/fuzz/simNetwork.ts";
import { type Asked, RolesModel, type Somebody, type Step, type Taken, type Way } from "./rolesModel.ts";

type Live = Awaited<ReturnType<typeof roomWithFeature>>;
type Entered = Awaited<ReturnType<Live["enter"]>>;

const refusal = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error;
  throw error;
};

export class World {
  readonly #disk = new MemoryDisk();
  readonly #model = new RolesModel(FEATURE_ROOM, () => this.#live.clock.now());
  #live!: Live;

  async begin(): Promise<void> {
    await this.#open();
    const { key } = this.#live;
    const entered = await this.#live.enter({ key });
    const owner = { participant: 1, key, given: "owner", password: undefined } as const;
    this.#model.isNew(owner, this.#model.ways[0]!, this.#leaving(entered));
  }

  async #open(): Promise<void> {
    // how much somebody may ask for is another's affair
    this.#live = await roomWithFeature((room) => roles.open!(room), this.#disk, Infinity, { messagesPerSecond: 0 });
  }

  async take(step: Step): Promise<void> {
    const { ways, password } = this.#model;
    switch (step.do) {
      case "come":
        await this.#comeAsNew(ways.at(-1 - (step.way % ways.length))!, password);
        break;
      case "again": {
        const person = this.#model.somebody(step.who);
        await this.#comeAsNew([...person.knows].at(-1 - (step.way % person.knows.size))!, person.password);
        break;
      }
      case "return":
        await this.#return(this.#model.somebody(step.who), ways.at(-1 - (step.way % ways.length))!);
        break;
      case "leave":
        for (const connection of this.#model.somebody(step.who).connections.splice(0)) connection.leave();
        break;
      case "later":
        this.#live.clock.advance(step.ms);
        break;
      case "restart":
        this.#live.room.close("server_draining");
        this.#model.restarts();
        await this.#open();
        break;
      default:
        await this.#ask(step);
    }
    this.#model.showRoles();
    await settle();
  }

  // ---- coming

  #enter({ address, invitation }: Way, more: Partial<Hello>): Promise<Entered | Refusal> {
    return this.#live.enter({ ...(invitation !== undefined && { invitation }), ...more }, address).catch(refusal);
  }

  #leaving({ outlet, client }: Entered): () => void {
    return () => {
      outlet.end("room_reset");
      this.#live.room.leave(client);
    };
  }

  async #comeAsNew(way: Way, password: string | undefined): Promise<void> {
    const { kind } = way;
    const expected = this.#model.expected(way, password);
    const entered = await this.#enter(way, password === undefined ? {} : { password });
    if (entered instanceof Refusal) {
      // after many wrong ones
      const code = entered.code === "rate_limited" ? "wrong_password" : entered.code;
      return expect({ kind, code }).toEqual({ kind, ...expected });
    }
    const { participant, key, role } = entered.outlet.of("welcome")[0]!.you;
    expect({ kind, role }).toEqual({ kind, ...expected });
    this.#model.isNew({ participant, key: key!, given: role, password }, way, this.#leaving(entered));
    return undefined;
  }

  async #return(person: Somebody, way: Way): Promise<void> {
    const expected = this.#model.expectedAgain(person, way);
    const entered = await this.#enter(way, { key: person.key });
    this.#model.comesBy(person, way);
    if (entered instanceof Refusal) return expect({ code: entered.code }).toEqual(expected);
    const { role } = entered.outlet.of("welcome")[0]!.you;
    expect({ role }).toEqual(expected);
    person.given = role;
    person.connections.push({ way, leave: this.#leaving(entered) });
    return undefined;
  }

  /** Whoever was removed, or has less than before, comes as somebody new by all that they know. */
  async comeAgain(): Promise<void> {
    // who comes so is one more of them
    const people = this.#model.people.slice();
    for (const { knows, password } of people) for (const way of knows) await this.#comeAsNew(way, password);
  }

  // ---- asking

  async #ask(step: Asked): Promise<void> {
    const by = this.#model.somebody(step.by);
    if (by.isRemoved) return;
    const who = "who" in step ? this.#model.somebody(step.who) : undefined;
    const shown = await this.#shownFor(by, step, who);
    const answer = await this.#request(by, this.#message(step, who, shown));
    await settle();
    if (answer instanceof Refusal) return expect(this.#model.mayRefuse(by, step, who)).toContain(answer.code);
    expect(by.given).toBe("owner");
    const taken = this.#model.grant(by, step, who);
    if (answer.type === "made") this.#model.addLink(answer.kind, by, await this.#placeOf(answer));
    if (taken) this.#expectUndo(by, taken, answer as RolesState);
    return undefined;
  }

  #request(by: Somebody, message: RolesMessage): Promise<ServerRolesMessage | Refusal> {
    const asker = this.#live.room.people.person(by.participant);
    return (this.#live.room.request(asker, "tested", message) as Promise<ServerRolesMessage>).catch(refusal);
  }

  #message(step: Asked, who: Somebody | undefined, shown: { shown?: string }): RolesMessage {
    const participant = who?.participant ?? 0;
    switch (step.do) {
      case "link":
        return { type: "link", kind: step.kind, on: step.on };
      case "person":
        return { type: "person", participant, role: step.role, links: step.links, ...shown };
      case "remove":
        return { type: "remove", participant, links: step.links, ...shown };
      case "everyone":
        return { type: "everyone", role: step.role, links: step.links, ...shown };
      case "handOver":
        return { type: "handOver", participant, ...shown };
      case "undo":
        return { type: "undo", undo: this.#model.undoableBy(step.which)?.undo ?? 999 };
      case "settings":
        return { type: "settings", plain: step.plain, locked: step.locked, closed: step.closed };
      case "password":
        return { type: "settings", password: step.password };
    }
  }

  /** What the owner is told beforehand is what the model expects to close. */
  async #shownFor(by: Somebody, step: Asked, who: Somebody | undefined): Promise<{ shown?: string }> {
    const meant = this.#model.meant(by, step, who);
    if (!meant || by.given !== "owner" || this.#model.isClosed || who?.isRemoved) return {};
    const { people, left } = meant;
    const answer = await this.#request(by, {
      type: "revokes",
      ...(step.do !== "everyone" && { participant: people[0]!.participant }),
      ...((left === "viewer" || left === "editor") && { role: left }),
    });
    const { ways, shown } = answer as Revokes;
    const expected = this.#model.closing(people, left).map(({ kind, of }) => (kind === "owner" ? `owner ${of}` : kind));
    expect(ways.map(({ kind, owner }) => (kind === "owner" ? `owner ${owner}` : kind)).sort()).toEqual(expected.sort());
    for (const { kind, out } of ways) if (kind === "view") expect(out).toBe(this.#model.viewersByView(people).length);
    return { shown };
  }

  async #placeOf(made: LinkMade): Promise<Pick<Way, "address" | "invitation">> {
    if (made.kind !== "code") return placeIn(made.link);
    const { address, invitation } = await drawnFromCode(made.code);
    const lead = await this.#live.store.roomAt(address, this.#live.clock.now());
    return { address: lead!.leadsTo!, invitation };
  }

  /** Whoever has taken something is offered to give it back, with a link again by which others edit where there is none. */
  #expectUndo(by: Somebody, taken: Taken, { undo }: RolesState): void {
    const { from, closed, isFresh } = taken;
    // who has taken it from themselves is told nothing more
    if (by === from) return expect(undo).toBeUndefined();
    expect(undo).toMatchObject({ participant: from.participant, closed: closed.length > 0 });
    expect(undo?.link === undefined).toBe(!isFresh);
    const fresh = isFresh ? this.#model.addLink("edit", by, placeIn(undo!.link!)) : undefined;
    return this.#model.addUndo(undo!.undo, taken, fresh);
  }

  // ---- the model and the room

  async check(): Promise<void> {
    const { room, handle, store, log } = this.#live;
    const { participants } = room.log.accepted;
    expect(participants.some(({ role, removed }) => role === "owner" && !removed)).toBe(true);
    for (const { participant, given, isRemoved } of this.#model.people) {
      const person = participants.find((one) => one.participant === participant)!;
      expect([participant, person.role, person.removed ?? false]).toEqual([participant, given, isRemoved]);
    }
    const tabs = (participants: readonly number[]): number[] => participants.toSorted((one, other) => one - other);
    const here = this.#model.people.flatMap(({ participant, connections }) => connections.map(() => participant));
    expect(tabs(handle.clients.map(({ participant }) => participant))).toEqual(tabs(here));
    expect(await readRoom(store, FEATURE_ROOM)).toEqual(room.log.accepted);
    expect(log.errors).toEqual([]);
  }
}

/** Where a link leads, and what it brings. */
function placeIn(link: string): Pick<Way, "address" | "invitation"> {
  const [address = "", invitation] = link.split("#");
  return { address, ...(invitation !== undefined && { invitation }) };
}
