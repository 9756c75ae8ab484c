// Who may come in as whom: names, keys and the numbers of clients, all as entries of the room's own log. Knows no socket.
import { Allowance } from "../../protocol/allowance.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant, Role } from "../../protocol/events.ts";
import type { Hello } from "../../protocol/clientMessages.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import { cleanName, withoutJoiners } from "../../protocol/names.ts";
import type { RoomServices } from "../roomServices.ts";
import type { Secrets } from "../ports.ts";
import type { RoomDocument } from "../log/roomDocument.ts";
import type { RoomLog } from "../log/roomLog.ts";

/** Clients of one person that a room remembers, of those that are gone too. */
const CLIENTS_PER_PARTICIPANT = 500;
/** Robots that one feature has in a room. */
const ROBOTS_PER_FEATURE = 4;
/** Numbers of clients that are not stored begin here: no room has as many. */
const FIRST_UNSTORED = 1_000_000_000;
/** New clients of one person: each is an entry of the room's log, and a number in every snapshot that it writes in. */
const NEW_CLIENTS = { perSecond: 0.5, atOnce: 100 };

/** What a feature says to come in as somebody who is no person. */
export interface RobotHello {
  readonly name: string;
  readonly role: Exclude<Role, "owner">;
  /** the participant on whose behalf it writes, with no more rights than they have; absent: nobody's */
  readonly behalf?: number;
}

/** Of a client that came while nothing might be written. */
export const isUnstored = ({ client }: Pick<ConnectedClient, "client">): boolean => client >= FIRST_UNSTORED;

type PeopleServices = Pick<RoomServices, "secrets" | "clock" | "limits">;

export class People {
  readonly #log: RoomLog;
  readonly #services: PeopleServices;
  readonly #knownClients: Map<string, ConnectedClient>;
  /** those that came while nothing might be written, by the hashes of their ids */
  readonly #unstored = new Map<string, ConnectedClient>();
  #nextUnstored = FIRST_UNSTORED;
  /** what each participant may bring yet, of those who have brought one while the room is open */
  readonly #newClients = new Map<number, Allowance>();

  constructor(log: RoomLog, services: PeopleServices) {
    this.#log = log;
    this.#services = services;
    this.#knownClients = new Map(log.accepted.clients.map((client) => [client.idHash, client]));
  }

  /** The client that holds this random id, where the room's log knows it. */
  knownClientOf(id: string): ConnectedClient | undefined {
    return this.#knownClients.get(this.#services.secrets.hash(id));
  }

  /** The same, also of one that is not stored and is here. */
  clientOf(id: string): ConnectedClient | undefined {
    return this.knownClientOf(id) ?? this.#unstored.get(this.#services.secrets.hash(id));
  }

