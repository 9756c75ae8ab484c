// A live room with roles beside a small model of it: who was given what, who was told what, and what lets whom in. Knows the feature by its messages.
import { expect } from "@jest/globals";
import roles from "../index.ts";
import type { Revokes, RolesMessage, RolesState, ServerRolesMessage } from "../messages.ts";
import { drawnFromCode } from "../joinCode.ts";
import { readRoom } from "../../../rooms/log/reading.ts";
import { Refusal } from "../../../protocol/errors.ts";
import type { Role } from "../../../protocol/events.ts";
import type { Hello } from "../../../protocol/clientMessages.ts";
import { MemoryDisk } from "../../../store/memory/memoryStore.ts";
import { FEATURE_ROOM, roomWithFeature } from "../../../test/featureRoom.ts";
import { settle } from "../../../test/fuzz/simNetwork.ts";

type Live = Awaited<ReturnType<typeof roomWithFeature>>;
type Entered = Awaited<ReturnType<Live["enter"]>>;

const RANK = { none: 0, viewer: 1, editor: 2, owner: 3 } as const;
type Given = keyof typeof RANK;
const GIVES = { edit: "editor", code: "editor", view: "viewer", owner: "owner" } as const;
const isMore = (one: Given, other: Given): boolean => RANK[one] > RANK[other];
const UNDO_MS = 20_000;
const CODE_MS = 12 * 3_600_000;

/** What somebody comes by: the room's id, or a link that was made, which gives something as long as it was not made anew or revoked. */
interface Way {
  readonly kind: "plain" | keyof typeof GIVES;
  readonly address: string;
  readonly invitation?: string;
  /** who made it */
  readonly of: number;
  readonly expires: number;
  /** whom an owner has given less since */
  readonly notFor: Set<number>;
  isLive: boolean;
}

/** Somebody whom the room knows, by the order in which they came. */
interface Somebody {
  readonly participant: number;
  readonly key: string;
  given: Role;
  isRemoved: boolean;
  connections: { readonly entered: Entered; readonly way: Way }[];
  /** all that they were ever told */
  readonly knows: Set<Way>;
  /** the password that they have typed last */
  password: string | undefined;
}

/** What was taken from somebody and can be given back. */
interface Taken {
  readonly undo: number;
  readonly from: Somebody;
  readonly before: Role;
  readonly after: Role;
  readonly isRemoval: boolean;
  closed: readonly Way[];
  readonly plain: { readonly before: Given; readonly after: Given } | undefined;
  readonly fresh: Way | undefined;
  readonly until: number;
}

/** By number whoever or whatever there is, again from the start behind the last. */
export type Step =
  | { do: "come"; way: number }
  /** somebody whom the room knows */
  | { do: "return"; who: number; way: number }
  /** the same person, as somebody new, by something that they know */
  | { do: "again"; who: number; way: number }
  | { do: "leave"; who: number }
  | { do: "link"; by: number; kind: keyof typeof GIVES; on: boolean }
  | { do: "person"; by: number; who: number; role: Role; links: boolean }
  | { do: "remove"; by: number; who: number; links: boolean }
  | { do: "everyone"; by: number; role: "editor" | "viewer"; links: boolean }
  | { do: "handOver"; by: number; who: number }
  | { do: "undo"; by: number; which: number }
  | { do: "settings"; by: number; plain: "editor" | "viewer" | "none"; locked: boolean; closed: boolean }
  | { do: "password"; by: number; password: string | null }
  | { do: "later"; ms: number }
  | { do: "restart" };
type Asked = Extract<Step, { by: number }>;

const refusal = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error;
  throw error;
};

