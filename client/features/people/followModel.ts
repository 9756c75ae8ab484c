// One opening of a room: whom this window follows, who follows it, and where an owner asks to look. Draws nothing.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { PresenceState } from "#protocol/serverMessages.ts";
import type { Participant } from "#protocol/events.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { clientOf } from "../../ui/room/people/roomLookups.ts";
import type { LookThere, PeopleMessage, ServerPeopleMessage } from "../../../server/features/people/messages.ts";
import { words } from "./words.ts";

/** Somebody who is followed and goes may only load their page anew. */
const WAIT_MS = 10_000;
/** Who has not gone there by then has something else to do: it is in the list of what has happened. */
const OFFERED_MS = 30_000;

/** What the model needs of the page. */
export interface FollowSurroundings {
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Tells the person in passing. */
  show(sentence: string): void;
  /** Has a screen reader say what is shown elsewhere. */
  announce(sentence: string): void;
  /** An owner asks to look there; `isShown`: it is on the screen already. */
  asked(sentence: string, go: () => void, isShown: boolean): void;
}

/** Whom this window follows, by their number and that of their tab; without a tab they have gone, and may be back. */
interface Following {
  readonly participant: number;
  readonly client: number | undefined;
}

export type FollowState = PresenceState | "with it" | "gone";

/** Where an owner asks to look, in words too. */
interface LookRequest extends LookThere {
  readonly text: string;
}

export class FollowModel {
  readonly room: PageRoom;
  readonly #surroundings: FollowSurroundings;
  readonly #following = signal<Following | undefined>(undefined);
  /** the tabs that follow this one */
  readonly #followers = signal<ReadonlySet<number>>(new Set());
  readonly #request = signal<LookRequest | undefined>(undefined);
  readonly #isLive = computed(() => ["saved", "saving", "readOnly"].includes(this.room.status.value.state));
  readonly #stopListening: (() => void)[];
  #cancelWait = (): void => {};
  #cancelOffer = (): void => {};