  person(participant: number): Participant {
    return personIn(this.#log.accepted, participant);
  }

  /** Whom the room knows to say this hello, by the key or by the client. Throws Refusal unauthorized, removed or client_taken. */
  recognise(hello: Hello): Participant | undefined {
    const client = this.knownClientOf(hello.client);
    const participant =
      hello.key === undefined
        ? client?.participant
        : holderOf(hello.key, this.#log.accepted, this.#services.secrets).participant;
    if (client && client.participant !== participant) throw new Refusal("client_taken");
    const person = participant === undefined ? undefined : this.person(participant);
    if (person?.removed) throw new Refusal("removed");
    return person;
  }

  /**
   * Lets in who says this hello, in this role; `key`: the secret that was made for them just now. `isHere`: the client is
   * connected, and is not forgotten for a new one.
   * Throws Refusal bad_hello, room_full, rate_limited and those of `recognise`.
   */
  admit(hello: Hello, role: Role, isHere: (client: number) => boolean): ConnectedClient & { readonly key?: string } {
    const known = this.recognise(hello);
    if (known && !this.knownClientOf(hello.client)) this.#mayBringClient(known.participant);
    const name = cleanName(hello.name ?? "", this.#services.limits.nameCharacters);
    const isReturning = known && hello.key !== undefined;
    const { participant, key } = isReturning ? { participant: known.participant } : this.#withNewKey(known, name, role);
    if (known) this.put({ ...known, role, name: (isReturning && this.nameFor(participant, name)) || known.name });
    const { client } = this.knownClientOf(hello.client) ?? this.#newClient(hello.client, participant, isHere);
    return { client, participant, ...(key !== undefined && { key }) };
  }

  /**
   * The same where nothing may be written: they are as they were, and a client that the room does not know has a number that nobody stores,
   * with which nothing is written either. Throws `readOnly` where more of them would have to be stored, and those of `recognise`.
   */
  admitUnstored(hello: Hello, role: Role, readOnly: Refusal): ConnectedClient {
    const known = this.recognise(hello);
    if (!known || hello.key === undefined || known.role !== role) throw readOnly;
    const client = this.knownClientOf(hello.client);
    if (client) return client;
    const { participant } = this.clientOf(hello.client) ?? known;
    if (participant !== known.participant) throw new Refusal("client_taken");
    this.#mayBringClient(known.participant);
    const unstored = { client: this.#nextUnstored++, participant };
    this.#unstored.set(this.#services.secrets.hash(hello.client), unstored);
    return unstored;
  }

  /** A client that is not stored has gone. */
  forgetUnstored({ client }: ConnectedClient): void {
    for (const [idHash, unstored] of this.#unstored) if (unstored.client === client) this.#unstored.delete(idHash);
  }

  /**
   * Lets a feature in as somebody who is no person: the same as before where it was called so, in the role that it has now, and by a client of
   * its own for each on whose behalf it writes. Throws Refusal removed, bad_hello where nothing is left of the name, and room_full.
   */
  admitRobot(feature: string, { name, role, behalf }: RobotHello): ConnectedClient {
    const robots = this.#log.accepted.participants.filter(({ robot }) => robot === feature);
    const clean = cleanName(name, this.#services.limits.nameCharacters);
    // with the number that it got because somebody else was called so
    const known = robots.find((one) => one.name === clean || one.name.replace(/ \(\d+\)$/, "") === clean);
    if (known?.removed) throw new Refusal("removed");
    if (!known && robots.length >= ROBOTS_PER_FEATURE) throw new Refusal("room_full", "too many of one feature");
    const participant = known?.participant ?? this.#newParticipant(name, role, feature);
    // no client can say this: an id has no colon
    const id = `robot:${participant}${behalf === undefined ? "" : `:${behalf}`}`;
    return this.knownClientOf(id) ?? this.#newClient(id, participant, () => false, behalf);
  }

  /** The name as it is kept, with a number behind it when somebody else in the room has it already; empty when nothing is left. */
  nameFor(participant: number, name: string): string {
    const { nameCharacters } = this.#services.limits;
    const whole = cleanName(name, nameCharacters);
    if (whole === "") return "";
    const others = this.#log.accepted.participants.filter((person) => person.participant !== participant);
    const taken = new Set(others.map(comparableOf));
    if (!taken.has(comparable(whole))) return whole;
    for (let count = 2, suffix = " (2)", cut = "", compared = ""; ; suffix = ` (${++count})`) {
      // the same for all suffixes of one length: a room full of one name costs a look for each number
      if (count === 2 || suffix.endsWith("0)")) {
        cut = cleanName(name, nameCharacters - suffix.length);
        compared = comparable(cut);
      }
      if (!taken.has(compared + suffix)) return cut + suffix;
    }
  }

  /** Somebody as they are from now on, for everybody to know. */
  put(person: Participant): void {
    const before = this.#log.accepted.participants.find((one) => one.participant === person.participant);
    if (before && JSON.stringify(before) === JSON.stringify(person)) return;
    this.#log.accept({ type: "participant", time: this.#services.clock.now(), participant: person });
  }

  /**
   * A newcomer; or one who was let in before and whose welcome, with the key in it, was lost on the way: nobody but the tab
   * itself holds its id.
   */
  #withNewKey(known: Participant | undefined, name: string, role: Role): { participant: number; key?: string } {
    const { secrets, clock, limits } = this.#services;
    if (name === "") throw new Refusal("bad_hello", "a name is needed");
    if (this.#log.accepted.keys.length >= limits.participantsPerRoom) throw new Refusal("room_full");
    const participant = known?.participant ?? this.#newParticipant(name, role);
    const key = secrets.create();
    this.#log.accept({ type: "key", time: clock.now(), participant, keyHash: secrets.hash(key) });
    return { participant, key };
  }

  #newParticipant(name: string, role: Role, robot?: string): number {
    const participant = this.#log.accepted.participants.length + 1;
    const dateJoined = this.#services.clock.now();
    const own = this.nameFor(participant, name);
    if (own === "") throw new Refusal("bad_hello", "a name is needed");
    this.put({
      participant,
      name: own,
      role,
      colour: participant - 1,
      dateJoined,
      ...(robot !== undefined && { robot }),
    });
    return participant;
  }

  #mayBringClient(participant: number): void {
    const now = this.#services.clock.now();
    const allowance =
      this.#newClients.get(participant) ?? new Allowance(NEW_CLIENTS.perSecond, NEW_CLIENTS.atOnce, now);
    this.#newClients.set(participant, allowance);
    const wait = allowance.spend(1, now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
  }

  /** A person's client that is away for longest is forgotten when there are very many: it is a new one when it comes again. */
  #newClient(id: string, participant: number, isHere: (client: number) => boolean, behalf?: number): ConnectedClient {
    const { clients } = this.#log.accepted;
    const theirs = clients.filter((one) => one.participant === participant);
    const forgets = theirs.length < CLIENTS_PER_PARTICIPANT ? undefined : theirs.find(({ client }) => !isHere(client));
    if (theirs.length >= CLIENTS_PER_PARTICIPANT && !forgets)
      throw new Refusal("room_full", "too many tabs of one person");
    const made: ConnectedClient = { client: (clients.at(-1)?.client ?? 0) + 1, participant };
    const idHash = this.#services.secrets.hash(id);
    const time = this.#services.clock.now();
    const more = { ...(forgets && { forgets: forgets.client }), ...(behalf !== undefined && { behalf }) };
    this.#log.accept({ type: "client", time, ...made, idHash, ...more });
    if (forgets) this.#knownClients.delete(forgets.idHash);
    this.#knownClients.set(idHash, made);
    return made;
  }
}

/** Whose key it is, in the room as it is stored. Throws Refusal unauthorized or removed. */
export function holderOf(key: string, room: RoomDocument, secrets: Secrets): Participant {
  const hash = secrets.hash(key);
  const known = keysOf(room.keys).get(hash);
  if (!known || !secrets.same(known.keyHash, hash)) throw new Refusal("unauthorized");
  const person = personIn(room, known.participant);
  if (person.removed) throw new Refusal("removed");
  return person;
}

function personIn({ participants }: RoomDocument, participant: number): Participant {
  const person = participants.find((one) => one.participant === participant);
  if (!person) throw new Error(`invariant: no participant ${participant}`);
  return person;
}

/** Made once for each that it is asked of: a room has thousands of keys, and of people. */
function once<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new WeakMap<Of, Made>();
  return (of) => {
    if (!made.has(of)) made.set(of, make(of));
    return made.get(of)!;
  };
}

/** By their hashes. */
const keysOf = once((keys: RoomDocument["keys"]) => new Map(keys.map((key) => [key.keyHash, key])));

/** Two names that look alike to a person are the same name. */
const comparable = (name: string): string => withoutJoiners(name.normalize("NFKC")).toLowerCase();

const comparableOf = once(({ name }: Participant) => comparable(name));
