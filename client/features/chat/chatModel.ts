// One opening of a room's chat: what was read of it, what this tab has to say, what is unread. Draws nothing.
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { cleanName } from "#protocol/names.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { LogReader } from "../../ui/parts/logs/logReader.ts";
import type { Alerts, ChatMemory } from "./chatMemory.ts";
import { LoadedMessages, type Reading } from "./loadedMessages.ts";
import type {
  ChatMessage,
  Saying,
  ServerChatMessage,
  ShownEntry,
  ShownPage,
} from "../../../server/features/chat/messages.ts";
import { PAGE_ENTRIES, TEXT_CHARACTERS } from "./bounds.ts";
import { addressedIn, mentions } from "./parts.ts";
import { words } from "./words.ts";

/** Entries. */
const MOST_BEHIND = 300;
/** As many entries stay in memory; older ones can be read again. */
const MOST_LOADED = 3_000;
/** What is not answered by then is sent again, which is harmless. */
const AGAIN_AFTER_MS = 5_000;
const SNIPPET_CHARACTERS = 90;
const OUTBOX_MOST = 50;

/** What the chat needs of the page. */
export interface ChatSurroundings {
  readonly memory: ChatMemory;
  newId(): string;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Somebody can be reading. */
  isVisible(): boolean;
  /** Shows the chat. */
  open(): void;
  /** Folds what lies over the code. */
  uncover(): void;
  /** Runs once the page shows what has changed. */
  next(run: () => void): void;
  /** Tells the person in passing; `until`: they need it no more. */
  show(sentence: string, until?: AbortSignal): void;
  /** Somebody has named this person; `go` leads there, `seen`: they have read it. */
  mentioned(sentence: string, go: () => void, seen: AbortSignal): void;
}

/** What the chat needs of the room. */
type ChatRoom = Pick<PageRoom, "roomId" | "room" | "status" | "send" | "addressed"> & {
  readonly people: Pick<PageRoom["people"], "you" | "clients" | "isOwner" | "nameOf">;
  readonly tabs: Pick<PageRoom["tabs"], "shown">;
  readonly view: Pick<PageRoom["view"], "goToLine">;
  readonly workbench: Pick<PageRoom["workbench"], "isPhone">;
};

/** A message of one's own that is being changed. */
export interface Editing {
  readonly message: number;
  readonly text: string;
}

export class ChatModel {
  readonly room: ChatRoom;
  readonly reading = signal<Reading>({ messages: [], cleared: undefined });
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly isLoading: ReadonlySignal<boolean>;
  readonly isOpen = signal(false);
  readonly unread = signal(0);
  /** said here and not known to be stored, the oldest first */
  readonly outbox = signal<readonly Saying[]>([]);
  readonly draft = signal("");
  readonly editing = signal<Editing | undefined>(undefined);
  readonly alerts = signal<Alerts>("all");
  /** whether this person wants all messages to go is asked */
  readonly isAskedToClear = signal(false);
  /** the message, by its version, to which the person is led; whoever shows it takes it back */
  readonly sought = signal<number | undefined>(undefined);

