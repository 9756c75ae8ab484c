// One opening of a room's files: what is wished of them, what can be undone, who is in which. Draws nothing.
import { computed, effect, signal } from "@preact/signals";
import type { ErrorCode } from "#protocol/errors.ts";
import type { Participant, RoomFile } from "#protocol/events.ts";
import { comparablePath } from "#protocol/filePaths.ts";
import type { FeatureRoom } from "../../ui/feature.ts";
import { FILES_AT_ONCE, isTold, type Wish } from "./messages.ts";
import { type Row, renaming, rowsOf } from "./tree.ts";

/** What the files need of the page. */
export interface FilesPage {
  /** the drawer lies over the code */
  coversCode(): boolean;
  /** Runs when the page has shown what it is now. */
  next(run: () => void): void;
  /** Remembers where the focus is; then whether the person has taken it elsewhere since. */
  focusSince(): () => boolean;
  /** Tells the person in passing. */
  show(sentence: string): void;
}

export type FilesRoom = Pick<
  FeatureRoom,
  | "room"
  | "limits"
  | "you"
  | "clients"
  | "status"
  | "file"
  | "tabs"
  | "inFile"
  | "show"
  | "edit"
  | "close"
  | "arrange"
  | "send"
>;

/**
 * A name that is being typed: of a file or a folder that is new, in a folder ("" or with a slash at its end), or of a row. `refused`:
 * what was typed before, and why it cannot be.
 */
export type Naming = (
  { readonly type: "file" | "folder"; readonly folder: string } | { readonly type: "row"; readonly row: Row }
) & { readonly refused?: Refused };

interface Refused {
  readonly typed: string;
  readonly why: string;
}

/** What the server says of a name alone. */
const OF_NAMES: readonly ErrorCode[] = ["name_taken", "bad_file_name", "too_many_files"];

/** What this person has deleted just now. */
interface Deletion {
  /** ms since 1970, the server's: what went at once has the same */
  readonly time: number;
  readonly files: readonly number[];
  readonly words: string;
}

const isThere = ({ deleted }: RoomFile): boolean => deleted === undefined;

export class FilesModel {
  readonly room: FilesRoom;
  readonly isOpen = signal(false);
  readonly naming = signal<Naming | undefined>(undefined);
  readonly deletion = signal<Deletion | undefined>(undefined);
  /** folders of which the content is not shown, by their paths as they are compared */
  readonly closed = signal<ReadonlySet<string>>(new Set());
  readonly files = computed(() => (this.room.room.value?.files ?? []).filter(isThere));
  /** the newest first */
  readonly deleted = computed(() =>
    (this.room.room.value?.files ?? [])
      .filter((file) => !isThere(file))
      .toSorted((one, other) => (other.deleted?.time ?? 0) - (one.deleted?.time ?? 0)),
  );
  readonly rows = computed(() => rowsOf(this.files.value, this.closed.value));
  readonly mayChange = computed(() => ["saved", "saving"].includes(this.room.status.value.state));
  /** the others who are in each file, by its number */
  readonly whoIsIn = computed(() => {
    const { inFile, clients, room, you } = this.room;
    const found = new Map<number, Participant[]>();
    for (const [client, file] of inFile.value) {
      const participant = clients.value.get(client)?.participant;
      const person = room.value?.participants.find((one) => one.participant === participant);
      const others = found.get(file) ?? [];
      if (person && participant !== you.value?.participant && !others.includes(person))
        found.set(file, [...others, person]);
    }
    return found;
  });
  readonly #page: FilesPage;
  readonly #stop: () => void;
  #known: readonly RoomFile[] | undefined;
  /** the name that was sent last, until the server has said yes or something else is wished */
  #sent: { readonly naming: Naming; readonly typed: string } | undefined;
  /** since a file was asked for */
  #hasGone = (): boolean => false;

  constructor(room: FilesRoom, page: FilesPage) {
    this.room = room;
    this.#page = page;
    this.#stop = effect(() => this.#look(room.room.value?.files));
  }

  close(): void {
    this.#stop();
  }

  wish(wish: Wish): void {
    this.#sent = undefined;
    this.room.send(wish);
  }

  message(data: unknown): void {
    if (!isTold(data)) return;
    if (data.type === "putBack") return this.#onPutBack(data.file, data.participant);
    this.#sent = undefined;
    if (this.#hasGone()) this.room.show(data.file);
    else this.open(data.file);
  }

  #onPutBack(file: number, participant: number): void {
    if (participant === this.room.you.peek()?.participant) return;
    const name = this.room.room.peek()?.files.find((one) => one.file === file)?.name ?? "a file";
    this.#page.show(`${this.nameOf(participant)} put back the newer text of ${name}, which the server had lost.`);
  }

