// People in a room beyond coming and going: who follows whom, "look here", what somebody is called, when they were seen last.
import { Allowance } from "../../protocol/allowance.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import { Allowances } from "../../featureParts/allowances.ts";
import type { Feature, RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { changes, follow, type Follows, leave, NOBODY, stop } from "./follows.ts";
import { LastSeen } from "./lastSeen.ts";
import { decodePeopleMessage, type Look, type Profile, type ServerPeopleMessage } from "./messages.ts";

const NAME = "people";
/** Everybody is asked to look, by whichever owner. */
const LOOKS = { atOnce: 3, perSecond: 1 / 5 };
/** Each change of a name is an entry of the room's log, and told to all. */
const PROFILES = { atOnce: 10, perSecond: 1 / 10 };

class People implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #lastSeen: LastSeen;
  readonly #looks: Allowance;
  readonly #profiles = new Allowances(PROFILES);
  #follows: Follows = NOBODY;

  constructor(room: FeatureRoom) {
    this.#room = room;
    this.#lastSeen = new LastSeen(room);
    this.#looks = new Allowance(LOOKS.perSecond, LOOKS.atOnce, room.now);
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
        return this.#change(from.participant, message);
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
    if (!this.#room.isOwner(participant)) throw new Refusal("not_owner");
    if (!this.#room.details.files.some((one) => one.file === file && one.deleted === undefined))
      throw new Refusal("unknown_file");
    mustWait(this.#looks.spend(1, this.#room.now));
    this.#room.broadcast({ type: "look", client, file, line } satisfies ServerPeopleMessage);
  }

  #change(participant: number, { name, colour }: Profile): void {
    const now = this.#room.now;
    const person = this.#room.person(participant);
    if (!person) throw new Error(`invariant: no participant ${participant}`);
    mustWait(this.#profiles.spend(participant, 1, now));
    const unique = name === undefined ? person.name : this.#room.nameFor(participant, name);
    if (unique === "") throw new Refusal("bad_request", "a name is needed");
    const changed: Participant = { ...person, name: unique, colour: colour ?? person.colour };
    if (changed.name !== person.name || changed.colour !== person.colour)
      this.#room.accept({ type: "participant", time: now, participant: changed });
  }

  #tell(clients: readonly (number | undefined)[], message: ServerPeopleMessage): void {
    for (const client of clients) if (client !== undefined) this.#room.send(client, message);
  }
}

/** Throws Refusal rate_limited where that is so long. */
function mustWait(ms: number): void {
  if (ms > 0) throw new Refusal("rate_limited", undefined, ms);
}

const people: Feature = { name: NAME, open: (room) => new People(room), writesNothing: ["follow", "look"] };

export default people;
