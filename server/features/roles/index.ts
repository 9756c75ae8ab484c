// Who may do what in a room, and what closes when something is taken from somebody. Knows no socket; what it decides the room enforces.
import { Allowance } from "../../protocol/allowance.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant, Role } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Coming } from "../../rooms/roomPort.ts";
import type { Feature, HttpReader, RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { Door } from "./door.ts";
import {
  type Brought,
  GIVES,
  isAddressOf,
  isMore,
  isOpen,
  type KeptRoles,
  linkOf,
  readKept,
  type RolesKeeper,
  shownTo,
  wayOf,
} from "./kept.ts";
import { Links } from "./links.ts";
import {
  decodeRolesMessage,
  type RolesMessage,
  type RolesState,
  type Revokes,
  type ServerRolesMessage,
  type UndoOffer,
} from "./messages.ts";
import { joinCodeSite, settings } from "./joinCodeSite.ts";
import { paths } from "./openapi.ts";
import { routes } from "./routes.ts";
import { type KeptPassword, passwords } from "./secrets.ts";
import {
  type Closed,
  closedTold,
  type Closing,
  closingOf,
  knowsPassword,
  nameOf,
  ownersLinksOf,
  shownClosing,
  withClosed,
  withLess,
  withReopened,
  withTold,
} from "./told.ts";

const NAME = "roles";
const DAY_MS = 24 * 3_600_000;
/** Passwords that a room's owners set: each takes some 40 ms of one of the process's threads. */
const PASSWORDS_SET = { perSecond: 1 / 30, atOnce: 10 };
/** For so long what was taken from somebody can be given back. */
const UNDO_MS = 20_000;
/** Of thousands of people so many are given another role in one turn of the event loop, and so many messages told of it. */
const GIVEN_AT_ONCE = 200;
const TOLD_AT_ONCE = 2_000;

/** What was taken from somebody. */
interface Taken {
  readonly before: Participant;
  readonly after: Participant;
  /** absent: it stays closed */
  closed?: Closed | undefined;
}

/** What a message that takes something says of the links. */
interface LinksToo {
  readonly links?: boolean;
  readonly shown?: string;
}

class Roles implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #door: Door;
  readonly #links: Links;
  readonly #taken = new Map<number, Taken>();
  #takings = 0;
  #kept: KeptRoles;
  /** what is durable, and may be shown */
  #shown: KeptRoles;
  #isClosed = false;
  /** those who are still to be given the role that everybody gets */
  #giving: readonly Participant[] = [];
  readonly #passwordsSet: Allowance;

  constructor(room: FeatureRoom) {
    this.#room = room;
    this.#passwordsSet = new Allowance(PASSWORDS_SET.perSecond, PASSWORDS_SET.atOnce, room.now);
    this.#kept = readKept(room.kept(), room.accepted.participants);
    this.#shown = this.#kept;
    const keeper: RolesKeeper = { kept: () => this.#kept, keep: (kept) => this.#keep(kept) };
    this.#door = new Door(room, {
      ...keeper,
      learn: (person, brought) => this.#learn(person, brought),
      waitingChanged: () => this.#tell(({ role }) => role === "owner"),
    });
    this.#links = new Links(room, this.#door, keeper);
    this.#enforce();
  }

  /** Everybody is told once it is durable. Throws Refusal server_read_only while nothing may be written. */
  #keep(kept: KeptRoles): void {
    if (kept === this.#kept) return;
    if (this.#room.isReadOnly) throw new Refusal("server_read_only");
    this.#kept = kept;
    this.#room.keep(kept);
    this.#enforce();
    this.#tellAfter(() => (this.#shown = kept));
  }

  /** Somebody knows what they bring, also where it has closed: it can open again. */
  #learn(person: { readonly number: number; readonly isNew: boolean }, brought: Brought): void {
    this.#keep(withTold(this.#kept, this.#room.details.roomId, person, brought));
    for (const taken of this.#taken.values())
      if (taken.closed) taken.closed = closedTold(taken.closed, person.number, brought);
  }

  /** What the room itself does about the settings. */
  #enforce(): void {
    const { closed, keepDays } = this.#kept.settings;
    this.#room.freeze(closed);
    this.#room.expireWithin(keepDays === 0 ? Infinity : keepDays * DAY_MS);
    if (closed) for (const client of this.#room.clients) this.#dismissFromClosed(client);
  }

  #dismissFromClosed({ participant }: ConnectedClient): void {
    if (this.#kept.settings.closed && this.#person(participant).role !== "owner")
      this.#room.dismiss(participant, "room_closed");
  }

  // ---- hooks

  admit(coming: Coming): Role | Promise<Role> {
    return this.#door.admit(coming);
  }

  joined(client: ConnectedClient): void {
    // it came while the room was being closed
    this.#dismissFromClosed(client);
    this.#tell(({ participant }) => participant === client.participant);
  }

  async message(from: ConnectedClient, data: unknown): Promise<void> {
    const message = decodeRolesMessage(data);
    const answer = await this.#handle(from.participant, message);
    // everybody is told the state anyway
    if (answer.type !== "state" || answer.undo || message.type === "read")
      this.#room.whenDurable(() => this.#room.send(from.client, answer));
  }

  request(from: Participant, data: unknown): Promise<ServerRolesMessage> {
    return this.#handle(from.participant, decodeRolesMessage(data));
  }

  closed(): void {
    this.#isClosed = true;
    this.#links.close();
    this.#door.close();
  }

  // ---- what is asked for

  async #handle(by: number, message: RolesMessage): Promise<ServerRolesMessage> {
    if (message.type === "read") return this.#stateFor(by, this.#kept);
    this.#mustOwn(by, message);
    switch (message.type) {
      case "settings":
        await this.#set(by, message);
        break;
      case "link":
        if (message.on) return this.#links.make(by, message.kind, () => this.#mustOwn(by, message));
        this.#links.revoke(by, message.kind);
        break;
      case "revokes":
        return this.#revokes(by, message);
      case "person":
        return this.#withUndo(by, this.#give(this.#other(message.participant), message.role, message));
      case "everyone":
        this.#giveEveryone(message.role, message);
        break;
      case "handOver":
        this.#handOver(by, message);
        break;
      case "remove":
        return this.#withUndo(by, this.#remove(this.#other(message.participant), message));
      case "undo":
        this.#giveBack(message.undo);
        break;
      case "lobby":
        this.#door.decide(message.waiting, message.admit);
        break;
    }
    return this.#stateFor(by, this.#kept);
  }

  /** Throws Refusal not_owner, and read_only for what a closed room does not take. */
  #mustOwn(by: number, message: RolesMessage): void {
    if (this.#person(by).role !== "owner") throw new Refusal("not_owner");
    if (this.#kept.settings.closed && !(message.type === "settings" && message.closed === false))
      throw new Refusal("read_only");
  }

  async #set(by: number, message: Extract<RolesMessage, { type: "settings" }>): Promise<void> {
    const { type, password, ...settings } = message;
    const hashed = typeof password === "string" ? await this.#hashed(password) : undefined;
    // somebody else may have become owner, or closed the room, meanwhile
    this.#mustOwn(by, { type, ...settings });
    const { password: before, ...others } = this.#kept.settings;
    const set = hashed && { ...hashed, setBy: by, after: this.#room.accepted.participants.length };
    const after = password === undefined ? before : set;
    this.#keep({ ...this.#kept, settings: { ...others, ...settings, ...(after && { password: after }) } });
    this.#door.reconsider();
  }

  /** Throws Refusal rate_limited. */
  #hashed(password: string): Promise<KeptPassword> {
    const wait = this.#passwordsSet.spend(1, this.#room.now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
    return passwords.hashed(password, this.#room.details.roomId);
  }

  // ---- people

  #person(participant: number): Participant {
    const person = this.#room.person(participant);
    if (!person) throw new Error(`invariant: no participant ${participant}`);
    return person;
  }

  /** Throws Refusal unknown_person for whoever is not in the room any more. */
  #other(participant: number): Participant {
    const person = this.#room.person(participant);
    if (!person || person.removed) throw new Refusal("unknown_person");
    return person;
  }

  get #everybody(): readonly Participant[] {
    return this.#room.accepted.participants.filter(({ removed }) => !removed);
  }

  #put(person: Participant): void {
    this.#room.accept({ type: "participant", time: this.#room.now, participant: person });
  }

  /** Throws Refusal last_owner when nobody would own the room. */
  #mustLeaveAnOwner(people: readonly Participant[]): void {
    const left = this.#everybody.filter(
      ({ participant, role }) => role === "owner" && !people.some((one) => one.participant === participant),
    );
    if (left.length === 0) throw new Refusal("last_owner");
  }

  /** Another role for somebody; what was taken by that, where it is less. */
  #give(person: Participant, role: Role, more: LinksToo): Taken | undefined {
    if (person.robot !== undefined && role === "owner") throw new Refusal("bad_request", "only people own rooms");
    if (isMore(person.role, role)) {
      this.#mustLeaveAnOwner([person]);
      return this.#take(person, { ...person, role }, more);
    }
    if (person.role !== role) this.#put({ ...person, role });
    this.#tellAfter();
    return undefined;
  }

  #giveEveryone(role: "editor" | "viewer", more: LinksToo): void {
    const lowered = this.#othersWithMore(role);
    const closing = this.#closing(lowered, role, more);
    const here = new Set(this.#room.clients.map(({ participant }) => participant));
    const others = this.#everybody.filter((person) => person.role !== "owner" && person.role !== role);
    const [now, later] = [true, false].map((isHere) =>
      others.filter(({ participant }) => here.has(participant) === isHere),
    );
    this.#giving = [...now!, ...later!];
    this.#giveSome(this.#giving, role);
    const { settings } = this.#kept;
    const plain = settings.plain === "none" ? settings.plain : role;
    this.#close({ ...withLess(this.#kept, lowered), settings: { ...settings, plain } }, closing);
    this.#tellAfter();
  }

  /** The role for these, whoever has not been given another meanwhile: a few now, the others when that is told. */
  #giveSome(people: readonly Participant[], role: Role): void {
    const few = Math.min(GIVEN_AT_ONCE, Math.ceil(TOLD_AT_ONCE / Math.max(1, this.#room.clients.length)));
    for (const { participant, role: before } of people.slice(0, few)) {
      const person = this.#person(participant);
      if (person.role === before && !person.removed) this.#put({ ...person, role });
    }
    const left = (this.#giving = people.slice(few));
    if (left.length > 0)
      this.#room.whenDurable(() => {
        if (this.#giving === left && !this.#isClosed) this.#giveSome(left, role);
      });
  }

  /** Everybody but owners who has more than the role. */
  #othersWithMore(role: Role): readonly Participant[] {
    return this.#everybody.filter((person) => person.role !== "owner" && isMore(person.role, role));
  }

  #handOver(by: number, { participant, ...more }: Extract<RolesMessage, { type: "handOver" }>): void {
    const next = this.#other(participant);
    if (next.participant === by) return;
    // refused, it has changed nothing
    this.#closing([this.#person(by)], "editor", more);
    this.#give(next, "owner", {});
    this.#give(this.#person(by), "editor", more);
  }

  #remove(person: Participant, more: LinksToo): Taken {
    this.#mustLeaveAnOwner([person]);
    return this.#take(person, { ...person, role: "viewer", removed: true }, more);
  }

  // ---- what closes when something is taken from somebody

  #revokes(by: number, { participant, role }: Extract<RolesMessage, { type: "revokes" }>): Revokes {
    if (participant === undefined && role === undefined)
      throw new Refusal("bad_request", "participant or role is needed");
    const meant = participant === undefined ? this.#othersWithMore(role ?? "viewer") : [this.#other(participant)];
    const closing = closingOf(this.#kept, meant, role ?? "none", this.#room.now);
    const numbers = new Set([by, ...meant.map((person) => person.participant)]);
    const others = this.#everybody.filter((person) => !numbers.has(person.participant));
    const { password } = this.#kept.settings;
    return {
      type: "revokes",
      ...(participant !== undefined && { participant }),
      ...(role && { role }),
      ways: shownClosing(
        this.#kept,
        closing,
        others,
        (address) => this.#door.viewersBy(address).filter((viewer) => !numbers.has(viewer)).length,
      ),
      ...(password && { password: meant.some((person) => knowsPassword(password, person)) }),
      shown: nameOf(closing),
    };
  }

  /** Throws Refusal outdated where it is not what was shown. */
  #closing(people: readonly Participant[], left: Role | "none", { links = false, shown }: LinksToo): Closing {
    const all = closingOf(this.#kept, people, left, this.#room.now);
    if (shown !== undefined && shown !== nameOf(all)) throw new Refusal("outdated");
    return links ? all : ownersLinksOf(all);
  }

  #take(before: Participant, after: Participant, more: LinksToo): Taken {
    const left = after.removed ? "none" : after.role;
    const closing = this.#closing([before], left, more);
    const plainBefore = this.#kept.settings.plain;
    this.#put(after);
    if (after.removed) this.#room.dismiss(after.participant, "removed");
    this.#close(after.removed ? this.#kept : withLess(this.#kept, [before]), closing, UNDO_MS);
    this.#tellAfter();
    return { before, after, closed: { ...closing, plainBefore } };
  }

  /** What was closed before stays closed, for whoever has less now may know it. */
  #close(kept: KeptRoles, closing: Closing, undoMs = 0): void {
    for (const taken of this.#taken.values()) taken.closed = undefined;
    this.#keep(withClosed(kept, closing));
    for (const link of closing.links) this.#links.end(link, undoMs);
    this.#door.reconsider();
  }

  /** The answer to an owner who has taken something: for a while it can be given back, and there is a link again by which others can edit. */
  #withUndo(by: number, taken: Taken | undefined): RolesState {
    if (!taken?.closed || this.#person(by).role !== "owner") return this.#stateFor(by, this.#kept);
    const { links, plain, plainBefore } = taken.closed;
    const isClosed = links.length > 0 || plain !== undefined;
    const isEditing =
      (plain !== undefined && plainBefore === "editor") || links.some(({ kind }) => GIVES[kind] === "editor");
    const link = isEditing && !linkOf(this.#kept, "edit", by) ? this.#links.makeEditing(by) : undefined;
    if (link !== undefined) taken.closed = { ...taken.closed, fresh: this.#kept.linksMade };
    const undo = ++this.#takings;
    this.#taken.set(undo, taken);
    this.#room.after(UNDO_MS, () => this.#taken.delete(undo));
    const { participant } = taken.before;
    const told: UndoOffer = {
      undo,
      forMs: UNDO_MS,
      participant,
      closed: isClosed,
      ...(link !== undefined && { link }),
    };
    return { ...this.#stateFor(by, this.#kept), undo: told };
  }

  /** Throws Refusal outdated when it is too late, or they are another since. */
  #giveBack(undo: number): void {
    const taken = this.#taken.get(undo);
    if (!taken) throw new Refusal("outdated");
    const { before, after, closed } = taken;
    const { removed, ...person } = this.#person(after.participant);
    if (removed !== after.removed || person.role !== after.role) throw new Refusal("outdated");
    this.#taken.delete(undo);
    this.#put({ ...person, role: before.role });
    if (closed) this.#keep(withReopened(this.#kept, closed));
    this.#door.reconsider();
    this.#tellAfter();
  }

  // ---- what people are told

  #stateFor(participant: number, kept: KeptRoles): RolesState {
    const { roomId } = this.#room.details;
    const waiting = this.#door.waiting;
    return shownTo(this.#person(participant), kept, { roomId, waiting, now: this.#room.now });
  }

  #tellAfter(durable: () => void = () => {}): void {
    this.#room.whenDurable(() => {
      durable();
      if (!this.#isClosed) this.#tell(() => true);
    });
  }

  #tell(isMeant: (person: Participant) => boolean): void {
    const { participants } = this.#room.details;
    for (const { client, participant } of this.#room.clients) {
      const person = participants.find((one) => one.participant === participant);
      if (person && isMeant(person)) this.#room.send(client, this.#stateFor(participant, this.#shown));
    }
  }
}

function admitReader({ roomId, address, person }: HttpReader, value: unknown): void {
  const kept = readKept(value, []);
  if (!isAddressOf(kept, roomId, address)) throw new Refusal("room_not_found");
  if (person?.role === "owner") return;
  if (kept.settings.closed) throw new Refusal("room_closed");
  if (person) return;
  const { role } = wayOf(kept, roomId, { address, invitation: undefined, person: undefined }, 0);
  if (role === "none" || !isOpen(kept)) throw new Refusal("not_admitted");
}

const roles: Feature = {
  name: NAME,
  settings,
  open: (room) => new Roles(room),
  writesNothing: ["read", "revokes"],
  admitReader,
  routes,
  paths,
  site: { "join-code": joinCodeSite },
};

export default roles;
