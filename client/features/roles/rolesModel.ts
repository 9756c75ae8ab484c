// What the page knows of roles, links and who waits, and what it asks for. Draws nothing.
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Participant, Role } from "#protocol/events.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { hereWords } from "../../ui/parts/listedNames.ts";
import type { notify } from "../../ui/parts/notify.ts";
import type {
  LinkKind,
  LinksToo,
  NewSettings,
  LinksQuestion,
  Revokes,
  RolesMessage,
  RolesState,
  ServerRolesMessage,
  UndoOffer,
  Waiting,
} from "../../../server/features/roles/messages.ts";
import { words } from "./words.room.ts";
import { isConnected } from "../../sync/status.ts";

/** What of a room the roles need. */
type RolesRoom = Pick<PageRoom, "roomId" | "room" | "status" | "key" | "send"> & {
  readonly people: Pick<PageRoom["people"], "you" | "clients" | "isOwner" | "person">;
};

/** What is open over the room: more ways are those to share, closing and deleting are questions in the settings; a number is the person who is being managed. */
export type Open =
  "share" | "moreWays" | "settings" | "closing" | "deleting" | "waiting" | "viewers" | "taken" | number;

/** What was told once and cannot be asked for again: a secret link, or a join code. */
interface Made {
  readonly text: string;
  /** when it was made; undefined: not known yet */
  readonly made: number | undefined;
}

/** What was taken from somebody just now. */
export interface Taken extends UndoOffer {
  /** until when it can be undone, in ms since 1970 by this browser's clock */
  readonly until: number;
}

/** What the end of a visit is told as, besides in the status line: somebody has decided it. */
const DECIDED = new Set(["removed", "room_closed", "not_admitted"]);

/** The least first. */
export const RANKS: readonly Role[] = ["viewer", "editor", "owner"];

/** What somebody can be made, or stay: only people own rooms. */
export const rolesFor = ({ robot }: Pick<Participant, "robot">): readonly Role[] =>
  robot === undefined ? RANKS : RANKS.filter((role) => role !== "owner");

export class RolesModel {
  readonly room: RolesRoom;
  readonly state = signal<RolesState | undefined>(undefined);
  readonly open = signal<Open | undefined>(undefined);
  /** the answer to `question` */
  readonly revokes = signal<Revokes | undefined>(undefined);
  readonly taken = signal<Taken | undefined>(undefined);
  /** the same, while it can be undone */
  readonly undoable = signal<Taken | undefined>(undefined);
  readonly #made = signal<ReadonlyMap<LinkKind, Made>>(new Map());
  #question: LinksQuestion | undefined;
  /** who is to be removed as soon as it is known what that closes */
  #ejecting: number | undefined;
  readonly role = computed(() => this.room.people.you.value?.role);
  readonly isClosed = computed(() => this.state.value?.settings.closed === true);
  readonly waiting: ReadonlySignal<readonly Waiting[]> = computed(() =>
    this.room.people.isOwner.value ? (this.state.value?.waiting ?? []) : [],
  );
  /** who else is in the room now, in words */
  readonly others = computed(() => {
    const { room, people } = this.room;
    const { clients, you } = people;
    if (room.value === undefined) return "";
    const here = [...new Set([...clients.value.values()].map(({ participant }) => participant))];
    return hereWords({ ...room.value, here }, you.value?.participant);
  });
  /** there is somebody to hear what is asked */
  readonly isLive = computed(() => isConnected(this.room.status.value));
  /** an owner's wishes are heard: a closed room takes none but to be opened */
  readonly canSet = computed(() => this.isLive.value && !this.isClosed.value);
  readonly #notify: typeof notify;
  readonly #home: string;
  readonly #stop: (() => void)[];

  /** `home`: the address of the home page, with its closing slash. */
  constructor(room: RolesRoom, home: string, tell: typeof notify) {
    this.room = room;
    this.#home = home;
    // what is shown in passing is no reason to look at the role again
    this.#notify = (news) => untracked(() => tell(news));
    this.#stop = [this.#tellOfRole(), this.#tellOfStatus()];
  }

  message(data: unknown): void {
    const told = data as ServerRolesMessage;
    if (told.type === "revokes") this.#answered(told);
    else if (told.type === "made") this.#keepMade(told.kind, told.kind === "code" ? told.code : told.link);
    else this.#beTold(told);
  }

  #beTold(state: RolesState): void {
    const before = new Set(this.waiting.peek().map(({ waiting }) => waiting));
    this.state.value = state;
    for (const { waiting, name } of this.waiting.peek()) if (!before.has(waiting)) this.#tellWhoWaits(name);
    this.#forgetMade(({ made }, kind) => made !== undefined && made !== this.#dateOf(kind));
    if (state.undo?.link !== undefined) this.#keepMade("edit", state.undo.link);
    if (state.undo) this.#showTaken(state.undo);
    // what would close may be something else by now
    if (this.#question) this.#ask({ type: "revokes", ...this.#question });
  }