  readonly #surroundings: ChatSurroundings;
  readonly #log = new LogReader<ShownEntry, LoadedMessages>({
    begin: (at) => new LoadedMessages(at),
    ask: (from, to) => this.room.send({ type: "read", from, to } satisfies ChatMessage),
    pageEntries: PAGE_ENTRIES,
    mostBehind: MOST_BEHIND,
  });
  #seen: number;
  /** of what is told and not read yet */
  #untilRead = new AbortController();
  #inFlight: string | undefined;
  #cancelAgain = (): void => {};

  constructor(room: ChatRoom, surroundings: ChatSurroundings) {
    this.room = room;
    this.#surroundings = surroundings;
    this.hasOlder = this.#log.hasOlder;
    this.isLoading = this.#log.isLoading;
    const { draft, outbox } = surroundings.memory.unsent(room.roomId);
    this.draft.value = draft;
    this.outbox.value = outbox;
    this.alerts.value = surroundings.memory.alerts;
    this.#seen = surroundings.memory.seen(room.roomId);
  }

  close(): void {
    this.#cancelAgain();
  }

  // ---- what a person does

  /** It is there to be read from now on, or not any more. */
  setOpen(isOpen: boolean): void {
    this.isOpen.value = isOpen;
    if (!isOpen) this.isAskedToClear.value = false;
    if (isOpen && this.reading.value.messages.length < PAGE_ENTRIES / 2) this.readOlder();
    this.look();
  }

  setAlerts(alerts: Alerts): void {
    this.alerts.value = alerts;
    this.#surroundings.memory.alerts = alerts;
  }

  write(text: string): void {
    const editing = this.editing.value;
    if (editing !== undefined) {
      this.editing.value = { ...editing, text };
      return;
    }
    this.draft.value = text;
    this.#keep();
  }

  /** What goes along with the draft, and to whom, where it is said to more than the room; undefined: it is not. */
  get sends(): string | undefined {
    const { value: addressed } = this.room.addressed;
    if (this.editing.value !== undefined || !addressed) return undefined;
    const question = addressedIn(this.draft.value.trimStart(), addressed.name);
    return question === undefined ? undefined : addressed.sends(question);
  }

  /** Says the draft, or changes the message that is being edited. */
  submit(): void {
    const editing = this.editing.value;
    const text = (editing?.text ?? this.draft.value).trim();
    if (text === "") return;
    if (this.outbox.value.length >= OUTBOX_MOST) return this.#surroundings.show(words.value.tooMuchWaits);
    if (editing === undefined) {
      this.draft.value = "";
      this.#say({ type: "say", id: this.#surroundings.newId(), text });
      const { value: addressed } = this.room.addressed;
      const question = addressed && addressedIn(text, addressed.name);
      if (question) addressed.ask(question);
      return;
    }
    this.editing.value = undefined;
    const before = this.reading.value.messages.find(({ version }) => version === editing.message);
    if (before?.text !== text)
      this.#say({ type: "edit", id: this.#surroundings.newId(), message: editing.message, text });
  }

  withdraw(message: number): void {
    this.#say({ type: "withdraw", id: this.#surroundings.newId(), message });
  }

  /** Owners alone, and where there is something. */
  readonly mayClear = computed(() => this.room.people.isOwner.value && this.reading.value.messages.length > 0);

  askToClear(): void {
    this.#surroundings.open();
    this.isAskedToClear.value = true;
  }

  /** For everybody; the server lets owners alone. */
  clear(): void {
    this.#say({ type: "clear", id: this.#surroundings.newId() });
  }

  /** Shows a line of the code; where the chat lies over it, the chat gives way. */
  goToLine(line: number, file: number): void {
    this.#surroundings.uncover();
    this.#surroundings.next(() => this.room.view.goToLine(line, file));
  }

  readOlder(): void {
    this.#log.readOlder();
  }

  /** Counts what is unread, and all as read where somebody can be reading. */
  look(): void {
    const head = this.#log.log?.head ?? 0;
    if (this.isOpen.value && this.#surroundings.isVisible() && head > this.#seen) {
      this.#seen = head;
      this.#untilRead.abort();
      this.#untilRead = new AbortController();
      this.#surroundings.memory.setSeen(this.room.roomId, head);
    }
    const me = this.#me;
    this.unread.value = this.reading.value.messages.filter(
      ({ version, participant, isWithdrawn }) => version >= this.#seen && participant !== me && !isWithdrawn,
    ).length;
  }

  // ---- what the other half says

  message(data: unknown): void {
    // from the server that this page came from
    const told = data as ServerChatMessage;
    batch(() => {
      switch (told.type) {
        case "head":
          return this.#onHead(told.start, told.head);
        case "entries":
          return this.#onEntries(told);
        case "page":
          return this.#onPage(told);
        case "refused":
          return this.#onRefused(told.id, words.value.refused[told.why]);
      }
    });
  }

  /** The connection is there, for the first time or again; or this window was too slow. */
  #onHead(start: number, head: number): void {
    this.#log.head(start, head);
    // nobody has seen what does not exist: the room's data were lost, and it began anew
    this.#seen = Math.min(this.#seen, head);
    if (!this.#log.readOn() && this.#log.log?.from === head && (this.isOpen.value || this.#seen < head))
      this.readOlder();
    this.#changed();
    this.#inFlight = undefined;
    this.#send();
  }

  #onEntries(page: ShownPage): void {
    const from = this.#log.entries(page);
    if (from === undefined) return;
    const { head = 0, from: first = 0 } = this.#log.log ?? {};
    if (head - first > MOST_LOADED) this.#log.forget(head - MOST_LOADED / 2);
    for (const [index, entry] of page.entries.entries()) {
      if (entry?.type === "cleared") this.#log.beginsAt(page.from + index);
      if (entry?.type === "said" && page.from + index >= from) this.#alert(entry, page.from + index);
    }
    this.#log.forget(this.#log.start);
    this.#changed();
    this.#acknowledge(page);
  }

  #onPage(page: ShownPage): void {
    const before = this.reading.value.messages.length;
    const { from, head: missedFrom = 0 } = this.#log.log ?? {};
    const isAll = this.#log.page(page);
    this.#changed();
    this.#tellMissed(missedFrom);
    this.#acknowledge(page);
    if (!isAll || this.#log.readOn() || this.#log.log?.from === from) return;
    // a page of nothing but changes shows nothing
    if (this.isOpen.value && this.reading.value.messages.length === before) this.readOlder();
  }

  /** Whoever is mentioned learns of it also where they were away, or their window was too slow; the rest is counted alone. */
  #tellMissed(from: number): void {
    const { log } = this.#log;
    for (let version = from; version < (log?.head ?? 0); version++) {
      const entry = log?.at(version);
      if (entry?.type === "said" && this.#isForMe(entry)) this.#alert(entry, version);
    }
  }

  #onRefused(id: string, sentence: string): void {
    const refused = this.outbox.value.find((one) => one.id === id);
    if (refused === undefined) return;
    this.#surroundings.show(sentence);
    if ("text" in refused && this.draft.value === "") this.draft.value = refused.text;
    this.#done(id);
  }

  #changed(): void {
    const reading = this.#log.log?.read();
    if (!reading) return;
    this.reading.value = reading;
    const editing = this.editing.value;
    const edited = this.reading.value.messages.find(({ version }) => version === editing?.message);
    if (editing !== undefined && (edited === undefined || edited.isWithdrawn)) this.editing.value = undefined;
    this.look();
  }

  #isForMe({ text = "" }: ShownEntry): boolean {
    return mentions(text, [this.room.people.nameOf(this.#me)]);
  }

  #alert(entry: ShownEntry, version: number): void {
    const { participant, text } = entry;
    if (text === undefined || participant === this.#me || (this.isOpen.value && this.#surroundings.isVisible())) return;
    const { people } = this.room;
    const isForMe = this.#isForMe(entry);
    const { value: alerts } = this.alerts;
    if (alerts === "none" || (alerts === "mentions" && !isForMe)) return;
    // what turns text round or is not seen would have its way with the sentence around it
    const line = [...cleanName(text, TEXT_CHARACTERS)];
    const snippet = line.slice(0, SNIPPET_CHARACTERS).join("") + (line.length > SNIPPET_CHARACTERS ? "…" : "");
    const { signal: read } = this.#untilRead;
    const go = (): void => {
      this.#surroundings.open();
      this.sought.value = version;
    };
    if (isForMe) this.#surroundings.mentioned(words.value.mentioned(people.nameOf(participant), snippet), go, read);
    else this.#surroundings.show(words.value.said(people.nameOf(participant), snippet), read);
  }

  get #me(): number | undefined {
    return this.room.people.you.peek()?.participant;
  }

  // ---- one thing at a time, until it is kept

  #say(saying: Saying): void {
    this.outbox.value = [...this.outbox.value, saying];
    this.#keep();
    this.#send();
  }

  #send(): void {
    const [next] = this.outbox.value;
    if (next === undefined || this.#inFlight !== undefined || !this.#log.log) return;
    this.#inFlight = next.id;
    this.room.send(next satisfies ChatMessage);
    this.#cancelAgain();
    this.#cancelAgain = this.#surroundings.after(AGAIN_AFTER_MS, () => {
      this.#inFlight = undefined;
      this.#send();
    });
  }

  #acknowledge({ entries }: ShownPage): void {
    for (const entry of entries) if (entry?.participant === this.#me) this.#done(entry?.id);
  }

  #done(id: string | undefined): void {
    if (!this.outbox.value.some((one) => one.id === id)) return;
    this.outbox.value = this.outbox.value.filter((one) => one.id !== id);
    this.#keep();
    if (this.#inFlight === id) this.#inFlight = undefined;
    this.#cancelAgain();
    this.#send();
  }

  #keep(): void {
    this.#surroundings.memory.setUnsent(this.room.roomId, { draft: this.draft.value, outbox: this.outbox.value });
  }
}
