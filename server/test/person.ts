// Somebody with an editor in a room, for tests: the real client core on a real socket, without a page. Everything can be awaited.
import { history, redo, undo } from "@codemirror/commands";
import type { ChangeSet, Extension, Transaction, TransactionSpec } from "@codemirror/state";
import { randomBytes } from "node:crypto";
import { type ClientOptions, WebSocket } from "ws";
import type {
  TimeAndChance,
  Identity,
  Network,
  Notice,
  OpenSocket,
  Unconfirmed,
  UnconfirmedKeeper,
} from "../../client/sync/ports.ts";
import { Participation } from "../../client/sync/participation.ts";
import type { Presence } from "../protocol/serverMessages.ts";
import { SUBPROTOCOL } from "../protocol/subprotocol.ts";
import { ComposingEditor } from "./composingEditor.ts";

export const realClock: TimeAndChance = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Opens real sockets to a room's address. */
export const openSocketTo =
  (url: string, options?: ClientOptions): OpenSocket =>
  ({ opened, frame, closed }) => {
    const socket = new WebSocket(url, SUBPROTOCOL, options);
    socket.on("open", opened);
    socket.on("message", (data: Buffer) => frame(data.toString()));
    socket.on("close", closed);
    socket.on("error", () => {});
    return { send: (data) => socket.send(data), close: () => socket.terminate() };
  };

/** Storage that outlives a page, as IndexedDB does. */
export class MemoryKeeper implements UnconfirmedKeeper {
  readonly records = new Map<string, Unconfirmed>();

  async put(record: Unconfirmed): Promise<void> {
    this.records.set(keyOf(record), record);
  }

  putNow(record: Unconfirmed): Promise<void> {
    return this.put(record);
  }

  async remove(record: Pick<Unconfirmed, "roomId" | "file" | "client">): Promise<void> {
    this.records.delete(keyOf(record));
  }
}

function unexpected(how: string): never {
  throw new Error(how);
}

const keyOf = ({ roomId, file, client }: Pick<Unconfirmed, "roomId" | "file" | "client">): string =>
  JSON.stringify([roomId, file, client]);

export const newClientId = (): string => randomBytes(16).toString("base64url");

export interface PersonOptions {
  readonly name?: string;
  readonly key?: string;
  readonly client?: string;
  readonly invitation?: string;
  readonly password?: string;
  readonly keeper?: UnconfirmedKeeper;
  readonly files?: readonly number[];
  readonly clock?: TimeAndChance;
  readonly network?: Network;
  /** what each of their editors has besides */
  readonly extension?: Extension;
  /** told of every change that this person makes, before it is sent */
  readonly onAuthored?: (change: ChangeSet) => void;
  /** told of what would break letters that are being composed */
  readonly onBroken?: (how: string) => void;
}

export class Person {
  readonly session: Participation;
  readonly editors = new Map<number, ComposingEditor>();
  readonly notices: Notice[] = [];
  readonly presences = new Map<number, Presence>();
  readonly identity: Identity;
  readonly #onAuthored: (change: ChangeSet) => void;

  constructor(roomId: string, open: OpenSocket, options: PersonOptions = {}) {
    const { name = "Ana", key, client = newClientId(), keeper = new MemoryKeeper(), files = [1] } = options;
    const { invitation, password } = options;
    this.#onAuthored = options.onAuthored ?? (() => {});
    this.identity = {
      client,
      name,
      ...(key !== undefined && { key }),
      ...(invitation !== undefined && { invitation }),
      ...(password !== undefined && { password }),
    };
    this.session = new Participation({
      roomId,
      open,
      clock: options.clock ?? realClock,
      ...(options.network && { network: options.network }),
      identity: this.identity,
      keeper,
      editor: (file, text, sync) => {
        const editor = new ComposingEditor(
          text,
          [history(), sync, options.extension ?? []],
          options.onBroken ?? unexpected,
        );
        this.editors.set(file, editor);
        return editor;
      },
    });
    this.session.listen({
      notice: (notice) => this.notices.push(notice),
      presence: (presences) => {
        for (const presence of presences) this.presences.set(presence.client, presence);
      },
    });
    for (const file of files) this.session.open(file);
    if (files[0] !== undefined) this.session.show(files[0]);
    this.session.start();
  }

  /** Resolves as soon as it holds, looked at after every event. */
  async until(holds: () => boolean): Promise<void> {
    await this.session.until(() => holds() || undefined);
  }

  /** In the room, with the text, and nothing on its way. */
  settled(file = 1): Promise<void> {
    return this.until(() => this.session.status.state === "saved" && this.editors.has(file));
  }

  editor(file = 1): ComposingEditor {
    const editor = this.editors.get(file);
    if (!editor) throw new Error("the file is not open");
    return editor;
  }

  text(file = 1): string {
    return this.editor(file).state.doc.toString();
  }

  update(spec: TransactionSpec, file = 1): void {
    const editor = this.editor(file);
    this.#dispatch(editor.state.update(spec), file);
  }

  insert(at: number, text: string, file = 1): void {
    this.update({ changes: { from: at, insert: text }, userEvent: "input.type" }, file);
  }

  /** Composes letters at a position, or others in the place of those that are being composed. */
  compose(at: number, letters: string, file = 1): void {
    this.update(this.editor(file).compose(at, letters), file);
  }

  undo(file = 1): boolean {
    return this.#command(undo, file);
  }

  redo(file = 1): boolean {
    return this.#command(redo, file);
  }

  #command(command: typeof undo, file: number): boolean {
    const { state } = this.editor(file);
    return command({ state, dispatch: (transaction) => this.#dispatch(transaction, file) });
  }

  #dispatch(transaction: Transaction, file: number): void {
    if (!transaction.changes.empty) this.#onAuthored(transaction.changes);
    const document = this.session.open(file);
    document.dispatch([transaction]);
    document.edited();
  }

  leave(): void {
    this.session.leave();
  }
}

/** The text of a room's first file as the server gives it to somebody who comes in now. */
export async function textFrom(roomId: string, open: OpenSocket, key?: string): Promise<string> {
  const reader = new Person(roomId, open, { name: "Reader", ...(key !== undefined && { key }) });
  await reader.settled();
  reader.leave();
  return reader.text();
}
