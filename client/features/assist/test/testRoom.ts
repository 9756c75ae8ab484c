// One tab's assistant, and the other half of it as far as a tab can tell. Knows no test.
import { computed, signal } from "@preact/signals";
import type { Participant, Role } from "#protocol/events.ts";
import type {
  AssistState,
  Block,
  ClientAssistMessage,
  OwnKey,
  ServerAssistMessage,
  ShownEntry,
} from "../../../../server/features/assist/messages.ts";
import type { SyncStatus } from "../../../sync/ports.ts";
import type { RunOver } from "../../../ui/pageFeature.ts";
import { RoomPeople } from "../../../ui/room/people/roomPeople.ts";
import { AssistModel, type AssistRoom } from "../assistModel.ts";
import type { OpenFile } from "../sending.ts";

type Ask = Extract<ClientAssistMessage, { type: "ask" }>;

const MODES = ["generate", "chat", "review", "debug", "explain", "refactor", "complete", "docs"] as const;
export const STATE: AssistState = {
  type: "state",
  isThere: true,
  provider: "compatible",
  model: "small",
  ownProviders: ["openai"],
  guardrail: "all",
  mostGuardrail: "all",
  mayAsk: "editors",
  modes: MODES,
};
export const TOKENS = { in: 10, out: 5 };

const person = (participant: number, name: string): Participant => ({
  participant,
  name,
  role: "editor",
  colour: participant,
  dateJoined: 1,
});

/** The other half, as far as a tab can tell. */
export class TestRoom {
  readonly entries: ShownEntry[] = [];
  readonly tabs: Tab[] = [];
  /** questions that were asked */
  made = 0;
  state = STATE;
  /** what is asked is not taken, and why */
  refusal: "spentPerson" | undefined;
  /** somebody has edited where proposals go */
  isChanged = false;
  /** what is wanted of proposals is not done */
  decline: Pick<Extract<ServerAssistMessage, { type: "refused" }>, "why" | "sentence" | "retryAfterMs"> | undefined;
  /** whoever reads the log is told the words */
  mayReadWords = true;
  /** by the question's id: those that were asked privately, whole */
  readonly own = new Map<string, { readonly participant: number; readonly entries: ShownEntry[] }>();

  /** A tab of somebody's, which has come. */
  tab(participant: number, role?: Role): Tab {
    const tab = new Tab(this, participant, role);
    this.tabs.push(tab);
    this.come(tab);
    return tab;
  }

  append(entry: ShownEntry, whole?: ShownEntry): void {
    const from = this.entries.length;
    // the log is opened with its first entry, and all are told
    if (from === 0) for (const tab of this.tabs) tab.hear({ type: "head", head: 0 });
    this.entries.push(entry);
    for (const tab of this.tabs) tab.hear({ type: "entries", from, entries: [entry] });
    const own = "id" in entry ? this.own.get(entry.id) : undefined;
    if (!own || !whole) return;
    own.entries.push(whole);
    for (const tab of this.tabs) if (tab.participant === own.participant) tab.hear({ type: "own", entries: [whole] });
  }

  come(tab: Tab): void {
    tab.hear(this.state);
    tab.hear({ type: "head", head: this.entries.length });
    const own = [...this.own.values()].filter(({ participant }) => participant === tab.participant);
    tab.hear({ type: "own", isAll: true, entries: own.flatMap(({ entries }) => entries) });
  }

  answer(id: string, text: string, blocks?: readonly Block[], ended: "whole" | "cut" = "whole"): void {
    const whole: ShownEntry = {
      type: "answered",
      id,
      time: 2,
      ended,
      tokens: TOKENS,
      ms: 4,
      text,
      ...(blocks && { blocks }),
    };
    if (!this.own.has(id)) return this.append(whole);
    const { text: _, blocks: _blocks, ...mark } = whole;
    this.append(mark, whole);
  }

