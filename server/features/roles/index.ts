// Who may do what in a room, and by which links people come in. Knows no socket; what it decides the room enforces.
import { Allowance } from "../../protocol/allowance.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant, Role } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/messages.ts";
import type { Coming } from "../../rooms/feature.ts";
import type { Feature, FeatureRoom, Reader, RoomFeature } from "../feature.ts";
import { Door } from "./door.ts";
import {
  AS_CREATED,
  isOpen,
  type Kept,
  type KeptLink,
  linkOf,
  notFor,
  shownTo,
  withLink,
  withoutLink,
  withoutWayOf,
  wayOf,
} from "./kept.ts";
import {
  CODE_HOURS,
  decodeRolesMessage,
  type LinkKind,
  type LinkMade,
  type RolesMessage,
  type RolesState,
  type ServerRolesMessage,
} from "./messages.ts";
import { paths } from "./openapi.ts";
import { routes } from "./routes.ts";
import {
  hashInvitation,
  type KeptPassword,
  newInvitation,
  newJoinCode,
  newViewingAddress,
  passwords,
} from "./secrets.ts";

const NAME = "roles";
const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** Passwords that a room's owners set: each takes some 40 ms of one of the process's threads. */
const PASSWORDS_SET = { perSecond: 1 / 30, atOnce: 10 };

const keptIn = (value: unknown): Kept => (value as Kept | undefined) ?? AS_CREATED;

class Roles implements RoomFeature {
  readonly #room: FeatureRoom;
  readonly #door: Door;
  /** what is durable, and may be shown */
  #shown: Kept;
  #isClosed = false;
  readonly #passwordsSet: Allowance;

