// The door of a live room: who comes in as what, who has to know the password, who waits. Knows no socket.
import { Allowance } from "../../protocol/allowance.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Role } from "../../protocol/events.ts";
import type { Coming } from "../../rooms/roomPort.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { type Brought, higher, isAddressOf, type KeptRoles, type RolesKeeper, wayOf, withUse } from "./kept.ts";
import type { Waiting } from "./messages.ts";
import { passwords } from "./secrets.ts";

const MOST_WAITING = 50;
/** Wrong passwords that a room takes in all, from wherever they come. */
const WRONG_PASSWORDS = { perSecond: 0.5, burst: 30 };

/** What the door needs of the feature around it. */
interface Keeper extends RolesKeeper {
  /** Somebody has brought this, now for the first time where they are a newcomer. */
  learn(person: { readonly number: number; readonly isNew: boolean }, brought: Brought): void;
  /** Somebody waits, or does not wait any more. */
  waitingChanged(): void;
}

interface AtTheDoor extends Waiting {
  readonly coming: Coming;
  readonly decide: (role: Role) => void;
  readonly refuse: (refusal: Refusal) => void;
}

export class Door {
  readonly #room: FeatureRoom;
  readonly #keeper: Keeper;
  /** those who were let in, by whom the room knows them to be; undefined while it does not yet */
  readonly #inside = new Map<Coming, number | undefined>();
  readonly #wrong: Allowance;
  #waiting: AtTheDoor[] = [];
  #count = 0;

  constructor(room: FeatureRoom, keeper: Keeper) {
    this.#room = room;
    this.#keeper = keeper;
    this.#wrong = new Allowance(WRONG_PASSWORDS.perSecond, WRONG_PASSWORDS.burst, room.now);
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting.map(({ waiting, name, since }) => ({ waiting, name, since }));
  }