export class World {
  readonly #disk = new MemoryDisk();
  readonly #plainWay: Way = {
    kind: "plain",
    address: FEATURE_ROOM,
    of: 0,
    expires: Infinity,
    notFor: new Set(),
    isLive: true,
  };
  readonly #people: Somebody[] = [];
  readonly #ways: Way[] = [this.#plainWay];
  #plain: Given = "editor";
  #locked = false;
  #closed = false;
  #password: string | null = null;
  #taken: Taken[] = [];
  #live!: Live;

  async begin(): Promise<void> {
    // how much somebody may ask for is another's affair
    this.#live = await roomWithFeature((room) => roles.open!(room), this.#disk, Infinity, { messagesPerSecond: 0 });
    if (this.#people.length > 0) return;
    const entered = await this.#live.enter({ key: this.#live.key });
    this.#people.push({
      participant: 1,
      key: this.#live.key,
      given: "owner",
      isRemoved: false,
      connections: [{ entered, way: this.#plainWay }],
      knows: new Set([this.#plainWay]),
      password: undefined,
    });
  }

  get #now(): number {
    return this.#live.clock.now();
  }

  #somebody(which: number): Somebody {
    return this.#people[which % this.#people.length]!;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "come":
        await this.#comeAsNew(this.#ways.at(-1 - (step.way % this.#ways.length))!, this.#password ?? undefined);
        break;
      case "again": {
        const { knows, password } = this.#somebody(step.who);
        await this.#comeAsNew([...knows].at(-1 - (step.way % knows.size))!, password);
        break;
      }
      case "return":
        await this.#return(this.#somebody(step.who), this.#ways.at(-1 - (step.way % this.#ways.length))!);
        break;
      case "leave":
        for (const { entered } of this.#somebody(step.who).connections.splice(0)) {
          entered.outlet.end("room_reset");
          this.#live.room.leave(entered.client);
        }
        break;
      case "later":
        this.#live.clock.advance(step.ms);
        break;
      case "restart":
        this.#live.room.close("server_draining");
        for (const person of this.#people) person.connections = [];
        this.#taken = [];
        await this.begin();
        break;
      default:
        await this.#ask(step);
    }
    for (const person of this.#people) if (!person.isRemoved) this.#showRole(person);
    await settle();
  }

  /** What the page of their role shows them. */
  #showRole({ participant, given, knows }: Somebody): void {
    if (given === "viewer") return;
    for (const way of this.#ways)
      if (
        way.isLive &&
        (way.kind === "owner" ? way.of === participant : given === "owner" || /plain|view/.test(way.kind))
      )
        knows.add(way);
  }

  // ---- coming

  #isOpen = (way: Way): boolean => way.isLive && this.#now < way.expires;

  /** What a way gives to a newcomer; a secret that is none any more gives what the room's id gives. */
  #gives(way: Way): Given {
    if (way.kind !== "plain" && this.#isOpen(way)) return GIVES[way.kind];
    return way.kind === "view" ? "none" : this.#plain;
  }

  /** The role in which a newcomer is let in, or the code with which they are not. */
  #expected(way: Way, password: string | undefined): { role: Role } | { code: string } {
    if (way.kind === "view" && !way.isLive) return { code: "room_not_found" };
    const role = this.#gives(way);
    if (role === "owner") return { role };
    if (this.#closed) return { code: "room_closed" };
    if (role === "none") return { code: "not_admitted" };
    if (this.#locked) return { code: "room_locked" };
    if (this.#password === null || this.#password === password) return { role };
    return { code: password === undefined ? "password_needed" : "wrong_password" };
  }

  #hello({ invitation }: Way, more: Partial<Hello>): Partial<Hello> {
    return { ...(invitation !== undefined && { invitation }), ...more };
  }

  /** The room's id stands in every link but the one for viewing. */
  #toldBy(way: Way): readonly Way[] {
    return way.kind === "view" ? [way] : [way, this.#plainWay];
  }

  async #comeAsNew(way: Way, password: string | undefined): Promise<void> {
    const expected = this.#expected(way, password);
    const hello = this.#hello(way, password === undefined ? {} : { password });
    const entered = await this.#live.enter(hello, way.address).catch(refusal);
    if (entered instanceof Refusal) {
      // after many wrong ones
      const code = entered.code === "rate_limited" ? "wrong_password" : entered.code;
      return expect({ kind: way.kind, code }).toEqual({ kind: way.kind, ...expected });
    }
    const { participant, key, role } = entered.outlet.of("welcome")[0]!.you;
    expect({ kind: way.kind, role }).toEqual({ kind: way.kind, ...expected });
    this.#people.push({
      participant,
      key: key!,
      given: role,
      isRemoved: false,
      connections: [{ entered, way }],
      knows: new Set(this.#toldBy(way)),
      password,
    });
    return undefined;
  }

  async #return(person: Somebody, way: Way): Promise<void> {
    const { participant, key, given, isRemoved } = person;
    const entered = await this.#live.enter(this.#hello(way, { key }), way.address).catch(refusal);
    const gives = way.kind !== "plain" && this.#isOpen(way) && !way.notFor.has(participant) ? GIVES[way.kind] : "none";
    const isDead = way.kind === "view" && !way.isLive;
    const code = isRemoved ? "removed" : isDead ? "room_not_found" : "room_closed";
    const isOut = this.#closed && given !== "owner" && gives !== "owner";
    // also what is closed: it may be open again
    if (!isRemoved) for (const told of this.#toldBy(way)) person.knows.add(told);
    if (entered instanceof Refusal) return expect(entered.code).toBe(isRemoved || isDead || isOut ? code : "in");
    expect(isRemoved || isDead || isOut).toBe(false);
    if (isMore(gives, given)) person.given = gives as Role;
    person.connections.push({ entered, way });
    return undefined;
  }

  /** Whoever was removed, or has less than before, comes as somebody new by all that they know. */
  async comeAgain(): Promise<void> {
    // who comes so is one more of them
    const people = this.#people.slice();
    for (const { knows, password } of people) for (const way of knows) await this.#comeAsNew(way, password);
  }

  // ---- asking

  async #ask(step: Asked): Promise<void> {
    const by = this.#somebody(step.by);
    if (by.isRemoved) return;
    const who = "who" in step ? this.#somebody(step.who) : undefined;
    const shown = await this.#shownFor(by, step, who);
    const message = this.#message(step, who, shown);
    const answer = await this.#request(by, message);
    await settle();
    if (answer instanceof Refusal) return expect(this.#mayRefuse(by, step, who)).toContain(answer.code);
    expect(by.given).toBe("owner");
    await this.#note(by, step, who, answer);
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
        return { type: "undo", undo: this.#takenBy(step.which)?.undo ?? 999 };
      case "settings":
        return { type: "settings", plain: step.plain, locked: step.locked, closed: step.closed };
      case "password":
        return { type: "settings", password: step.password };
    }
  }

  #takenBy(which: number): Taken | undefined {
    return this.#taken.at(-1 - (which % Math.max(1, this.#taken.length)));
  }

  /** The codes with which this may be refused. */
  #mayRefuse(by: Somebody, step: Asked, who: Somebody | undefined): readonly string[] {
    if (by.given !== "owner") return ["not_owner"];
    const isOpening = (step.do === "settings" && !step.closed) || step.do === "password";
    if (this.#closed && !(isOpening && step.do === "settings")) return ["read_only"];
    if (who?.isRemoved) return ["unknown_person"];
    const owners = this.#people.filter(({ given, isRemoved }) => given === "owner" && !isRemoved);
    if ((step.do === "remove" || step.do === "person") && owners.length === 1 && owners[0] === who)
      return ["last_owner"];
    return step.do === "undo" && !this.#canUndo(this.#takenBy(step.which)) ? ["outdated"] : [];
  }

  /** What the owner is told beforehand is what the model expects to close. */
  async #shownFor(by: Somebody, step: Asked, who: Somebody | undefined): Promise<{ shown?: string }> {
    const meant = this.#meant(by, step, who);
    if (!meant || by.given !== "owner" || this.#closed || who?.isRemoved) return {};
    const { people, left } = meant;
    const answer = await this.#request(by, {
      type: "revokes",
      ...(step.do !== "everyone" && { participant: people[0]!.participant }),
      ...((left === "viewer" || left === "editor") && { role: left }),
    });
    const { ways, shown } = answer as Revokes;
    const expected = this.#closing(people, left).map(({ kind, of }) => (kind === "owner" ? `owner ${of}` : kind));
    expect(ways.map(({ kind, owner }) => (kind === "owner" ? `owner ${owner}` : kind)).sort()).toEqual(expected.sort());
    for (const { kind, out } of ways) if (kind === "view") expect(out).toBe(this.#viewersByView(people).length);
    return { shown };
  }

  /** Whom a step gives less, and what is left to them. */
  #meant(by: Somebody, step: Asked, who: Somebody | undefined): { people: Somebody[]; left: Given } | undefined {
    switch (step.do) {
      case "remove":
        return { people: [who!], left: "none" };
      case "person":
        return isMore(who!.given, step.role) ? { people: [who!], left: step.role } : undefined;
      case "handOver":
        return who === by ? undefined : { people: [by], left: "editor" };
      case "everyone": {
        const isMeant = ({ given, isRemoved }: Somebody) => !isRemoved && given !== "owner" && isMore(given, step.role);
        return { people: this.#people.filter(isMeant), left: step.role };
      }
      default:
        return undefined;
    }
  }

  /** What one of them was told and what gives a newcomer more than is left to them. */
  #closing(people: readonly Somebody[], left: Given): Way[] {
    return this.#ways.filter(
      (way) => this.#isOpen(way) && isMore(this.#gives(way), left) && people.some(({ knows }) => knows.has(way)),
    );
  }

  #viewersByView(but: readonly Somebody[]): Somebody[] {
    return this.#people.filter(
      (person) =>
        !but.includes(person) &&
        person.given === "viewer" &&
        person.connections.some(({ way }) => way.kind === "view" && way.isLive),
    );
  }

  /** What was granted changes what the model expects. */
  async #note(by: Somebody, step: Asked, who: Somebody | undefined, answer: ServerRolesMessage): Promise<void> {
    switch (step.do) {
      case "settings":
        [this.#plain, this.#locked, this.#closed] = [step.plain, step.locked, step.closed];
        if (this.#closed) for (const person of this.#people) if (person.given !== "owner") person.connections = [];
        return;
      case "password":
        this.#password = step.password;
        by.password = step.password ?? by.password;
        return;
      case "link":
        this.#end(this.#waysInPlaceOf(step.kind, by.participant));
        if (answer.type === "made")
          await this.#addLink(step.kind, by, answer.kind === "code" ? { code: answer.code } : answer);
        return;
      case "undo":
        return this.#noteUndo(this.#takenBy(step.which)!);
      case "person":
        if (isMore(who!.given, step.role)) return this.#noteTaken(by, step, who!, answer as RolesState);
        who!.given = step.role;
        return;
      case "remove":
        return this.#noteTaken(by, step, who!, answer as RolesState);
      case "handOver": {
        if (who === by) return;
        const closing = this.#closing([by], "editor");
        who!.given = "owner";
        this.#lower(by, "editor");
        return this.#close(closing, "editor");
      }
      case "everyone": {
        const { people, left } = this.#meant(by, step, who)!;
        const closing = this.#closing(people, left).filter(({ kind }) => step.links || kind === "owner");
        for (const person of people) this.#lower(person, step.role);
        for (const person of this.#people) if (person.given !== "owner" && !person.isRemoved) person.given = step.role;
        if (this.#plain !== "none") this.#plain = step.role;
        return this.#close(closing, left);
      }
    }
  }

  #waysInPlaceOf(kind: Way["kind"], of: number): Way[] {
    return this.#ways.filter((way) => way.isLive && way.kind === kind && (kind !== "owner" || way.of === of));
  }

  async #addLink(kind: keyof typeof GIVES, by: Somebody, made: { code: string } | { link: string }): Promise<Way> {
    const drawn = "code" in made ? await drawnFromCode(made.code) : undefined;
    const lead = drawn && (await this.#live.store.roomAt(drawn.address, this.#now));
    const [address = "", secret] = "link" in made ? made.link.split("#") : [lead?.leadsTo];
    const invitation = drawn?.invitation ?? secret;
    const way: Way = {
      kind,
      address,
      ...(invitation !== undefined && { invitation }),
      of: by.participant,
      expires: kind === "code" ? this.#now + CODE_MS : Infinity,
      notFor: new Set(),
      isLive: true,
    };
    this.#ways.push(way);
    return way;
  }

  #lower(person: Somebody, role: Role): void {
    for (const way of this.#ways) if (way.isLive) way.notFor.add(person.participant);
    person.given = role;
  }

  async #noteTaken(
    by: Somebody,
    step: Extract<Step, { do: "person" | "remove" }>,
    who: Somebody,
    { undo }: RolesState,
  ): Promise<void> {
    const [before, after] = [who.given, step.do === "remove" ? "viewer" : step.role];
    const left: Given = step.do === "remove" ? "none" : step.role;
    const closed = this.#closing([who], left).filter(({ kind }) => step.links || kind === "owner");
    const isEditing = closed.some((way) => this.#gives(way) === "editor");
    const plain = closed.includes(this.#plainWay) ? { before: this.#plain, after: left } : undefined;
    who.given = after;
    if (step.do === "remove") [who.isRemoved, who.connections] = [true, []];
    this.#close(closed, left);
    // what has closed is not among the links that give them nothing: open again, it gives them what it gave
    if (step.do === "person") this.#lower(who, after);
    // who has taken it from themselves is told nothing more
    if (by === who) return expect(undo).toBeUndefined();
    const isFresh = isEditing && this.#waysInPlaceOf("edit", 0).length === 0;
    expect(undo).toMatchObject({ participant: who.participant, closed: closed.length > 0 });
    expect(undo?.link === undefined).toBe(!isFresh);
    const fresh = isFresh ? await this.#addLink("edit", by, { link: undo!.link! }) : undefined;
    const until = this.#now + UNDO_MS;
    this.#taken.push({
      undo: undo!.undo,
      from: who,
      before,
      after,
      isRemoval: step.do === "remove",
      closed,
      plain,
      fresh,
      until,
    });
    return undefined;
  }

  /** What was closed before stays closed. */
  #close(ways: readonly Way[], left: Given): void {
    for (const taken of this.#taken) taken.closed = [];
    if (ways.includes(this.#plainWay)) this.#plain = left;
    this.#end(ways.filter((way) => way !== this.#plainWay));
  }

  /** Links that stop; of all people viewers who are in by one are out. */
  #end(ways: readonly Way[]): void {
    for (const way of ways) way.isLive = false;
    for (const person of this.#people)
      if (person.given === "viewer")
        person.connections = person.connections.filter(({ way }) => way.kind !== "view" || !ways.includes(way));
  }

  #canUndo(taken: Taken | undefined): boolean {
    if (!taken || this.#now >= taken.until) return false;
    return taken.from.given === taken.after && taken.from.isRemoved === taken.isRemoval;
  }

  #noteUndo(taken: Taken): void {
    const { from, before, closed, plain, fresh } = taken;
    this.#taken = this.#taken.filter((one) => one !== taken);
    [from.given, from.isRemoved] = [before, false];
    if (closed.length === 0) return;
    const isFreshThere = fresh === undefined || fresh.isLive;
    if (fresh) fresh.isLive = false;
    for (const way of closed)
      if (way.kind !== "plain" && this.#waysInPlaceOf(way.kind, way.of).length === 0)
        way.isLive = way.kind !== "edit" || isFreshThere;
    if (plain && this.#plain === plain.after) this.#plain = plain.before;
  }

  // ---- the model and the room

  async check(): Promise<void> {
    const { room, handle, store, log } = this.#live;
    const { participants } = room.log.accepted;
    expect(participants.some(({ role, removed }) => role === "owner" && !removed)).toBe(true);
    for (const { participant, given, isRemoved } of this.#people) {
      const person = participants.find((one) => one.participant === participant)!;
      expect([participant, person.role, person.removed ?? false]).toEqual([participant, given, isRemoved]);
    }
    const tabs = (participants: readonly number[]): number[] => participants.toSorted((one, other) => one - other);
    const here = this.#people.flatMap(({ participant, connections }) => connections.map(() => participant));
    expect(tabs(handle.clients.map(({ participant }) => participant))).toEqual(tabs(here));
    expect(await readRoom(store, FEATURE_ROOM)).toEqual(room.log.accepted);
    expect(log.errors).toEqual([]);
  }
}
