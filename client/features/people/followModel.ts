// One opening of a room: whom this window follows, who follows it, and where an owner asks to look. Draws nothing.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { PresenceState } from "#protocol/messages.ts";
import type { Participant } from "#protocol/events.ts";
import type { FeatureRoom } from "../../ui/feature.ts";
import { tabOf } from "../../ui/roomLookups.ts";
import type { Look, PeopleRequest, Told } from "./messages.ts";

/** Somebody who is followed and goes may only load their page anew. */
const WAIT_MS = 10_000;

/** What the model needs of the page. */
export interface FollowPage {
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Tells the person in passing. */
  show(sentence: string): void;
  /** Has a screen reader say what is shown elsewhere. */
  announce(sentence: string): void;
  /** An owner asks to look there. */
  asked(sentence: string, go: () => void): void;
}

/** Whom this window follows, by their number and that of their tab; without a tab they have gone, and may be back. */
interface Following {
  readonly participant: number;
  readonly client: number | undefined;
}

export type FollowState = PresenceState | "with it" | "gone";

/** Where an owner asks to look, in words too. */
interface Offer extends Look {
  readonly text: string;
}

export class FollowModel {
  readonly room: FeatureRoom;
  readonly #page: FollowPage;
  readonly #following = signal<Following | undefined>(undefined);
  /** the tabs that follow this one */
  readonly #followers = signal<ReadonlySet<number>>(new Set());
  readonly #offer = signal<Offer | undefined>(undefined);
  readonly #isLive = computed(() => ["saved", "saving", "readOnly"].includes(this.room.status.value.state));
  readonly #stopListening: (() => void)[];
  #cancelWait = (): void => {};

  constructor(room: FeatureRoom, page: FollowPage) {
    this.room = room;
    this.#page = page;
    this.#stopListening = [
      this.#isLive.subscribe((isLive) => this.#connected(isLive)),
      room.status.subscribe(({ state }) => {
        // nobody is there to be followed, nor known to come back
        if (state === "ended" && this.#following.peek() !== undefined) this.#end();
      }),
      room.clients.subscribe(() => this.#look()),
      room.file.subscribe(() => queueMicrotask(() => this.#lookAtFile())),
    ];
  }

  /** whom this window follows, and how far they are with it */
  readonly leader: ReadonlySignal<{ readonly person: Participant; readonly state: FollowState } | undefined> = computed(
    () => {
      const following = this.#following.value;
      const person = following && this.#personOf(following.participant);
      if (!following || !person) return undefined;
      const { client } = following;
      return { person, state: client === undefined ? "gone" : (this.room.states.value.get(client) ?? "with it") };
    },
  );

  /** the names of those who follow this window */
  readonly followers: ReadonlySignal<readonly string[]> = computed(() => {
    const participants = [...this.#followers.value].map((client) => this.room.clients.value.get(client)?.participant);
    return [...new Set(participants)].flatMap((one) => this.#personOf(one)?.name ?? []);
  });

  get offer(): ReadonlySignal<Offer | undefined> {
    return this.#offer;
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    this.#cancelWait();
  }

  // ---- what a person does

  /** From now on this window goes with somebody's; false: they have none here. */
  follow(participant: number): boolean {
    const client = this.#tabOf(participant);
    if (client === undefined) return false;
    this.#cancelWait();
    this.#following.value = { participant, client };
    this.room.goWith(client);
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
    this.#send({ type: "look", file: this.room.file.peek(), line: this.room.ownLine() });
  }

  /** Goes where an owner asks to look, or has asked. */
  go(look: Look | undefined = this.#offer.peek()): void {
    if (look === undefined) return;
    this.#offer.value = undefined;
    this.stop();
    this.room.goToLine(look.line, look.file);
  }

  dismiss(): void {
    this.#offer.value = undefined;
  }

  /** Changes what this person is called, or their colour. */
  change(profile: Omit<Extract<PeopleRequest, { type: "profile" }>, "type">): void {
    this.#send({ type: "profile", ...profile });
  }

  // ---- what the other half says

  message(data: unknown): void {
    // from the server that this page came from
    const told = data as Told;
    if (told.type === "follows") this.#onFollows(told);
    else this.#onLook(told);
  }

  #onFollows({ follower, leader, was }: Extract<Told, { type: "follows" }>): void {
    const me = this.room.you.peek()?.client;
    if (follower === me) {
      if (leader === null && was !== null && was === this.#following.peek()?.client) this.#lost(was);
      return;
    }
    const followers = new Set(this.#followers.peek());
    if (leader === me) followers.add(follower);
    else followers.delete(follower);
    this.#setFollowers(followers);
    this.#page.announce(followersWords(this.followers.peek()));
  }

  /** The server says that it is over: they have gone, or it went in a circle. */
  #lost(client: number): void {
    const participant = this.room.clients.peek().get(client)?.participant;
    if (participant === undefined) return this.#look();
    this.#end();
    const name = this.#nameOf(participant);
    this.#page.show(
      this.#followers.peek().has(client)
        ? `${name} follows you now, so you do not follow them any more.`
        : `You do not follow ${name} any more: it would have gone in a circle.`,
    );
  }

  #onLook({ client, file, line }: Look): void {
    const room = this.room.room.peek();
    const participant = this.room.clients.peek().get(client)?.participant;
    if (participant === undefined || participant === this.room.you.peek()?.participant) return;
    const files = room?.files.filter(({ deleted }) => deleted === undefined) ?? [];
    const name = files.length > 1 ? files.find((one) => one.file === file)?.name : undefined;
    const where = name === undefined ? `line ${line}` : `${name}, line ${line}`;
    const text = `${this.#nameOf(participant)} asks everyone to look at ${where}`;
    const asked = { client, file, line, text };
    this.#offer.value = asked;
    this.#page.asked(text, () => this.go(asked));
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
    if (client !== undefined && this.room.clients.peek().has(client)) return;
    if (this.follow(participant) || client === undefined) return;
    this.#following.value = { participant, client: undefined };
    this.room.goWith(undefined);
    this.#cancelWait = this.#page.after(WAIT_MS, () => {
      this.#end();
      this.#page.show(`You do not follow ${this.#nameOf(participant)} any more: they have left.`);
    });
  }

  /** Whoever shows another file than the one they are in does not follow them any more. */
  #lookAtFile(): void {
    const client = this.#following.peek()?.client;
    const file = client === undefined ? undefined : this.room.inFile.peek().get(client);
    if (file !== undefined && file !== this.room.file.peek()) this.stop();
  }

  #end(): void {
    this.#cancelWait();
    this.#following.value = undefined;
    this.room.goWith(undefined);
  }

  #setFollowers(followers: ReadonlySet<number>): void {
    this.#followers.value = followers;
    this.room.tellView(followers.size > 0);
  }

  #tabOf(participant: number): number | undefined {
    const here = [...this.room.clients.peek().values()].filter((client) => client.participant === participant);
    const clients = here.map(({ client }) => client);
    return tabOf(clients, this.room.inFile.peek(), this.room.states.peek());
  }

  #personOf(participant: number | undefined): Participant | undefined {
    return this.room.room.value?.participants.find((one) => one.participant === participant);
  }

  #nameOf(participant: number): string {
    return this.room.room.peek()?.participants.find((one) => one.participant === participant)?.name ?? "Somebody";
  }

  #send(message: PeopleRequest): void {
    this.room.send(message);
  }
}

/** How many follow, and who when it is one. */
export function followersWords(names: readonly string[]): string {
  if (names.length === 0) return "Nobody follows you any more";
  return names.length === 1 ? `${names[0]} follows you` : `${names.length} people follow you`;
}
