// What the page knows of roles, links and who waits, and what it asks for. Draws nothing.
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Role } from "#protocol/events.ts";
import type { FeatureRoom } from "../../ui/feature.ts";
import { hereWords } from "../../ui/roomList.ts";
import type { notify } from "../../ui/notify.ts";
import type { LinkKind, NewSettings, RolesRequest, RolesState, Told, Waiting } from "./messages.ts";

/** What of a room the roles need. */
type Room = Pick<FeatureRoom, "roomId" | "room" | "you" | "clients" | "status" | "key" | "send">;

/** What is open over the room; a number is the person who is being managed. */
export type Open = "share" | "settings" | "waiting" | number;

const ROLE_NEWS: Readonly<Record<Role, string>> = {
  owner: "You are an owner of this room now: its settings and links are yours to change.",
  editor: "You may edit now.",
  viewer: "You may read now, not edit. An owner of the room can change that.",
};

/** What the end of a visit is told as, besides in the status line: somebody has decided it. */
const DECIDED = new Set(["removed", "room_closed"]);

export class RolesModel {
  readonly room: Room;
  readonly state = signal<RolesState | undefined>(undefined);
  readonly open = signal<Open | undefined>(undefined);
  /** secret links that were made here: nobody can ask for them again */
  readonly made = signal<ReadonlyMap<LinkKind, string>>(new Map());
  readonly role = computed(() => this.room.you.value?.role);
  readonly isOwner = computed(() => this.role.value === "owner");
  readonly isClosed = computed(() => this.state.value?.settings.closed === true);
  readonly waiting: ReadonlySignal<readonly Waiting[]> = computed(() =>
    this.isOwner.value ? (this.state.value?.waiting ?? []) : [],
  );
  /** who else is in the room now, in words */
  readonly others = computed(() => {
    const { room, clients, you } = this.room;
    if (room.value === undefined) return "";
    const here = [...new Set([...clients.value.values()].map(({ participant }) => participant))];
    return hereWords({ ...room.value, here }, you.value?.participant);
  });
  /** there is somebody to hear what is asked */
  readonly isLive = computed(() => ["saved", "saving", "readOnly"].includes(this.room.status.value.state));
  /** an owner's wishes are heard: a closed room takes none but to be opened */
  readonly canSet = computed(() => this.isLive.value && !this.isClosed.value);
  readonly #notify: typeof notify;
  readonly #home: string;
  readonly #stop: (() => void)[];

  /** `home`: the address of the home page, with its closing slash. */
  constructor(room: Room, home: string, tell: typeof notify) {
    this.room = room;
    this.#home = home;
    // what is shown in passing is no reason to look at the role again
    this.#notify = (news) => untracked(() => tell(news));
    this.#stop = [this.#tellOfRole(), this.#tellOfStatus()];
  }

  message(data: unknown): void {
    const told = data as Told;
    if (told.type === "state") {
      const before = new Set(this.waiting.peek().map(({ waiting }) => waiting));
      this.state.value = told;
      for (const { waiting, name } of this.waiting.peek()) if (!before.has(waiting)) this.#tellWhoWaits(name);
    } else if (told.kind === "edit" || told.kind === "owner") {
      this.made.value = new Map(this.made.value).set(told.kind, new URL(told.link, this.#home).href);
    }
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }

  // ---- what an owner asks for; the server decides

  set(settings: NewSettings): void {
    this.#ask({ type: "settings", ...settings });
  }

  /** Makes the link anew, which ends the one before. */
  makeLink(kind: LinkKind): void {
    this.#ask({ type: "link", kind, on: true });
  }

  takeLinkBack(kind: LinkKind): void {
    const others = new Map(this.made.value);
    others.delete(kind);
    this.made.value = others;
    this.#ask({ type: "link", kind, on: false });
  }

  setRole(participant: number, role: Role): void {
    this.#ask({ type: "person", participant, role });
  }

  setEveryone(role: "editor" | "viewer"): void {
    this.#ask({ type: "everyone", role });
  }

  handOver(participant: number): void {
    this.#ask({ type: "handOver", participant });
  }

  /** `links`: the link by which they came stops working, too. */
  remove(participant: number, links: boolean): void {
    this.#ask({ type: "remove", participant, links });
  }

  /** Without a number: everybody who waits. */
  decide(admit: boolean, waiting?: number): void {
    this.#ask({ type: "lobby", admit, ...(waiting !== undefined && { waiting }) });
  }

  #ask(request: RolesRequest): void {
    this.room.send(request);
  }

  // ---- what is told in passing

  #tellWhoWaits(name: string): void {
    const go = (): void => {
      this.open.value = "waiting";
    };
    this.#notify({ kind: "waiting", text: `${name} waits to be let in`, about: "waiting", go });
  }

  #tellOfRole(): () => void {
    let before: Role | undefined;
    return effect(() => {
      const role = this.role.value;
      if (role !== undefined && before !== undefined && role !== before)
        this.#notify({ kind: "roleChanged", text: ROLE_NEWS[role], about: "role" });
      before = role ?? before;
      // what only owners open does not stay open
      if (role !== "owner" && this.open.peek() !== "share") this.open.value = undefined;
    });
  }

  #tellOfStatus(): () => void {
    let hasWaited = false;
    return effect(() => {
      const status = this.room.status.value;
      const isIn = this.room.you.value !== undefined;
      if (status.state === "ended" && isIn && DECIDED.has(status.code))
        this.#notify({ kind: "removed", text: status.message, isShown: true });
      // it would be open again when the room is
      if (status.state === "ended") this.open.value = undefined;
      if (hasWaited && isIn) this.#notify({ kind: "admitted", text: "You are let in." });
      hasWaited = (hasWaited || status.state === "waiting") && !isIn;
    });
  }
}