  #read(from: number, to: number): readonly ShownEntry[] {
    const entries = this.entries.slice(from, to);
    if (this.mayReadWords) return entries;
    return entries.map((entry) => {
      const {
        question: _,
        context: _context,
        text: _text,
        ...mark
      } = { question: "", context: "", text: "", ...entry };
      return mark as ShownEntry;
    });
  }

  take(tab: Tab, message: ClientAssistMessage): void {
    const { participant } = tab;
    if (this.decline && "block" in message)
      return tab.hear({ type: "refused", id: message.id, block: message.block, ...this.decline });
    switch (message.type) {
      case "read":
        return tab.hear({ type: "page", from: message.from, entries: this.#read(message.from, message.to) });
      case "ask": {
        const { id, mode, isShared, question, own } = message;
        if (this.refusal) return tab.hear({ type: "refused", id, why: this.refusal, sentence: "no", retryAfterMs: 1 });
        if (this.entries.some((entry) => entry.type === "asked" && entry.id === id))
          return tab.hear({ type: "askedBefore", id });
        const mark: ShownEntry = {
          type: "asked",
          id,
          participant,
          time: 1,
          mode,
          isShared,
          provider: own?.provider ?? "compatible",
          model: own?.model ?? "small",
          reserved: 100,
        };
        const files = message.context.files.map(({ file, version = 0 }) => ({
          file,
          path: "",
          version,
          characters: 1,
        }));
        const whole: ShownEntry = { ...mark, question, context: { files } };
        if (isShared) return this.append(whole);
        this.own.set(id, { participant, entries: [] });
        return this.append(mark, whole);
      }
      case "look":
        return tab.hear({
          type: "placed",
          id: message.id,
          block: message.block,
          file: 1,
          version: 9,
          changes: [5],
          isChanged: this.isChanged,
        });
      case "accept":
        if (this.isChanged && !message.isChangeSeen)
          return tab.hear({ type: "refused", id: message.id, block: message.block, why: "changed", sentence: "no" });
        return this.append({
          type: "accepted",
          id: message.id,
          block: message.block,
          participant,
          time: 3,
          file: 1,
          client: 7,
          version: 10,
        });
      case "refuse":
        return this.append({ type: "refusedBlock", id: message.id, block: message.block, participant, time: 3 });
      case "setting": {
        const { guardrail, mayAsk } = message;
        this.state = { ...this.state, guardrail, mayAsk };
        for (const one of this.tabs) one.hear(this.state);
        return;
      }
      case "stop":
      case "taken":
    }
  }
}

export class Tab {
  readonly participant: number;
  readonly sent: ClientAssistMessage[] = [];
  readonly shown: string[] = [];
  readonly said: string[] = [];
  readonly status = signal<SyncStatus>({ state: "saved" });
  readonly file = signal(1);
  readonly ownKey = signal<OwnKey | undefined>(undefined);
  readonly open = signal<ReadonlyMap<number, OpenFile>>(
    new Map([[1, { version: 4, length: 300, from: 0, to: 0, lines: [1, 1] }]]),
  );
  readonly atCaret = signal<{ readonly path: string; readonly before: string; readonly after: string } | undefined>({
    path: "main.py",
    before: "x ",
    after: "\n",
  });
  readonly shownTo = signal<string | undefined>("small (compatible, server)");
  readonly automatic = signal(false);
  readonly lastRun = signal<RunOver | undefined>(undefined);
  readonly model: AssistModel;
  later: (() => void)[] = [];
  opened = 0;
  isConnected = true;
  /** what the server says is lost on its way */
  isDeaf = false;

  constructor(room: TestRoom, participant: number, role: Role = "editor") {
    this.participant = participant;
    const participants = ["Ada", "Bo", "Cy"].map((name, at) => person(at + 1, name));
    const files = [
      { file: 1, name: "main.py" },
      { file: 2, name: "other.py" },
      { file: 3, name: "gone.py", deleted: { time: 1, participant: 1 } },
    ];
    const details = signal({ participants, files, programmingLanguage: "Python" });
    const people = new RoomPeople({ room: details, robot: () => undefined, go: () => {} });
    people.you.value = { client: participant, participant, role };
    const view = {
      roomId: "a-room",
      room: details,
      status: this.status,
      people,
      tabs: { shown: this.file },
      lastRun: this.lastRun,
      send: (message: ClientAssistMessage) => {
        this.sent.push(message);
        if (this.isConnected) room.take(this, message);
      },
    };
    this.model = new AssistModel(view as unknown as AssistRoom, {
      newId: () => `id-of-a-question-${++room.made}`,
      after: (_ms, run) => {
        this.later.push(run);
        return () => void (this.later = this.later.filter((one) => one !== run));
      },
      open: () => void this.opened++,
      show: (sentence) => void this.shown.push(sentence),
      say: (sentence) => void this.said.push(sentence),
      ownKey: computed(() => this.ownKey.value),
      caret: {
        atCaret: () => this.atCaret.value,
        shownTo: { value: this.shownTo, keep: (whom) => void (this.shownTo.value = whom) },
        automatic: { isOn: this.automatic, turn: (isOn) => void (this.automatic.value = isOn) },
      },
      openFile: (file) => this.open.value.get(file),
    });
  }

  hear(message: ServerAssistMessage): void {
    if (this.isConnected && !this.isDeaf) this.model.message(structuredClone(message));
  }

  /** What was put off happens. */
  wait(): void {
    for (const run of this.later.splice(0)) run();
  }

  get asks(): readonly Ask[] {
    return this.sent.filter((message): message is Ask => message.type === "ask");
  }

  get lastId(): string {
    return this.asks.at(-1)?.id ?? "";
  }

  ask(text: string): string {
    this.model.asking.draft.value = text;
    this.model.asking.submit();
    return this.lastId;
  }

  get texts(): readonly (string | undefined)[] {
    return this.model.questions.value.map(({ question, text }) => `${question}: ${text}`);
  }
}
