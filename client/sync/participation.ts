// Somebody who takes part in a room, as a page, a test or a program uses the client core. Knows no DOM, nor how a socket is made.
import type { Extension, Text } from "@codemirror/state";
import { ERRORS } from "#protocol/errors.ts";
import type { Presence } from "#protocol/serverMessages.ts";
import { Document, type DocumentOwner, Refused } from "./document.ts";
import { HeadlessEditor } from "./headlessEditor.ts";
import type { EditorPort, Notice, SessionListener, SessionOptions, Unconfirmed } from "./ports.ts";
import { RoomSession } from "./roomSession.ts";

/** Makes the editor of a file whose text has come, for the first time or anew, with `sync` among its extensions; or gives the one there is the text. */
export type MakeEditor = (file: number, text: Text, sync: Extension) => EditorPort;

export interface ParticipationOptions extends Omit<SessionOptions, "listener"> {
  /** absent: an editor without a view, which does not know where others are */
  readonly editor?: MakeEditor;
  /** hears what throws in whoever listens; absent: it is an error that nobody has caught, as the platform reports them */
  readonly report?: (error: unknown) => void;
}

/** Whatever is told, each call synchronous. */
export type ParticipationListener = Partial<Omit<SessionListener, "opened">>;

const withoutView: MakeEditor = (_file, text, sync) => new HeadlessEditor(text, sync);

/**
 * Comes in with `start` or `enter` and goes with `leave`. While there is no connection it connects again by itself, edits go on, and what
 * is not confirmed is kept by the keeper.
 */
export class Participation extends RoomSession implements DocumentOwner {
  readonly #listeners: SessionListeners;

  constructor({ editor = withoutView, report = uncaught, ...options }: ParticipationOptions) {
    const listeners = new SessionListeners(editor, report);
    super({ ...options, listener: listeners });
    this.#listeners = listeners;
    listeners.here = () => this.clients;
  }

  /** Comes in; resolves when that is so, and rejects with Refused when it is refused. What was opened before comes along. */
  async enter(): Promise<this> {
    this.start();
    return this.until(() => {
      const { status, you } = this;
      if (status.state === "ended") throw new Refused(status.message, { code: status.code });
      return you && this;
    });
  }

  /**
   * The document of a file, 1 being the room's first; its text comes later: `await document.ready()`. `restoring`: with what an earlier
   * program of the same client has left unconfirmed.
   */
  open(file: number, restoring?: Unconfirmed): Document {
    const { documents } = this.#listeners;
    const open = documents.get(file);
    if (open) return open;
    const document = new Document(file, this);
    documents.set(file, document);
    this.openFile(file, restoring);
    return document;
  }

  override closeFile(file: number): void {
    this.#listeners.documents.delete(file);
    super.closeFile(file);
  }

  /** Tells of everything, until the returned function is called. */
  listen(listener: ParticipationListener): () => void {
    this.#listeners.listeners.add(listener);
    return () => void this.#listeners.listeners.delete(listener);
  }

  /** Calls with what the feature's half on the server says, until the returned function is called. */
  hear(feature: string, heard: (data: unknown) => void): () => void {
    return this.listen({ feature: (name, data) => name === feature && heard(data) });
  }

  /** Resolves with what `look` finds that is not undefined, looked at now and after everything that happens; rejects with what it throws. */
  until<Found>(look: () => Found | undefined): Promise<Found> {
    return this.#listeners.until(look);
  }

  /** Calls what was given from outside, whose errors are reported, and are not the session's. */
  guard(call: () => void): void {
    this.#listeners.guard(call);
  }

  /** Where each client of the others is, and how far with it, as was told last; a position in a text that one has open is in `document.others`. */
  get presences(): ReadonlyMap<number, Presence> {
    return this.#listeners.presences;
  }
}

/** As an error that nobody has caught. */
const uncaught = (error: unknown): void => void Promise.reject(error as Error);

/** What the session tells, handed on: texts to documents, the rest to whoever listens. */
class SessionListeners implements SessionListener {
  readonly documents = new Map<number, Document>();
  readonly listeners = new Set<ParticipationListener>();
  readonly presences = new Map<number, Presence>();
  readonly #looks = new Set<() => void>();
  here: () => ReadonlyMap<number, unknown> = () => this.#here;
  #here: ReadonlyMap<number, unknown> = new Map();
  readonly #makeEditor: MakeEditor;
  readonly #report: (error: unknown) => void;

  constructor(makeEditor: MakeEditor, report: (error: unknown) => void) {
    this.#makeEditor = makeEditor;
    this.#report = report;
  }

  /** An error of whoever listens is theirs: the session goes on. */
  guard(call: () => unknown): void {
    try {
      call();
    } catch (error) {
      this.#report(error);
    }
  }

  changed(): void {
    this.#forgetGone();
    this.#tell((listener) => listener.changed?.());
  }

  opened(...[file, text, sync]: Parameters<SessionListener["opened"]>): Document {
    const document = this.documents.get(file);
    if (!document) throw new Error("invariant: a text came for a file that is not open");
    document.opened(this.#makeEditor(file, text, sync));
    document.place([...this.presences.values()]);
    return document;
  }

  presence(presences: readonly Presence[]): void {
    for (const presence of presences) this.presences.set(presence.client, presence);
    this.#place(presences);
    this.#tell((listener) => listener.presence?.(presences));
  }

  notice(notice: Notice): void {
    this.#noticeInFile(notice);
    this.#tell((listener) => listener.notice?.(notice));
  }

  feature(feature: string, data: unknown): void {
    this.#tell((listener) => listener.feature?.(feature, data));
  }

  until<Found>(look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve, reject) => {
      const again = (): void => {
        try {
          const found = look();
          if (found === undefined) return;
          resolve(found);
        } catch (error) {
          reject(error as Error);
        }
        this.#looks.delete(again);
      };
      this.#looks.add(again);
      again();
    });
  }

  #tell(tell: (listener: ParticipationListener) => unknown): void {
    for (const listener of this.listeners) this.guard(() => tell(listener));
    for (const look of this.#looks) look();
  }

  #forgetGone(): void {
    const here = this.here();
    if (here === this.#here) return;
    this.#here = here;
    const gone = [...this.presences.values()].filter(({ client }) => !here.has(client));
    for (const { client } of gone) this.presences.delete(client);
    this.#place(gone.map((one) => ({ ...one, selections: [] })));
  }

  #noticeInFile(notice: Notice): void {
    if (!("file" in notice) || typeof notice.file !== "number") return;
    const document = this.documents.get(notice.file);
    if (notice.type === "refused") document?.refused(notice.message, notice.text);
    if (notice.type === "diverged") document?.refused("These edits could not be placed.", "");
    if (notice.type === "onlyHere") document?.refused(ERRORS.version_ahead.sentence, notice.text.toString());
    if (notice.type !== "fileClosed") return;
    document?.closed(notice.message, notice.text);
    this.documents.delete(notice.file);
  }

  #place(presences: readonly Presence[]): void {
    for (const document of this.documents.values()) document.place(presences);
  }
}
