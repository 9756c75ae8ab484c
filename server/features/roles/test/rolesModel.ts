// What roles promise, as a small model: who was given what, who was told what, and what lets whom in as what. Pure: knows no room.
import type { Role } from "../../../protocol/events.ts";

const RANK = { none: 0, viewer: 1, editor: 2, owner: 3 } as const;
type Given = keyof typeof RANK;
const GIVES = { edit: "editor", code: "editor", view: "viewer", owner: "owner" } as const;
const isMore = (one: Given, other: Given): boolean => RANK[one] > RANK[other];
const UNDO_MS = 20_000;
const CODE_MS = 12 * 3_600_000;

type Kind = keyof typeof GIVES;

/** What somebody comes by: the room's id, or a link that was made, which gives something as long as it was not made anew or revoked. */
export interface Way {
  readonly kind: "plain" | Kind;
  readonly address: string;
  readonly invitation?: string;
  /** who made it */
  readonly of: number;
  readonly expires: number;
  /** whom an owner has given less since */
  readonly notFor: Set<number>;
  isLive: boolean;
}

interface Connection {
  readonly way: Way;
  leave(): void;
}

/** Somebody whom the room knows, by the order in which they came. */
export interface Somebody {
  readonly participant: number;
  readonly key: string;
  given: Role;
  isRemoved: boolean;
  connections: Connection[];
  /** all that they were ever told */
  readonly knows: Set<Way>;
  /** the password that they have typed last */
  password: string | undefined;
}

/** What was taken from somebody. */
export interface Taken {
  readonly from: Somebody;
  readonly before: Role;
  readonly after: Role;
  readonly isRemoval: boolean;
  closed: readonly Way[];
  readonly plain: { readonly before: Given; readonly after: Given } | undefined;
  /** nothing is left by which others come to edit: there is to be another link */
  readonly isFresh: boolean;
}

/** What was taken and can be given back. */
interface Undoable extends Taken {
  readonly undo: number;
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
  | { do: "link"; by: number; kind: Kind; on: boolean }
  | { do: "person"; by: number; who: number; role: Role; links: boolean }
  | { do: "remove"; by: number; who: number; links: boolean }
  | { do: "everyone"; by: number; role: "editor" | "viewer"; links: boolean }
  | { do: "handOver"; by: number; who: number }
  | { do: "undo"; by: number; which: number }
  | { do: "settings"; by: number; plain: "editor" | "viewer" | "none"; locked: boolean; closed: boolean }
  | { do: "password"; by: number; password: string | null }
  | { do: "later"; ms: number }
  | { do: "restart" };
export type Asked = Extract<Step, { by: number }>;

/** The role in which somebody is let in, or the code with which they are not. */
type Expected = { readonly role: Role } | { readonly code: string };

export class RolesModel {
  readonly people: Somebody[] = [];
  readonly ways: Way[];
  readonly #plainWay: Way;
  readonly #now: () => number;
  #plain: Given = "editor";
  #locked = false;
  #closed = false;
  #password: string | null = null;
  #undoable: Undoable[] = [];

