// One opening of a room's files: what is wished of them, what can be undone, who is in which. Draws nothing.
import { computed, effect, signal } from "@preact/signals";
import type { ErrorCode } from "#protocol/errors.ts";
import type { Participant, RoomFile } from "#protocol/events.ts";
import { comparablePath } from "#protocol/filePaths.ts";
import type { FileDeleting, PageRoom } from "../../ui/pageFeature.ts";
import type { FilesMessage } from "../../../server/features/files/messages.ts";
import { FILES_AT_ONCE } from "./bounds.ts";
import { isTold } from "./told.ts";
import { type Row, renaming, rowsOf } from "./tree.ts";
import { words } from "./words.ts";
import { takesChanges } from "../../sync/status.ts";

/** The id of their place. */
export const FILES = "files";

/** What the files need of the page. */
export interface FilesSurroundings {
  /** Shows the tree, with the focus in it. */
  showTree(): void;
  /** Folds what lies over the code. */
  uncover(): void;
  /** read anew when a signal changes that it reads */
  isTreeShown(): boolean;
  /** Runs when the page has shown what it is now. */
  next(run: () => void): void;
  /** Remembers where the focus is; then whether the person has taken it elsewhere since. */
  focusSince(): () => boolean;
  /** Tells the person in passing. */
  show(sentence: string): void;
}

export type FilesRoom = Pick<PageRoom, "room" | "limits" | "status" | "tabs" | "send" | "commands"> & {
  readonly people: Pick<PageRoom["people"], "you" | "clients" | "inFile" | "isOwner" | "person" | "nameOf">;
};

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
  readonly said: string;
}

const isThere = ({ deleted }: RoomFile): boolean => deleted === undefined;
/** What is deleted for good is shown nowhere. */
const canComeBack = (file: RoomFile): boolean => !isThere(file) && !file.purged;

export class FilesModel {
  readonly room: FilesRoom;
  readonly naming = signal<Naming | undefined>(undefined);
  /** the row that is being moved to another folder */
  readonly moving = signal<Row | undefined>(undefined);
  readonly deletion = signal<Deletion | undefined>(undefined);
  /** folders of which the content is not shown, by their paths as they are compared */
  readonly closed = signal<ReadonlySet<string>>(new Set());
  /** those that have a tab, in the order of the tabs */
  readonly openFiles = computed(() => {
    const all = this.room.room.value?.files ?? [];
    return this.room.tabs.all.value.flatMap((tab) => all.find(({ file }) => file === tab) ?? []);
  });
  readonly files = computed(() => (this.room.room.value?.files ?? []).filter(isThere));
  /** that can be put back, the newest first */
  readonly deleted = computed(() =>
    (this.room.room.value?.files ?? [])
      .filter(canComeBack)
      .toSorted((one, other) => (other.deleted?.time ?? 0) - (one.deleted?.time ?? 0)),
  );
  readonly rows = computed(() => rowsOf(this.files.value, this.closed.value));
  /** those that were new when the tree was looked at last */
  readonly #listed = signal<ReadonlySet<number>>(new Set());
  /** how many others have made that neither the tree nor their text has shown here yet */
  readonly unseen = computed(() => {
    const isNew = ({ file }: RoomFile): boolean =>
      this.room.tabs.unseen.value.has(file) && !this.#listed.value.has(file);
    return this.files.value.filter(isNew).length;
  });
  readonly mayChange = computed(() => takesChanges(this.room.status.value));
  /** by which other features have files deleted and put back */
  readonly deleting = computed((): FileDeleting | undefined =>
    this.mayChange.value
      ? {
          delete: (files) => {
            for (const file of files) this.#askedFor.add(file);
            this.#wishOf("delete", files);
          },
          putBack: (files) => this.#wishOf("restore", files),
        }
      : undefined,
  );
  readonly mayPurge = computed(() => this.mayChange.value && this.room.people.isOwner.value);
  /** the others who are in each file, by its number */
  readonly whoIsIn = computed(() => {
    const { people } = this.room;
    const { inFile, clients, you } = people;
    const found = new Map<number, Participant[]>();
    for (const [client, file] of inFile.value) {
      const participant = clients.value.get(client)?.participant;
      const person = people.person(participant);
      const others = found.get(file) ?? [];
      if (person && participant !== you.value?.participant && !others.includes(person))
        found.set(file, [...others, person]);
    }
    return found;
  });
  readonly #surroundings: FilesSurroundings;
  readonly #stop: () => void;
  #known: readonly RoomFile[] | undefined;
  /** the name that was sent last, until the server has said yes or something else is wished */
  #sent: { readonly naming: Naming; readonly typed: string } | undefined;
  /** those that another feature has deleted: it says so itself */
  readonly #askedFor = new Set<number>();
  /** since a file was asked for */
  #hasGone = (): boolean => false;

  constructor(room: FilesRoom, surroundings: FilesSurroundings) {
    this.room = room;
    this.#surroundings = surroundings;
    const stopLooking = effect(() => this.#look(room.room.value?.files));
    const stopListing = effect(() => {
      if (surroundings.isTreeShown()) this.#listed.value = room.tabs.unseen.value;
    });
    this.#stop = () => {
      stopLooking();
      stopListing();
    };
  }

  close(): void {
    this.#stop();
  }

  wish(wish: FilesMessage): void {
    this.#sent = undefined;
    this.room.send(wish);
  }