  constructor(room: PageRoom, surroundings: FollowSurroundings) {
    this.room = room;
    this.#surroundings = surroundings;
    this.#stopListening = [
      this.#isLive.subscribe((isLive) => this.#connected(isLive)),
      room.status.subscribe(({ state }) => {
        // nobody is there to be followed, nor known to come back
        if (state === "ended" && this.#following.peek() !== undefined) this.#end();
      }),
      room.people.clients.subscribe(() => this.#look()),
      room.tabs.shown.subscribe(() => queueMicrotask(() => this.#lookAtFile())),
    ];
  }

  /** whom this window follows, and how far they are with it */
  readonly leader: ReadonlySignal<{ readonly person: Participant; readonly state: FollowState } | undefined> = computed(
    () => {
      const following = this.#following.value;
      const person = following && this.room.people.person(following.participant);
      if (!following || !person) return undefined;
      const { client } = following;
      return {
        person,
        state: client === undefined ? "gone" : (this.room.people.states.value.get(client) ?? "with it"),
      };
    },
  );

  /** the names of those who follow this window */
  readonly followers: ReadonlySignal<readonly string[]> = computed(() => {
    const participants = [...this.#followers.value].map(
      (client) => this.room.people.clients.value.get(client)?.participant,
    );
    return [...new Set(participants)].flatMap((one) => this.room.people.person(one)?.name ?? []);
  });

  /** everybody else who is here; a robot looks nowhere, so it is nobody to go with or to show something */
  readonly others: ReadonlySignal<readonly Participant[]> = computed(() => {
    const { you, clients } = this.room.people;
    const here = new Set([...clients.value.values()].map(({ participant }) => participant));
    here.delete(you.value?.participant ?? 0);
    return [...here].flatMap((one) => this.room.people.person(one) ?? []).filter(({ robot }) => robot === undefined);
  });

  get request(): ReadonlySignal<LookRequest | undefined> {
    return this.#request;
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    this.#cancelWait();
    this.#cancelOffer();
  }

  // ---- what a person does

  /** From now on this window goes with somebody's; false: they have none here. */
  follow(participant: number): boolean {
    const client = this.#clientOf(participant);
    if (client === undefined) return false;
    this.#cancelWait();
    this.#following.value = { participant, client };
    this.room.view.goWith(client);
    this.#send({ type: "follow", client });
    return true;
  }

  stop(): void {
    if (this.#following.peek() === undefined) return;
    this.#end();
    this.#send({ type: "follow", client: null });
  }

  /** Asks everybody to look where this person is. */
  lookHere(): void {
    this.#send({ type: "look", file: this.room.tabs.shown.peek(), line: this.room.view.ownLine() });
  }

  /** Goes where an owner asks to look, or has asked. */
  go(look: LookThere | undefined = this.#request.peek()): void {
    if (look === undefined) return;
    this.dismiss();
    this.stop();
    this.room.workbench.uncover();
    this.room.view.goToLine(look.line, look.file);
  }

  dismiss(): void {
    this.#cancelOffer();
    this.#request.value = undefined;
  }

  /** Changes what this person is called, or their colour. */
  change(profile: Omit<Extract<PeopleMessage, { type: "profile" }>, "type">): void {
    this.#send({ type: "profile", ...profile });
  }

  // ---- what the other half says

  message(data: unknown): void {
    // from the server that this page came from
    const told = data as ServerPeopleMessage;
    if (told.type === "follows") this.#onFollows(told);
    else this.#onLook(told);
  }

  #onFollows({ follower, leader, was }: Extract<ServerPeopleMessage, { type: "follows" }>): void {
    const me = this.room.people.you.peek()?.client;
    if (follower === me) {
      if (leader === null && was !== null && was === this.#following.peek()?.client) this.#lost(was);
      return;
    }
    const followers = new Set(this.#followers.peek());
    if (leader === me) followers.add(follower);
    else followers.delete(follower);
    this.#setFollowers(followers);
    this.#surroundings.announce(words.value.followers(this.followers.peek()));
  }

  /** The server says that it is over: they have gone, or it went in a circle. */
  #lost(client: number): void {
    const participant = this.room.people.clients.peek().get(client)?.participant;
    if (participant === undefined) return this.#look();
    this.#end();
    const name = this.room.people.nameOf(participant);
    this.#surroundings.show(
      this.#followers.peek().has(client) ? words.value.followsYouNow(name) : words.value.wentInCircle(name),
    );
  }

  #onLook({ client, file, line }: LookThere): void {
    const { room, people, tabs, view, workbench } = this.room;
    const participant = people.clients.peek().get(client)?.participant;
    if (participant === undefined) return;
    const files = room.peek()?.files.filter(({ deleted }) => deleted === undefined) ?? [];
    const name = files.length > 1 ? files.find((one) => one.file === file)?.name : undefined;
    const you = people.you.peek();
    if (client === you?.client) return this.#surroundings.show(words.value.hasAsked(line, name));
    if (participant === you?.participant) return;
    const by = this.room.people.nameOf(participant);
    if (file === tabs.shown.peek() && line === view.ownLine())
      return this.#surroundings.show(words.value.asksToLookHere(by));
    const text = words.value.asksToLook(by, line, name);
    const asked = { client, file, line, text };
    this.dismiss();
    this.#request.value = asked;
    this.#cancelOffer = this.#surroundings.after(OFFERED_MS, () => this.dismiss());
    // under a sheet nothing of it can be pressed
    const isCovered = workbench.isPhone.peek() && workbench.shown.peek().size > 0;
    this.#surroundings.asked(text, () => this.go(asked), !isCovered);
  }

  // ---- what changes around it

  /** The server forgets who follows whom with the connection. */
  #connected(isLive: boolean): void {
    if (!isLive) return this.#setFollowers(new Set());
    const client = this.#following.peek()?.client;
    if (client !== undefined) this.#send({ type: "follow", client });
  }

  /** Whoever is followed may have gone, or may be back. */
  #look(): void {
    const following = this.#following.peek();
    if (following === undefined || !this.#isLive.peek()) return;
    const { participant, client } = following;
    if (client !== undefined && this.room.people.clients.peek().has(client)) return;
    if (this.follow(participant) || client === undefined) return;
    this.#following.value = { participant, client: undefined };
    this.room.view.goWith(undefined);
    this.#cancelWait = this.#surroundings.after(WAIT_MS, () => {
      this.#end();
      this.#surroundings.show(words.value.followedLeft(this.room.people.nameOf(participant)));
    });
  }

  /** Whoever shows another file than the one they are in does not follow them any more. */
  #lookAtFile(): void {
    const client = this.#following.peek()?.client;
    const file = client === undefined ? undefined : this.room.people.inFile.peek().get(client);
    if (file !== undefined && file !== this.room.tabs.shown.peek()) this.stop();
  }

  #end(): void {
    this.#cancelWait();
    this.#following.value = undefined;
    this.room.view.goWith(undefined);
  }

  #setFollowers(followers: ReadonlySet<number>): void {
    this.#followers.value = followers;
    this.room.view.tell(followers.size > 0);
  }

  #clientOf(participant: number): number | undefined {
    const here = [...this.room.people.clients.peek().values()].filter((client) => client.participant === participant);
    const clients = here.map(({ client }) => client);
    return clientOf(clients, this.room.people.inFile.peek(), this.room.people.states.peek());
  }

  #send(message: PeopleMessage): void {
    this.room.send(message);
  }
}
