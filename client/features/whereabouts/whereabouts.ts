// Where others are and what they change, as commands. Loaded behind the first text.
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { effect } from "@preact/signals";
import { EditorsByFile } from "../../editor/editorsByFile.ts";
import { prefer, preferences } from "../../editor/preferences.ts";
import type { Command, PageRoom } from "../../ui/pageFeature.ts";
import { announce, show } from "../../ui/parts/notices.tsx";
import { Announcer } from "./announcer.ts";
import { changeAfter, changesOfOthers, followChanges } from "./changes.ts";
import { KEYS } from "./keys.ts";
import { words } from "./words.ts";

export class Whereabouts {
  readonly #room: PageRoom;
  readonly #editors = new EditorsByFile();
  readonly #announcer = new Announcer({
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    say: (sentence) => void announce(sentence),
  });

  readonly #end: () => void;

  constructor(room: PageRoom) {
    this.#room = room;
    this.#end = effect(() => {
      if (!preferences.value.announcing) this.#announcer.stop();
    });
  }

  /** What the editor of a file has for it. */
  follow(file: number): Extension {
    return [
      this.#editors.extension(file),
      followChanges((client, lines) => {
        if (preferences.peek().announcing) this.#announcer.heard(this.#nameOf(client), lines, this.#otherFile(file));
      }),
    ];
  }

  stop(): void {
    this.#end();
    this.#announcer.stop();
  }

  commands(): readonly Command[] {
    const isAnnouncing = preferences.value.announcing;
    return [
      {
        id: "whereabouts.nextChange",
        name: words.value.nextChange,
        key: KEYS.nextChange,
        run: () => this.#go(1),
      },
      {
        id: "whereabouts.previousChange",
        name: words.value.previousChange,
        key: KEYS.previousChange,
        run: () => this.#go(-1),
      },
      { id: "whereabouts.who", name: words.value.whoIsWhere, key: KEYS.whoIsWhere, run: () => show(this.#who()) },
      {
        id: "whereabouts.line",
        name: words.value.whoIsOnMyLine,
        key: KEYS.whoIsOnMyLine,
        run: () => show(this.#onLine()),
      },
      {
        id: "whereabouts.announce",
        name: isAnnouncing ? words.value.silence : words.value.announce,
        run: () => this.#announce(!isAnnouncing),
      },
    ];
  }

  #announce(isWanted: boolean): void {
    prefer({ announcing: isWanted });
    show(isWanted ? words.value.announced : words.value.silenced);
  }

  /** Puts the caret at the next change of others, or the one before. */
  #go(step: 1 | -1): void {
    const view = this.#editors.of(this.#room.tabs.shown.peek());
    const all = view?.state.field(changesOfOthers, false) ?? [];
    const change = view && changeAfter(all, view.state.selection.main.head, step);
    if (!change) return show(words.value.noChange);
    view.dispatch({
      selection: { anchor: change.from },
      effects: EditorView.scrollIntoView(change.from, { y: "center" }),
    });
    view.focus();
    show(words.value.change(view.state.doc.lineAt(change.from).number, this.#nameOf(change.client)));
  }

  #others(): readonly { readonly client: number; readonly name: string }[] {
    const { clients, you } = this.#room.people;
    return [...clients.peek()]
      .filter(([, { participant }]) => participant !== you.peek()?.participant)
      .map(([client]) => ({ client, name: this.#nameOf(client) }));
  }

  #who(): string {
    const { inFile, states } = this.#room.people;
    const places = this.#others().map(({ client, name }) => {
      const file = inFile.peek().get(client);
      const elsewhere = file === undefined ? undefined : this.#otherFile(file);
      return words.value.place(name, this.#room.view.lineOf(client), elsewhere, states.peek().get(client));
    });
    return places.length === 0 ? words.value.nobodyHere : places.join(" ");
  }

  #onLine(): string {
    const { tabs, view, people } = this.#room;
    const line = view.ownLine();
    const there = this.#others().filter(
      ({ client }) => people.inFile.peek().get(client) === tabs.shown.peek() && view.lineOf(client) === line,
    );
    return words.value.onLine([...new Set(there.map(({ name }) => name))], line);
  }

  #nameOf(client: number): string {
    const { people } = this.#room;
    const participant = people.clients.peek().get(client)?.participant;
    return people.person(participant)?.name ?? words.value.somebody;
  }

  /** The path of a file that is not the one that is shown. */
  #otherFile(file: number): string | undefined {
    if (file === this.#room.tabs.shown.peek()) return undefined;
    return this.#room.room.peek()?.files.find((one) => one.file === file)?.name;
  }
}