  constructor(room: FeatureRoom) {
    this.#room = room;
    this.#passwordsSet = new Allowance(PASSWORDS_SET.perSecond, PASSWORDS_SET.atOnce, room.now());
    this.#shown = this.#kept;
    this.#door = new Door(room, {
      kept: () => this.#kept,
      keep: (kept) => this.#keep(kept),
      waitingChanged: () => this.#tell(({ role }) => role === "owner"),
    });
    this.#enforce();
  }

  get #kept(): Kept {
    return keptIn(this.#room.kept());
  }

  /** Everybody is told once it is durable. */
  #keep(kept: Kept): void {
    if (kept === this.#kept) return;
    this.#room.keep(kept);
    this.#enforce();
    this.#tellAfter(() => (this.#shown = kept));
  }

  /** What the room itself does about the settings. */
  #enforce(): void {
    const { closed, keepDays } = this.#kept.settings;
    this.#room.freeze(closed);
    this.#room.keepFor(keepDays === 0 ? Infinity : keepDays * DAY_MS);
    if (closed) for (const client of this.#room.clients()) this.#dismissFromClosed(client);
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
    if (answer.type === "made" || message.type === "read")
      this.#room.whenDurable(() => this.#room.send(from.client, NAME, answer));
  }

  request(from: Participant, data: unknown): Promise<ServerRolesMessage> {
    return this.#handle(from.participant, decodeRolesMessage(data));
  }

  closed(): void {
    this.#isClosed = true;
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
        if (message.on) return this.#make(by, message.kind);
        this.#revoke(linkOf(this.#kept, message.kind, by));
        break;
      case "person":
        this.#give([this.#other(message.participant)], message.role);
        break;
      case "everyone":
        this.#giveEveryone(message.role);
        break;
      case "handOver":
        this.#handOver(by, message.participant);
        break;
      case "remove":
        this.#remove(this.#other(message.participant), message.links);
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
    const after = password === undefined ? before : hashed;
    this.#keep({ ...this.#kept, settings: { ...others, ...settings, ...(after && { password: after }) } });
    this.#door.reconsider();
  }

  /** Throws Refusal rate_limited. */
  #hashed(password: string): Promise<KeptPassword> {
    const wait = this.#passwordsSet.spend(1, this.#room.now());
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
    return passwords.keep(password, this.#room.details().roomId);
  }

  // ---- links

  async #make(by: number, kind: LinkKind): Promise<LinkMade> {
    const { roomId } = this.#room.details();
    const secret = newInvitation();
    const link = { kind, made: this.#room.now(), ...(kind === "owner" && { owner: by }) };
    const hash = hashInvitation(secret);
    if (kind === "edit" || kind === "owner") {
      this.#replace(by, { ...link, hash });
      return { type: "made", kind, link: `${roomId}#${secret}` };
    }
    if (kind === "view") {
      const address = await this.#claim(newViewingAddress, Infinity);
      this.#mustOwn(by, { type: "link", kind, on: true });
      this.#replace(by, { ...link, address });
      return { type: "made", kind, link: address };
    }
    const expires = link.made + CODE_HOURS * HOUR_MS;
    const code = await this.#claim(newJoinCode, expires, `${roomId}#${secret}`);
    this.#mustOwn(by, { type: "link", kind, on: true });
    this.#replace(by, { ...link, hash, code, expires });
    return { type: "made", kind, code, expires };
  }

  async #claim(create: () => string, expires: number, leadsTo?: string): Promise<string> {
    for (;;) {
      const address = create();
      if (await this.#room.claimAddress(address, expires, leadsTo)) return address;
    }
  }

  #replace(by: number, made: Omit<KeptLink, "link" | "notFor">): void {
    const before = linkOf(this.#kept, made.kind, by);
    this.#keep(withLink(this.#kept, made));
    this.#release(before);
    this.#door.reconsider();
  }

  #revoke(link: KeptLink | undefined): void {
    this.#keep(withoutLink(this.#kept, link));
    this.#release(link);
    this.#door.reconsider();
  }

  /** Once it is durable that it is gone. One that a failing store does not release leads to a door that is shut. */
  #release(link: KeptLink | undefined): void {
    const address = link?.address ?? link?.code;
    if (address === undefined) return;
    this.#room.whenDurable(() => {
      if (!this.#isClosed) this.#room.releaseAddress(address).catch(() => {});
    });
  }

  // ---- people

  #person(participant: number): Participant {
    const person = this.#room.accepted().participants.find((one) => one.participant === participant);
    if (!person) throw new Error(`invariant: no participant ${participant}`);
    return person;
  }

  /** Throws Refusal unknown_person for whoever is not in the room any more. */
  #other(participant: number): Participant {
    const person = this.#room.accepted().participants.find((one) => one.participant === participant);
    if (!person || person.removed) throw new Refusal("unknown_person");
    return person;
  }

  get #everybody(): readonly Participant[] {
    return this.#room.accepted().participants.filter(({ removed }) => !removed);
  }

  #put(person: Participant): void {
    this.#room.accept({ type: "participant", time: this.#room.now(), participant: person });
  }

  /** Throws Refusal last_owner when nobody would own the room. */
  #mustLeaveAnOwner(people: readonly Participant[]): void {
    const left = this.#everybody.filter(
      ({ participant, role }) => role === "owner" && !people.some((one) => one.participant === participant),
    );
    if (left.length === 0) throw new Refusal("last_owner");
  }

  #give(people: readonly Participant[], role: Role): void {
    if (role !== "owner") this.#mustLeaveAnOwner(people);
    const changed = people.filter((person) => person.role !== role);
    for (const person of changed) this.#put({ ...person, role });
    this.#keep(this.#withoutMoreFor(changed, role));
    this.#tellAfter();
  }

  /** What they had more they do not get back by a link that there is; an owner's own link goes with what it gave. */
  #withoutMoreFor(people: readonly Participant[], role: Role): Kept {
    const lowered = people.filter((person) => person.role === "owner" || role === "viewer");
    const numbers = lowered.map(({ participant }) => participant);
    const kept = role === "owner" ? this.#kept : notFor(this.#kept, numbers);
    return numbers.reduce((rest, owner) => withoutLink(rest, linkOf(rest, "owner", owner)), kept);
  }

  #giveEveryone(role: "editor" | "viewer"): void {
    const people = this.#everybody.filter((person) => person.role !== "owner");
    const { settings } = this.#kept;
    this.#give(people, role);
    if (settings.plain !== "none" && settings.plain !== role)
      this.#keep({ ...this.#kept, settings: { ...settings, plain: role } });
    this.#door.reconsider();
  }

  #handOver(by: number, participant: number): void {
    const next = this.#other(participant);
    if (next.participant === by) return;
    this.#give([next], "owner");
    this.#give([this.#person(by)], "editor");
  }

  #remove(person: Participant, links: boolean): void {
    this.#mustLeaveAnOwner([person]);
    const { participant } = person;
    this.#put({ ...person, role: "viewer", removed: true });
    const gone = linkOf(this.#kept, "owner", participant);
    this.#keep(withoutLink(this.#kept, gone));
    if (links) {
      const before = this.#kept;
      this.#keep(withoutWayOf(before, participant));
      for (const link of before.links) if (!this.#kept.links.includes(link)) this.#release(link);
      this.#door.reconsider();
    }
    this.#room.dismiss(participant, "removed");
    this.#tellAfter();
  }

  // ---- what people are told

  #stateFor(participant: number, kept: Kept): RolesState {
    const { roomId } = this.#room.details();
    const waiting = this.#door.waiting;
    return shownTo(this.#person(participant), kept, { roomId, waiting, now: this.#room.now() });
  }

  #tellAfter(durable: () => void = () => {}): void {
    this.#room.whenDurable(() => {
      durable();
      if (!this.#isClosed) this.#tell(() => true);
    });
  }

  #tell(isMeant: (person: Participant) => boolean): void {
    const { participants } = this.#room.details();
    for (const { client, participant } of this.#room.clients()) {
      const person = participants.find((one) => one.participant === participant);
      if (person && isMeant(person)) this.#room.send(client, NAME, this.#stateFor(participant, this.#shown));
    }
  }
}

function admitReader({ roomId, address, person }: Reader, value: unknown): void {
  const kept = keptIn(value);
  if (person?.role === "owner") return;
  if (kept.settings.closed) throw new Refusal("room_closed");
  if (person) return;
  const { role } = wayOf(kept, roomId, { address, invitation: undefined, person: undefined }, 0);
  if (role === "none" || !isOpen(kept)) throw new Refusal("not_admitted");
}

const roles: Feature = { name: NAME, open: (room) => new Roles(room), admitReader, routes, paths };

export default roles;