  /** Throws or rejects with the Refusal that says what is missing, or that nothing of it may be written. */
  admit(coming: Coming): Role | Promise<Role> {
    const { person } = coming;
    // they know it, whether it lets them in just now or not
    if (person) this.#keeper.learn({ number: person.participant, isNew: false }, coming);
    if (!this.#leadsHere(coming)) throw new Refusal("room_not_found");
    const { role, link } = this.#wayOf(coming);
    if (person?.role === "owner" || role === "owner") return this.#letIn(coming, "owner");
    if (this.#settings.closed) throw new Refusal("room_closed");
    // the room's id is no link that somebody was given: it raises nobody
    if (person) return this.#letIn(coming, higher(person.role, link ? role : "none"));
    this.#newRole(coming);
    if (this.#settings.password === undefined) return this.#pass(coming);
    return this.#checkPassword(coming).then(() => this.#pass(coming));
  }

  /** The numbers of the viewers who are in by this address. */
  viewersBy(address: string): readonly number[] {
    const viewers = this.#room.accepted.participants.filter(({ role }) => role === "viewer");
    const numbers = new Set(viewers.map(({ participant }) => participant));
    const here = [...this.#inside].flatMap(([coming, participant = 0]) =>
      coming.address === address ? [participant] : [],
    );
    return [...new Set(here)].filter((participant) => numbers.has(participant));
  }

  get #settings(): KeptRoles["settings"] {
    return this.#keeper.kept().settings;
  }

  #wayOf(coming: Coming) {
    return wayOf(this.#keeper.kept(), this.#room.details.roomId, coming, this.#room.now);
  }

  #leadsHere({ address }: Coming): boolean {
    return isAddressOf(this.#keeper.kept(), this.#room.details.roomId, address);
  }

  /** What a newcomer gets as things are now. Throws Refusal. */
  #newRole(coming: Coming): Role {
    const { role } = this.#wayOf(coming);
    if (this.#settings.closed) throw new Refusal("room_closed");
    if (role === "none") throw new Refusal("not_admitted");
    if (this.#settings.locked && role !== "owner") throw new Refusal("room_locked");
    return role;
  }

  async #checkPassword({ password }: Coming): Promise<void> {
    if (password === undefined) throw new Refusal("password_needed");
    const wait = this.#wrong.spend(1, this.#room.now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
    const kept = this.#settings.password;
    if (!kept) return;
    if (!(await passwords.matches(password, kept, this.#room.details.roomId))) throw new Refusal("wrong_password");
    this.#wrong.giveBack(1);
  }

  /** After the password: waits, where newcomers do. */
  #pass(coming: Coming): Role | Promise<Role> {
    const role = this.#newRole(coming);
    return this.#settings.lobby ? this.#wait(coming) : this.#letIn(coming, role);
  }

  #wait(coming: Coming): Promise<Role> {
    const { clientHash, name } = coming;
    if (name === "") throw new Refusal("bad_hello", "a name is needed");
    const before = this.#waiting.find((one) => one.coming.clientHash === clientHash);
    before?.refuse(new Refusal("superseded"));
    if (this.#waiting.length >= MOST_WAITING) throw new Refusal("room_full", "as many wait as can");
    return new Promise((resolve, reject) => {
      const entry: AtTheDoor = {
        waiting: ++this.#count,
        name,
        since: this.#room.now,
        coming,
        decide: (role) => {
          this.#remove(entry);
          resolve(role);
        },
        refuse: (refusal) => {
          this.#remove(entry);
          reject(refusal);
        },
      };
      this.#waiting.push(entry);
      coming.wait();
      coming.whenGone(() => entry.refuse(new Refusal("not_admitted")));
      this.#keeper.waitingChanged();
    });
  }

  #remove(entry: AtTheDoor): void {
    if (!this.#waiting.includes(entry)) return;
    this.#waiting = this.#waiting.filter((one) => one !== entry);
    this.#keeper.waitingChanged();
  }

  /** An owner has decided about somebody who waits, or about all. Throws Refusal unknown_person when they wait no more. */
  decide(waiting: number | undefined, isAdmitted: boolean): void {
    const meant = this.#waiting.filter((one) => waiting === undefined || one.waiting === waiting);
    if (meant.length === 0 && waiting !== undefined) throw new Refusal("unknown_person");
    for (const entry of meant)
      if (isAdmitted) this.#admitNow(entry);
      else entry.refuse(new Refusal("not_admitted"));
  }

  #admitNow(entry: AtTheDoor): void {
    try {
      entry.decide(this.#letIn(entry.coming, this.#newRole(entry.coming)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      entry.refuse(error);
    }
  }

  /** The settings or links are others now: whoever waits and need not, or cannot come in any more, is told so. */
  reconsider(): void {
    for (const entry of this.#waiting)
      try {
        this.#newRole(entry.coming);
        if (!this.#settings.lobby) this.#admitNow(entry);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        entry.refuse(error);
      }
  }

  /** The last step, in one turn with the decision. Throws Refusal room_full. */
  #letIn(coming: Coming, role: Role): Role {
    const { person } = coming;
    const { most } = this.#settings;
    if (most > 0 && role !== "owner" && this.#others(person?.participant) >= most) throw new Refusal("room_full");
    this.#inside.set(coming, person?.participant);
    coming.whenGone(() => this.#inside.delete(coming));
    coming.whenIn((participant) => {
      if (!person) this.#keeper.learn({ number: participant, isNew: true }, coming);
      // the address has gone while they came
      if (!this.#leadsHere(coming)) return this.#room.dismiss(participant, "not_admitted", coming.address);
      if (this.#inside.has(coming)) this.#inside.set(coming, participant);
      const { link } = this.#wayOf(coming);
      if (link && !this.#room.isReadOnly) this.#keeper.keep(withUse(this.#keeper.kept(), link, this.#room.now));
    });
    return role;
  }

  /** How many people are in besides this one; whoever is not known yet is one. */
  #others(participant: number | undefined): number {
    const inside = [...this.#inside.values()].filter((one) => one === undefined || one !== participant);
    const known = inside.filter((one) => one !== undefined);
    return new Set(known).size + inside.length - known.length;
  }

  /** The room leaves memory: whoever waits comes again. */
  close(): void {
    for (const entry of this.#waiting) entry.refuse(new Refusal("room_reset"));
  }
}