  /** `address`: the room's id. `now`: ms since 1970. */
  constructor(address: string, now: () => number) {
    this.#plainWay = { kind: "plain", address, of: 0, expires: Infinity, notFor: new Set(), isLive: true };
    this.ways = [this.#plainWay];
    this.#now = now;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** undefined: there is none */
  get password(): string | undefined {
    return this.#password ?? undefined;
  }

  somebody(which: number): Somebody {
    return this.people[which % this.people.length]!;
  }

  // ---- coming

  #isOpen = (way: Way): boolean => way.isLive && this.#now() < way.expires;

  /** What a way gives to a newcomer; a secret that is none any more gives what the room's id gives. */
  #gives(way: Way): Given {
    if (way.kind !== "plain" && this.#isOpen(way)) return GIVES[way.kind];
    return way.kind === "view" ? "none" : this.#plain;
  }

  /** What becomes of a newcomer. */
  expected(way: Way, password: string | undefined): Expected {
    if (way.kind === "view" && !way.isLive) return { code: "room_not_found" };
    const role = this.#gives(way);
    if (role === "owner") return { role };
    if (this.#closed) return { code: "room_closed" };
    if (role === "none") return { code: "not_admitted" };
    if (this.#locked) return { code: "room_locked" };
    if (this.#password === null || this.#password === password) return { role };
    return { code: password === undefined ? "password_needed" : "wrong_password" };
  }

  /** What becomes of somebody whom the room knows. */
  expectedAgain({ participant, given, isRemoved }: Somebody, way: Way): Expected {
    if (isRemoved) return { code: "removed" };
    if (way.kind === "view" && !way.isLive) return { code: "room_not_found" };
    const gives = way.kind !== "plain" && this.#isOpen(way) && !way.notFor.has(participant) ? GIVES[way.kind] : "none";
    if (this.#closed && given !== "owner" && gives !== "owner") return { code: "room_closed" };
    return { role: isMore(gives, given) ? (gives as Role) : given };
  }

  /** The room's id stands in every link but the one for viewing. */
  #toldBy(way: Way): readonly Way[] {
    return way.kind === "view" ? [way] : [way, this.#plainWay];
  }

  /** A newcomer is in. */
  isNew(person: Pick<Somebody, "participant" | "key" | "given" | "password">, way: Way, leave: () => void): void {
    const knows = new Set(this.#toldBy(way));
    this.people.push({ ...person, isRemoved: false, connections: [{ way, leave }], knows });
  }

  /** Somebody comes again by a way, and knows it from then on: also what is closed, which may be open again. */
  comesBy(person: Somebody, way: Way): void {
    if (!person.isRemoved) for (const told of this.#toldBy(way)) person.knows.add(told);
  }

  /** What the page of their role shows to everybody. */
  showRoles(): void {
    for (const { participant, given, knows } of this.people.filter(({ isRemoved }) => !isRemoved))
      for (const way of this.ways)
        if (way.isLive && given !== "viewer" && isShown(way, participant, given)) knows.add(way);
  }

  /** Nobody is in, and what was taken stays so. */
  restarts(): void {
    for (const person of this.people) person.connections = [];
    this.#undoable = [];
  }

  // ---- asking

  undoableBy(which: number): Undoable | undefined {
    return this.#undoable.at(-1 - (which % Math.max(1, this.#undoable.length)));
  }

  /** The codes with which this may be refused. */
  mayRefuse(by: Somebody, step: Asked, who: Somebody | undefined): readonly string[] {
    if (by.given !== "owner") return ["not_owner"];
    const isOpening = (step.do === "settings" && !step.closed) || step.do === "password";
    if (this.#closed && !(isOpening && step.do === "settings")) return ["read_only"];
    if (who?.isRemoved) return ["unknown_person"];
    const owners = this.people.filter(({ given, isRemoved }) => given === "owner" && !isRemoved);
    if ((step.do === "remove" || step.do === "person") && owners.length === 1 && owners[0] === who)
      return ["last_owner"];
    return step.do === "undo" && !this.#canUndo(this.undoableBy(step.which)) ? ["outdated"] : [];
  }

  #canUndo(taken: Undoable | undefined): boolean {
    if (!taken || this.#now() >= taken.until) return false;
    return taken.from.given === taken.after && taken.from.isRemoved === taken.isRemoval;
  }

  /** Whom a step gives less, and what is left to them. */
  meant(by: Somebody, step: Asked, who: Somebody | undefined): { people: Somebody[]; left: Given } | undefined {
    switch (step.do) {
      case "remove":
        return { people: [who!], left: "none" };
      case "person":
        return isMore(who!.given, step.role) ? { people: [who!], left: step.role } : undefined;
      case "handOver":
        return who === by ? undefined : { people: [by], left: "editor" };
      case "everyone": {
        const isMeant = ({ given, isRemoved }: Somebody) => !isRemoved && given !== "owner" && isMore(given, step.role);
        return { people: this.people.filter(isMeant), left: step.role };
      }
      default:
        return undefined;
    }
  }

  /** What one of them was told and what gives a newcomer more than is left to them. */
  closing(people: readonly Somebody[], left: Given): Way[] {
    return this.ways.filter(
      (way) => this.#isOpen(way) && isMore(this.#gives(way), left) && people.some(({ knows }) => knows.has(way)),
    );
  }

  /** The viewers but these who are in by a viewing address that leads to the room. */
  viewersByView(but: readonly Somebody[]): Somebody[] {
    return this.people.filter(
      (person) =>
        !but.includes(person) &&
        person.given === "viewer" &&
        person.connections.some(({ way }) => way.kind === "view" && way.isLive),
    );
  }

  // ---- what was granted

  /** A step was granted. What it has taken from somebody, where that can be given back to one person. */
  grant(by: Somebody, step: Asked, who: Somebody | undefined): Taken | undefined {
    switch (step.do) {
      case "settings":
        [this.#plain, this.#locked, this.#closed] = [step.plain, step.locked, step.closed];
        if (this.#closed) for (const person of this.people) if (person.given !== "owner") person.connections = [];
        return undefined;
      case "password":
        this.#password = step.password;
        by.password = step.password ?? by.password;
        return undefined;
      case "link":
        this.#end(this.#waysInPlaceOf(step.kind, by.participant));
        return undefined;
      case "undo":
        this.#giveBack(this.undoableBy(step.which)!);
        return undefined;
      case "person":
        if (isMore(who!.given, step.role)) return this.#take(who!, step);
        who!.given = step.role;
        return undefined;
      case "remove":
        return this.#take(who!, step);
      case "handOver": {
        if (who === by) return undefined;
        const closing = this.closing([by], "editor");
        who!.given = "owner";
        this.#lower(by, "editor");
        this.#close(closing, "editor");
        return undefined;
      }
      case "everyone": {
        const { people, left } = this.meant(by, step, who)!;
        const closing = this.closing(people, left).filter(({ kind }) => step.links || kind === "owner");
        for (const person of people) this.#lower(person, step.role);
        for (const person of this.people) if (person.given !== "owner" && !person.isRemoved) person.given = step.role;
        if (this.#plain !== "none") this.#plain = step.role;
        this.#close(closing, left);
        return undefined;
      }
    }
  }

  #waysInPlaceOf(kind: Way["kind"], of: number): Way[] {
    return this.ways.filter((way) => way.isLive && way.kind === kind && (kind !== "owner" || way.of === of));
  }

  /** A link was made. */
  addLink(kind: Kind, by: Somebody, place: Pick<Way, "address" | "invitation">): Way {
    const expires = kind === "code" ? this.#now() + CODE_MS : Infinity;
    const way: Way = { kind, ...place, of: by.participant, expires, notFor: new Set(), isLive: true };
    this.ways.push(way);
    return way;
  }

  /** What was taken can be given back for a while, by this number; `fresh`: the link that was made in the place of what closed. */
  addUndo(undo: number, taken: Taken, fresh: Way | undefined): void {
    this.#undoable.push({ ...taken, undo, fresh, until: this.#now() + UNDO_MS });
  }

  #lower(person: Somebody, role: Role): void {
    for (const way of this.ways) if (way.isLive) way.notFor.add(person.participant);
    person.given = role;
  }

  #take(from: Somebody, step: Extract<Step, { do: "person" | "remove" }>): Taken {
    const isRemoval = step.do === "remove";
    const before = from.given;
    const after = isRemoval ? "viewer" : step.role;
    const left: Given = isRemoval ? "none" : step.role;
    const closed = this.closing([from], left).filter(({ kind }) => step.links || kind === "owner");
    const isEditing = closed.some((way) => this.#gives(way) === "editor");
    const plain = closed.includes(this.#plainWay) ? { before: this.#plain, after: left } : undefined;
    from.given = after;
    if (isRemoval) [from.isRemoved, from.connections] = [true, []];
    this.#close(closed, left);
    // what has closed is not among the links that give them nothing: open again, it gives them what it gave
    if (!isRemoval) this.#lower(from, after);
    const isFresh = isEditing && this.#waysInPlaceOf("edit", 0).length === 0;
    return { from, before, after, isRemoval, closed, plain, isFresh };
  }

  /** What was closed before stays closed. */
  #close(ways: readonly Way[], left: Given): void {
    for (const taken of this.#undoable) taken.closed = [];
    if (ways.includes(this.#plainWay)) this.#plain = left;
    this.#end(ways.filter((way) => way !== this.#plainWay));
  }

  /** Links that stop; of all people viewers who are in by one are out. */
  #end(ways: readonly Way[]): void {
    for (const way of ways) way.isLive = false;
    for (const person of this.people)
      if (person.given === "viewer")
        person.connections = person.connections.filter(({ way }) => way.kind !== "view" || !ways.includes(way));
  }

  #giveBack(taken: Undoable): void {
    const { from, before, closed, plain, fresh } = taken;
    this.#undoable = this.#undoable.filter((one) => one !== taken);
    [from.given, from.isRemoved] = [before, false];
    if (closed.length === 0) return;
    const isFreshThere = fresh === undefined || fresh.isLive;
    if (fresh) fresh.isLive = false;
    for (const way of closed)
      if (way.kind !== "plain" && this.#waysInPlaceOf(way.kind, way.of).length === 0)
        way.isLive = way.kind !== "edit" || isFreshThere;
    if (plain && this.#plain === plain.after) this.#plain = plain.before;
  }
}

/** To an editor, or an owner. */
const isShown = ({ kind, of }: Way, participant: number, given: Role): boolean =>
  kind === "owner" ? of === participant : given === "owner" || kind === "plain" || kind === "view";