  message(data: unknown): void {
    if (!isTold(data)) return;
    if (data.type === "putBack") return this.#onPutBack(data.file, data.participant);
    this.#sent = undefined;
    if (this.#hasGone()) this.room.tabs.show(data.file);
    else this.open(data.file);
  }

  #onPutBack(file: number, participant: number): void {
    if (participant === this.room.people.you.peek()?.participant) return;
    const name = this.room.room.peek()?.files.find((one) => one.file === file)?.name ?? words.value.aFile;
    this.#surroundings.show(words.value.putBack(this.room.people.nameOf(participant), name));
  }

  /** The server has said no; true: it is to a name, which is typed again from where it was. */
  refused(code: ErrorCode, why: string): boolean {
    const sent = this.#sent;
    if (!sent || !OF_NAMES.includes(code)) return false;
    this.#sent = undefined;
    this.#surroundings.showTree();
    this.naming.value = { ...sent.naming, refused: { typed: sent.typed, why } };
    return true;
  }

  /** Shows a file, with the focus in it unless that goes elsewhere first; where the drawer lies over the code, it gives way. */
  open(file: number): void {
    this.#surroundings.uncover();
    const hasGone = this.#surroundings.focusSince();
    this.#surroundings.next(() => (hasGone() ? this.room.tabs.show(file) : this.room.tabs.edit(file)));
  }

  /** Begins with the name of a new file or folder, in none; the drawer has the field for it. */
  nameNew(type: "file" | "folder"): void {
    this.#surroundings.showTree();
    this.naming.value = { type, folder: "" };
  }

  /** The row of the file that is shown, also where its folder is closed; undefined: it is deleted. */
  get shownRow(): Row | undefined {
    const shown = this.room.tabs.shown.value;
    return rowsOf(this.files.value, new Set()).find(({ file }) => file === shown);
  }

  /** Begins with another name for a row; its folders are opened for that. */
  rename(row: Row): void {
    this.#surroundings.showTree();
    const path = comparablePath(row.path);
    this.closed.value = new Set([...this.closed.peek()].filter((folder) => !path.startsWith(`${folder}/`)));
    this.naming.value = { type: "row", row };
  }

  /** Asks to which folder a row goes. */
  move(row: Row): void {
    this.#surroundings.showTree();
    this.moving.value = row;
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
    if (naming.type === "file") this.#surroundings.next(() => (this.#hasGone = this.#surroundings.focusSince()));
  }

  delete(row: Row): void {
    this.wish(
      row.file === undefined ? { type: "deleteFolder", folder: row.path } : { type: "delete", files: [row.file] },
    );
  }

  restore(files: readonly number[]): void {
    this.deletion.value = undefined;
    this.#wishOf("restore", files);
  }

  /** Deletes files for good, but for those that somebody has put back meanwhile. */
  purge(files: readonly RoomFile[]): void {
    const asked = new Set(files.map(({ file }) => file));
    const deleted = this.deleted.peek().map(({ file }) => file);
    this.#wishOf(
      "purge",
      deleted.filter((file) => asked.has(file)),
    );
  }

  #wishOf(type: "delete" | "restore" | "purge", files: readonly number[]): void {
    for (let at = 0; at < files.length; at += FILES_AT_ONCE)
      this.wish({ type, files: files.slice(at, at + FILES_AT_ONCE) });
  }

  /** Leaves a file that was deleted for one that is there. */
  leaveDeleted(): void {
    const files = this.files.peek();
    const tab = this.room.tabs.all.peek().find((one) => files.some(({ file }) => file === one));
    const next = tab ?? files[0]?.file;
    if (next !== undefined) this.room.tabs.edit(next);
  }

  /** What has been deleted since the last look, and by whom. */
  #look(files: readonly RoomFile[] | undefined): void {
    const known = this.#known;
    this.#known = files;
    if (!known || !files) return;
    const before = new Set(known.filter(isThere).map(({ file }) => file));
    const gone = files.filter((one) => canComeBack(one) && before.has(one.file));
    const me = this.room.people.you.peek()?.participant;
    const mine = gone.filter(({ file, deleted }) => deleted?.participant === me && !this.#askedFor.delete(file));
    if (mine.length > 0) this.deletion.value = merged(this.deletion.peek(), mine);
    const deletion = new Set(this.deletion.peek()?.files);
    const deleted = files.filter((one) => deletion.has(one.file) && !isThere(one));
    // somebody else may have put it back; what of it is deleted for good cannot be
    if (deleted.length === 0 || !deleted.every(canComeBack)) this.deletion.value = undefined;
    // the file that is shown has a banner of its own, where it stays open
    const stays = this.room.people.you.peek()?.role === "viewer" ? undefined : this.room.tabs.shown.peek();
    for (const { file, name, deleted } of gone)
      if (deleted && deleted.participant !== me && file !== stays)
        this.#surroundings.show(words.value.deleted(this.room.people.nameOf(deleted.participant), name));
  }

  /** What somebody else is called; undefined: it is this person. */
  nameOfOther(participant: number): string | undefined {
    const { people } = this.room;
    return participant === people.you.value?.participant ? undefined : people.nameOf(participant);
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
    said: files.length === 1 ? words.value.youDeleted(first.name) : words.value.youDeletedMany(files.length),
  };
}