  // ---- what is told once

  /** The link or code that was made here, as long as it is the one that there is. */
  made(kind: LinkKind): string | undefined {
    return this.#made.value.get(kind)?.text;
  }

  #keepMade(kind: LinkKind, told: string): void {
    const text = kind === "code" ? told : new URL(told, this.#home).href;
    this.#made.value = new Map(this.#made.value).set(kind, { text, made: this.#dateOf(kind) });
  }

  #forgetMade(isGone: (made: Made, kind: LinkKind) => boolean): void {
    this.#made.value = new Map([...this.#made.value].filter(([kind, made]) => !isGone(made, kind)));
  }

  #dateOf(kind: LinkKind): number | undefined {
    return this.state.peek()?.links?.[kind]?.made;
  }

  // ---- what closes when something is taken from somebody

  /** Asks, and again whenever something has changed, until the returned function is called. */
  askWhatCloses(question: LinksQuestion): () => void {
    this.#question = question;
    this.revokes.value = undefined;
    this.#ask({ type: "revokes", ...question });
    return () => {
      if (this.#question !== question) return;
      this.#question = undefined;
      this.revokes.value = undefined;
    };
  }

  /** Removes somebody and closes all links that they know, whichever those are; for owners. */
  readonly eject = computed(() =>
    this.room.people.isOwner.value && this.canSet.value
      ? (participant: number): void => {
          this.#ejecting = participant;
          this.#ask({ type: "revokes", participant });
        }
      : undefined,
  );

  #answered(told: Revokes): void {
    if (this.#ejecting !== undefined && told.participant === this.#ejecting && told.role === undefined) {
      this.#ejecting = undefined;
      return this.remove(told.participant, { links: true, shown: told.shown });
    }
    const { participant, role } = this.#question ?? {};
    if (this.#question && told.participant === participant && told.role === role) this.revokes.value = told;
  }

  #showTaken(undo: UndoOffer): void {
    this.taken.value = this.undoable.value = { ...undo, until: Date.now() + undo.forMs };
    // the bar above the code cannot be reached while the list of people is open
    this.open.value = "taken";
  }

  undo(taken: Taken): void {
    this.#ask({ type: "undo", undo: taken.undo });
    this.leaveTaken(taken);
  }

  /** It is too late, or nobody wants it back. */
  leaveTaken(taken: Taken): void {
    if (this.undoable.peek() === taken) this.undoable.value = undefined;
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
    this.#forgetMade((_, made) => made === kind);
    this.#ask({ type: "link", kind, on: false });
  }

  setRole(participant: number, role: Role, links?: LinksToo): void {
    this.#ask({ type: "person", participant, role, ...links });
  }

  setEveryone(role: "editor" | "viewer", links?: LinksToo): void {
    this.#ask({ type: "everyone", role, ...links });
  }

  handOver(participant: number, shown: string): void {
    this.#ask({ type: "handOver", participant, shown });
  }

  remove(participant: number, links: LinksToo): void {
    this.#ask({ type: "remove", participant, ...links });
  }

  /** Without a number: everybody who waits. */
  decide(admit: boolean, waiting?: number): void {
    this.#ask({ type: "lobby", admit, ...(waiting !== undefined && { waiting }) });
  }

  #ask(request: RolesMessage): void {
    this.room.send(request);
  }

  // ---- what is told in passing

  #tellWhoWaits(name: string): void {
    const go = (): void => {
      this.open.value = "waiting";
    };
    const { waits, showWaiting: goName } = words.value;
    this.#notify({ kind: "waiting", text: waits(name), about: "waiting", go, goName });
  }

  #tellOfRole(): () => void {
    let before: Role | undefined;
    return effect(() => {
      const role = this.role.value;
      if (role !== undefined && before !== undefined && role !== before)
        this.#notify({ kind: "roleChanged", text: words.value.nowYouAre[role], about: "role" });
      before = role ?? before;
      // what only owners open does not stay open
      if (role !== "owner" && !["share", "moreWays"].includes(String(this.open.peek()))) this.open.value = undefined;
    });
  }

  #tellOfStatus(): () => void {
    let hasWaited = false;
    return effect(() => {
      const status = this.room.status.value;
      const isIn = this.room.people.you.value !== undefined;
      if (status.state === "ended" && isIn && DECIDED.has(status.code))
        this.#notify({ kind: "removed", text: status.message, isShown: true });
      // it would be open again when the room is
      if (status.state === "ended") this.open.value = undefined;
      if (hasWaited && isIn) this.#notify({ kind: "admitted", text: words.value.letIn });
      hasWaited = (hasWaited || status.state === "waiting") && !isIn;
    });
  }
}
