// People in a room beyond coming and going: who follows whom, "look here", what somebody is called, when they were seen last.
import { Allowance } from "../../protocol/allowance.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Feature, RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { changes, follow, type Follows, leave, stop } from "./follows.ts";
import { LastSeen } from "./lastSeen.ts";
import { decodePeopleMessage, type Look, type Profile, type ServerPeopleMessage } from "./messages.ts";

const NAME = "people";
/** Everybody is asked to look: so many times at once, and again after so long for each. */
const LOOKS = { atOnce: 3, everySeconds: 5 };
/** Each change of a name is an entry of the room's log, and told to all. */
const PROFILES = { atOnce: 10, everySeconds: 10 };

class People implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #lastSeen: LastSeen;
  readonly #looks: Allowance;
  /** by participant */
  readonly #profiles = new Map<number, Allowance>();
  #follows: Follows = new Map();

  constructor(room: FeatureRoom) {
    this.#room = room;
    this.#lastSeen = new LastSeen(room);
    this.#looks = this.#allowance(LOOKS);
  }

  joined({ participant }: ConnectedClient): void {
    this.#lastSeen.joined(participant);
  }

  left({ client, participant }: ConnectedClient): void {
    this.#lastSeen.left(participant);
    this.#setFollows(leave(this.#follows, client));
  }

  message(from: ConnectedClient, data: unknown): void {
    const message = decodePeopleMessage(data);
    switch (message.type) {
      case "follow":
        return this.#follow(from.client, message.client);
      case "look":
        return this.#look(from, message);
      case "profile":
        return this.#change(this.#person(from.participant), message);
    }
  }

  #follow(follower: number, leader: number | null): void {
    const isHere = this.#room.clients.some(({ client }) => client === leader);
    if (leader !== null && isHere && leader !== follower)
      return this.#setFollows(follow(this.#follows, follower, leader));
    this.#setFollows(stop(this.#follows, follower));
    // whom they asked for has gone meanwhile
    if (leader !== null) this.#tell([follower], { type: "follows", follower, leader: null, was: leader });
  }

  #setFollows(follows: Follows): void {
    const changed = changes(this.#follows, follows);
    this.#follows = follows;
    for (const { follower, was, is } of changed)
      this.#tell([follower, was, is], { type: "follows", follower, leader: is ?? null, was: was ?? null });
  }

  #look({ client, participant }: ConnectedClient, { file, line }: Look): void {
    if (this.#person(participant).role !== "owner") throw new Refusal("not_owner");
    if (!this.#room.details.files.some((one) => one.file === file && one.deleted === undefined))
      throw new Refusal("unknown_file");
    spend(this.#looks, this.#room.now);
    this.#room.broadcast({ type: "look", client, file, line } satisfies ServerPeopleMessage);
  }

  #change(person: Participant, { name, colour }: Profile): void {
    const now = this.#room.now;
    const allowance = this.#profiles.get(person.participant) ?? this.#allowance(PROFILES);
    this.#profiles.set(person.participant, allowance);
    spend(allowance, now);
    const unique = name === undefined ? person.name : this.#room.nameFor(person.participant, name);
    if (unique === "") throw new Refusal("bad_request", "a name is needed");
    const changed: Participant = { ...person, name: unique, colour: colour ?? person.colour };
    if (changed.name !== person.name || changed.colour !== person.colour)
      this.#room.accept({ type: "participant", time: now, participant: changed });
  }

  #person(participant: number): Participant {
    const person = this.#room.accepted.participants.find((one) => one.participant === participant);
    if (!person) throw new Error(`invariant: no participant ${participant}`);
    return person;
  }

  #allowance({ atOnce, everySeconds }: { atOnce: number; everySeconds: number }): Allowance {
    return new Allowance(1 / everySeconds, atOnce, this.#room.now);
  }

  #tell(clients: readonly (number | undefined)[], message: ServerPeopleMessage): void {
    for (const client of clients) if (client !== undefined) this.#room.send(client, message);
  }
}

/** Throws Refusal rate_limited. */
function spend(allowance: Allowance, now: number): void {
  const wait = allowance.spend(1, now);
  if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
}

const people: Feature = { name: NAME, open: (room) => new People(room), writesNothing: ["follow", "look"] };

export default people;
