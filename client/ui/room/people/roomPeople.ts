// Who is in one opening of a room, and how this page calls them. Draws nothing.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Participant, RoomDetails } from "#protocol/events.ts";
import type { ConnectedClient, You } from "#protocol/serverMessages.ts";
import type { Participation } from "../../../sync/participation.ts";
import { notify } from "../../parts/notify.ts";
import { words } from "../../words.ts";

interface RoomPeopleOptions {
  /** its people by what this page calls them */
  readonly room: ReadonlySignal<Pick<RoomDetails, "participants"> | undefined>;
  /** What a feature calls its robot in the page's language. */
  robot(feature: string): string | undefined;
  /** Leads to who is here. */
  go(): void;
}

export class RoomPeople {
  readonly you = signal<You | undefined>(undefined);
  /** who is here, by the number of the tab */
  readonly clients = signal<ReadonlyMap<number, ConnectedClient>>(new Map());
  /** participants who may be back in a moment */
  readonly leaving = signal<ReadonlyMap<number, unknown>>(new Map());
  readonly isOwner = computed(() => this.you.value?.role === "owner");
  readonly #options: RoomPeopleOptions;

  constructor(options: RoomPeopleOptions) {
    this.#options = options;
  }

  heard({ you, clients, leaving }: Pick<Participation, "you" | "clients" | "leaving">): void {
    this.you.value = you;
    this.clients.value = clients;
    this.leaving.value = leaving;
  }

  person(participant: number | undefined): Participant | undefined {
    return this.#options.room.value?.participants.find((one) => one.participant === participant);
  }

  nameOf(participant: number | undefined): string {
    return this.person(participant)?.name ?? words.value.somebody;
  }

  /** A robot has a number behind its name where somebody else is called so. */
  named(person: Participant): Participant {
    const name = person.robot === undefined ? undefined : this.#options.robot(person.robot);
    return name === undefined ? person : { ...person, name: person.name.replace(/^.*?(?=(?: \(\d+\))?$)/, name) };
  }

  /** Who comes and goes is one piece of news, however often. */
  tellOf(kind: "joined" | "left", person: Participant, what: (name: string) => string): void {
    const { participant, name } = this.named(person);
    notify({ kind, text: what(name), about: `here ${participant}`, go: () => this.#options.go() });
  }
}