  /** The server has said no; true: it is to a name, which is typed again from where it was. */
  refused(code: ErrorCode, why: string): boolean {
    const sent = this.#sent;
    if (!sent || !OF_NAMES.includes(code)) return false;
    this.#sent = undefined;
    this.isOpen.value = true;
    this.naming.value = { ...sent.naming, refused: { typed: sent.typed, why } };
    return true;
  }

  /** Shows a file, with the focus in it unless that goes elsewhere first; where the drawer lies over the code, it gives way. */
  open(file: number): void {
    if (this.#page.coversCode()) this.isOpen.value = false;
    const hasGone = this.#page.focusSince();
    this.#page.next(() => (hasGone() ? this.room.show(file) : this.room.edit(file)));
  }

  toggle(folder: string): void {
    const closed = new Set(this.closed.peek());
    if (!closed.delete(folder)) closed.add(folder);
    this.closed.value = closed;
  }

  /** What was typed as a name; a folder is there once a file is in it, so the file is asked for next. */
  name(naming: Naming, typed: string): void {
    this.naming.value = undefined;
    const name = typed.trim();
    if (name === "") return;
    const path = pathOf(naming, typed);
    if (naming.type === "folder") {
      this.naming.value = { type: "file", folder: `${path}/` };
      return;
    }
    this.wish(naming.type === "row" ? renaming(naming.row, path) : { type: "create", name: path });
    this.#sent = { naming, typed };
    // the field with the name is there until then
    if (naming.type === "file") this.#page.next(() => (this.#hasGone = this.#page.focusSince()));
  }

  delete(row: Row): void {
    this.wish(
      row.file === undefined ? { type: "deleteFolder", folder: row.path } : { type: "delete", files: [row.file] },
    );
  }

  restore(files: readonly number[]): void {
    this.deletion.value = undefined;
    for (let at = 0; at < files.length; at += FILES_AT_ONCE)
      this.wish({ type: "restore", files: files.slice(at, at + FILES_AT_ONCE) });
  }

  /** Leaves a file that was deleted for one that is there. */
  leaveDeleted(): void {
    const files = this.files.peek();
    const tab = this.room.tabs.peek().find((one) => files.some(({ file }) => file === one));
    const next = tab ?? files[0]?.file;
    if (next !== undefined) this.room.edit(next);
  }

  /** What has been deleted since the last look, and by whom. */
  #look(files: readonly RoomFile[] | undefined): void {
    const known = this.#known;
    this.#known = files;
    if (!known || !files) return;
    const before = new Set(known.filter(isThere).map(({ file }) => file));
    const gone = files.filter((one) => !isThere(one) && before.has(one.file));
    const me = this.room.you.peek()?.participant;
    const mine = gone.filter(({ deleted }) => deleted?.participant === me);
    if (mine.length > 0) this.deletion.value = merged(this.deletion.peek(), mine);
    const isGone = (file: number): boolean => files.some((one) => one.file === file && !isThere(one));
    // somebody else may have put it back
    if (this.deletion.peek()?.files.some(isGone) === false) this.deletion.value = undefined;
    // the file that is shown has a banner of its own, where it stays open
    const stays = this.room.you.peek()?.role === "viewer" ? undefined : this.room.file.peek();
    for (const { file, name, deleted } of gone)
      if (deleted && deleted.participant !== me && file !== stays)
        this.#page.show(`${this.nameOf(deleted.participant)} deleted ${name}`);
  }

  /** `me`: what this person is called, as the sentence has it */
  nameOf(participant: number, me = "You"): string {
    if (participant === this.room.you.value?.participant) return me;
    return this.room.room.value?.participants.find((one) => one.participant === participant)?.name ?? "Somebody";
  }
}

/** The whole path of what was typed. */
export function pathOf(naming: Naming, typed: string): string {
  const name = typed.trim();
  if (naming.type !== "row") return naming.folder + name;
  const { path, name: before } = naming.row;
  return path.slice(0, path.length - before.length) + name;
}

/** Whether the path is the row's own, or in it. */
export const isIn = (row: Row, path: string): boolean =>
  row.file === undefined ? comparablePath(path).startsWith(`${comparablePath(row.path)}/`) : path === row.path;

/** What is deleted with a folder comes one after the other, and is one deletion. */
function merged(before: Deletion | undefined, gone: readonly RoomFile[]): Deletion {
  const [first] = gone as readonly [RoomFile];
  const isSame = before !== undefined && before.time === first.deleted?.time;
  const files = [...(isSame ? before.files : []), ...gone.map(({ file }) => file)];
  return {
    files,
    time: first.deleted?.time ?? 0,
    words: files.length === 1 ? `You deleted ${first.name}.` : `You deleted ${files.length} files.`,
  };
}
