// The port of features on the page: what one shows where, and one opening of a room as it sees that. Knows no feature; only features.ts names them.
import type { Extension, Text } from "@codemirror/state";
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, ComponentType, FunctionComponent } from "preact";
import type { ErrorCode } from "#protocol/errors.ts";
import type { Participant, Role, RoomDetails } from "#protocol/events.ts";
import type { Imported } from "#protocol/importedText.ts";
import type { Language } from "#protocol/languages.ts";
import type { Limits } from "#protocol/limits.ts";
import type { ConnectedClient, PresenceState, You } from "#protocol/serverMessages.ts";
import type { FileEditor } from "../editor/fileEditor.ts";
import type { RoomNow } from "../api.ts";
import type { KnownRoom } from "../identity.ts";
import type { RoomPlace } from "../roomLink.ts";
import type { Participation } from "../sync/participation.ts";
import type { SyncStatus } from "../sync/ports.ts";

/** One opening of a room, as a feature sees it. */
export interface PageRoom {
  readonly roomId: string;
  readonly room: ReadonlySignal<RoomDetails | undefined>;
  readonly status: ReadonlySignal<SyncStatus>;
  /** the server's bounds, as it has told them */
  readonly limits: () => Limits;
  /** my secret in the room, for what is asked over HTTP */
  readonly key: () => string | undefined;
  readonly people: PagePeople;
  readonly tabs: PageTabs;
  readonly view: PageView;
  readonly beside: PageBeside;
  readonly workbench: PageWorkbench;
  /** The text of a file that is open in this window, as it is shown at this moment, what is not saved yet with it; undefined: it is not open. */
  text(file: number): Text | undefined;
  /**
   * Comes in once more, as the same person by a client of its own, a random id that nobody else uses: what is typed there is kept
   * and sent as what is typed in this window is. Whoever starts it leaves.
   */
  enter(client: string): Participation;
  /** Loads it of the feature that makes files; undefined: none does. */
  readonly fileMaking: FileMakingLoader | undefined;
  /** all that can be done now, by the page and its features */
  readonly commands: ReadonlySignal<readonly Command[]>;
  /** how what features tell beside the text is shown on a time line, by its kind */
  readonly markLooks: ReadonlySignal<ReadonlyMap<string, MarkLook>>;
  /** Somebody by what this page calls them: a robot by a word of its language. The people of `room` are called so. */
  named(person: Participant): Participant;
  /** Takes somebody out of the room, as a feature does it; undefined: none does, or this person may not. */
  readonly eject: ReadonlySignal<((participant: number) => void) | undefined>;
  /** Takes away the earlier text that lies over the code, and goes back to the file before it, or stays in one; undefined: none does, the code of now is seen. */
  readonly toNow: ReadonlySignal<((stay?: number) => void) | undefined>;
  /** the newest run that is over, as far as it was read */
  readonly lastRun: ReadonlySignal<RunOver | undefined>;
  /** who says why a run has failed; undefined: no feature does, or this person may not ask */
  readonly explain: ReadonlySignal<Explainer | undefined>;
  /** who is told what begins with their name in a text for everybody, though they read none; undefined: nobody */
  readonly addressed: ReadonlySignal<Addressed | undefined>;
  /** what features have among the preferences */
  readonly preferences: ReadonlySignal<readonly PreferenceGroup[]>;
  /** Has files of the room deleted and put back, as a feature does it; undefined: none does, or this person may not. */
  readonly fileDeleting: ReadonlySignal<FileDeleting | undefined>;
  /** Sends the feature's own data to its other half on the server; without a connection nothing happens. */
  send(data: unknown): void;
}

/** Who is in the room, and where. */
interface PagePeople {
  readonly you: ReadonlySignal<You | undefined>;
  /** this person owns the room */
  readonly isOwner: ReadonlySignal<boolean>;
  /** Whoever has this number, here or not, by what this page calls them; read anew when a signal changes that it reads. */
  person(participant: number | undefined): Participant | undefined;
  /** What they are called; somebody, where the room does not know them. */
  nameOf(participant: number | undefined): string;
  /** who is here, by the number of the tab */
  readonly clients: ReadonlySignal<ReadonlyMap<number, ConnectedClient>>;
  /** in which file each client is, by the number of the client, as far as it has said */
  readonly inFile: ReadonlySignal<ReadonlyMap<number, number>>;
  /** those who are idle or away, by the number of the client */
  readonly states: ReadonlySignal<ReadonlyMap<number, PresenceState>>;
  /** How far this person is with it; the others are told. */
  tellState(state: PresenceState | undefined): void;
}

/** The files that have a tab in this window; each is named by its number. */
interface PageTabs {
  /** the file that is shown */
  readonly shown: ReadonlySignal<number>;
  /** all of them, in their order */
  readonly all: ReadonlySignal<readonly number[]>;
  /** those that others have made since this window came in, and that were not shown in it yet */
  readonly unseen: ReadonlySignal<ReadonlySet<number>>;
  /** Shows a file; the focus stays where it is. */
  show(file: number): void;
  /** Shows a file and puts the focus into it. */
  edit(file: number): void;
  /** Closes the tab of a file; the last one stays. */
  close(file: number): void;
  /** Puts the tabs into this order. */
  arrange(tabs: readonly number[]): void;
}

/** What this window sees of the code, and who goes with it. */
interface PageView {
  /** Puts the caret on a line, from 1, and the focus with it; of the file that is shown where none is named. */
  goToLine(line: number, file?: number): void;
  /** The line of the file that is shown, from 1, where this person is. */
  ownLine(): number;
  /** The line, from 1, where a client is; undefined where it is not known. */
  lineOf(client: number): number | undefined;
  /** From now on shows what this client sees, in any file; undefined: not any more. */
  goWith(client: number | undefined): void;
  /** Whether the others are told what is seen here. */
  tell(isTold: boolean): void;
  /** What an editor of the feature's own has, in which a text in this language is read and not written: the looks of the page's. */
  reading(language: Language): Promise<Extension>;
}

/** The tabs beside and under the code, each by its id. */
interface PageWorkbench {
  /** those that are shown now */
  readonly shown: ReadonlySignal<ReadonlySet<string>>;
  /** a tab is a sheet over the code: what takes the focus to be written in brings up the keyboard, which covers the rest */
  readonly isPhone: ReadonlySignal<boolean>;
  /** Shows a tab; the focus goes into it where that is wanted. */
  show(place: string, withFocus?: boolean): void;
  /** Shows a tab to somebody who has done nothing for it, where its side was never opened or folded in this browser; the focus stays. */
  offer(place: string): void;
  /** Folds where the tab is, if it is shown. */
  fold(place: string): void;
  /** Folds what lies over the code: a sheet, or a side in a small window. */
  uncover(): void;
}

/** What an editor beside the code is. */
export interface Beside {
  readonly label: string;
  readonly language: Language;
}

/** Files of the feature's own, which the room does not list: they are shown beside the code. */
interface PageBeside {
  /** Opens a file; its editor, as soon as there is a text and as long as the server lets this person have it open. */
  open(file: number, beside: Beside): ReadonlySignal<FileEditor | undefined>;
  /** It is not looked at any more: this person is back at the code. */
  leave(): void;
}

/** How a feature has files made, for whichever session asks it: the wishes are data for its other half, which refuses what may not be. */
export interface FileMaking {
  /** the name of the feature that the wishes are for, and whose answers are read */
  readonly feature: string;
  /** The wish for a file at a path that is free, with what its text had where it comes from. */
  make(path: string, imported: Imported): object;
  /** The wish that a file is known to have what its text had where it comes from. */
  mark(file: number, imported: Imported): object;
  /** The number of the file that was made for the session, where the answer says so. */
  made(answer: unknown): number | undefined;
}

/** How a feature has files of the room, by their numbers, deleted and put back: it asks for it, and what has come of it is in the room's list. Whoever has it done says so to the person. @public */
export interface FileDeleting {
  delete(files: readonly number[]): void;
  putBack(files: readonly number[]): void;
}

type FileMakingLoader = () => Promise<{ readonly making: FileMaking }>;

/** Somebody who is not in yet. @public */
export interface AtTheDoor {
  /** the name under which they come */
  readonly name: string;
  /** They come again, under the same name. */
  readonly onAgain: (password?: string) => void;
  /** They come as somebody new: the room does not know the key that this browser has. */
  readonly onJoinAgain: () => void;
}

export interface FaceProps {
  readonly person: Participant;
  readonly children: ComponentChildren;
}

/**
 * Where on the page a feature shows something small; the page lays the areas out, and no feature knows how. `menu` holds the room's lesser
 * tools, `banner` what is said above the code for as long as it holds, `above` and `below` are as wide as the code, `over` lies over it, `people` stands above the list of them, `thumbBar` is the bar of a phone, where it stands instead of in the head. What is worth a tab has a place instead.
 */
export type Area = "head" | "menu" | "people" | "banner" | "above" | "over" | "below" | "statusBar" | "thumbBar";

/**
 * A tab of the workbench: `left` is what there is in the room, `right` what is beside the code, the `dock` what is under it. The page lays
 * them out and remembers which are open; a feature says what is in one.
 */
export interface Place {
  /** nobody else's; the browser remembers it */
  readonly id: string;
  readonly at: "left" | "right" | "dock";
  /** its rank among the tabs there: the smallest comes first */
  readonly order: number;
  /** one word, in the language of the page; read anew when a signal changes that it reads */
  name(): string;
  readonly Icon: ComponentType;
  /** Mounted as long as it is shown. It scrolls by itself. */
  readonly View: ComponentType;
  /** how much is new there */
  readonly badge?: ReadonlySignal<number>;
  /** whether this person has it; without it everybody has */
  readonly isThere?: ReadonlySignal<boolean>;
}

/** A program that has run, as somebody may be asked about it. */
export interface RunOver {
  readonly file: number;
  readonly path: string;
  readonly hasFailed: boolean;
  /** The end of what it printed, and how it ended, in a sentence: at most so many UTF-16 units. */
  output(most: number): string;
}

/** Somebody who is no person: what begins with their name is a question for them. @public */
export interface Addressed {
  /** without its @ */
  readonly name: string;
  /** What would go along with the text, and to whom, in words for whoever is about to send it; read anew when a signal changes that it reads. */
  sends(text: string): string;
  ask(text: string): void;
}

/** Who says why a run has failed. @public */
export interface Explainer {
  /** What would go along, and to whom, in words for whoever is about to ask; read anew when a signal changes that it reads. */
  sends(run: RunOver): string;
  ask(run: RunOver): void;
}

/** What a feature has among the preferences, under a heading of its own. @public */
export interface PreferenceGroup {
  /** in the language of the page */
  name(): string;
  readonly View: ComponentType;
}

/** What a person can have done by its name or its key. @public */
export interface Command {
  /** nobody else's, and the same in every language; the browser remembers it */
  readonly id: string;
  /** as a list of all has it, in the language of the page */
  readonly name: string;
  /** of the feature's `keys.ts`; of several the first is shown. The editor's own come before it. */
  readonly key?: string | readonly string[] | undefined;
  /** the place that has it among its own buttons, by its id */
  readonly at?: string;
  /** where it is a command of the editor: the key that the editor has for it, to be shown beside it */
  readonly editorKey?: string | undefined;
  run(): void;
}

/** A line of what an empty file says to whoever is new. */
export interface FirstUse {
  /** its rank among the lines: the smallest comes first */
  readonly order: number;
  /** Loads an `<li>`; it may render nothing. What can be pressed in it is for the pointer alone: it is not said. */
  load(): Promise<FunctionComponent>;
}

/** Something that happened beside the text, as a feature's half on the server tells it. */
interface TimeMark {
  /** ms since 1970 */
  readonly time: number;
  readonly kind: string;
  /** who did it */
  readonly participant?: number;
  /** one of the feature's own, as how it ended */
  readonly word?: string;
}

/** How marks of one kind are shown on a time line. @public */
export interface MarkLook {
  readonly Icon: ComponentType<{ readonly mark: TimeMark }>;
  /** What it is, in words; `who`: the name of whoever did it. */
  name(mark: TimeMark, who: string): string;
  /** the room has come to something then: it is among its versions */
  readonly isVersion?: true;
}

/** A feature's share of one opening of a room. */
export interface FeatureOpening {
  readonly places?: readonly Place[];
  readonly firstUse?: FirstUse;
  /** always mounted: what is not there now renders nothing */
  readonly areas?: Readonly<Partial<Record<Area, ComponentType>>>;
  /** how much is new in what it has in the status bar; a phone's menu has that, and says so */
  readonly news?: ReadonlySignal<number>;
  /** how its half's marks are shown on a time line, by their kinds, which are nobody else's */
  readonly marks?: Readonly<Record<string, MarkLook>>;
  /** What the robot of its other half is called, in the language of the page. */
  robot?(): string;
  /** takes the place of the button that copies the room's link */
  readonly Share?: ComponentType;
  /** takes somebody out of the room; undefined: this person may not */
  readonly eject?: ReadonlySignal<((participant: number) => void) | undefined>;
  /** takes away the earlier text that it has laid over the code; undefined: it has laid none */
  readonly toNow?: ReadonlySignal<((stay?: number) => void) | undefined>;
  /** the newest run that is over */
  readonly lastRun?: ReadonlySignal<RunOver | undefined>;
  /** says why a run has failed; undefined: this person may not ask */
  readonly explain?: ReadonlySignal<Explainer | undefined>;
  /** who is told what begins with their name; undefined: not now, or not by this person */
  readonly addressed?: ReadonlySignal<Addressed | undefined>;
  /** what it has among the preferences */
  readonly preferences?: PreferenceGroup;
  /** has files deleted and put back; undefined: this person may not */
  readonly fileDeleting?: ReadonlySignal<FileDeleting | undefined>;
  /** what can be done with somebody, shown with them in the list of people */
  readonly Person?: ComponentType<{ readonly person: Participant }>;
  /** what the face of somebody else in the room's head is put into, where there is room for it */
  readonly Face?: ComponentType<FaceProps>;
  /** takes the place of the room for somebody who is not in yet: they wait, or were refused */
  readonly Door?: ComponentType<AtTheDoor>;
  /** nobody may write just now, whatever their role */
  readonly isReadOnly?: ReadonlySignal<boolean>;
  /** the server takes no changes just now: what is typed is kept here meanwhile */
  readonly isHeld?: ReadonlySignal<boolean>;
  /** What can be done now; read anew when a signal changes that it reads. Nothing of it is offered where the room is over. */
  commands?(): readonly Command[];
  /** What the editor of a file has besides, as a gutter; asked once for each editor. Its keys come after the page's. */
  editor?(file: number): Extension;
  /** `data` is what the other half sent */
  message?(data: unknown): void;
  /**
   * The server has said no to something that this window asked for, other than an edit; `own`: by a code of a feature's, which is like `code`.
   * True: this feature says so.
   */
  refused?(code: ErrorCode, message: string, own: string | undefined): boolean;
  /** This person has put back into a file what the server had lost: the others may be told. */
  putBack?(file: number): void;
  closed?(): void;
}

/** What somebody may type on the start page besides a link, to come in by it: a feature has it in its `wayIn.ts`. @public */
export interface WayIn {
  /** of the field that takes both */
  label(): string;
  /** The sentence for a text that is neither, with what is right. */
  unclear(): string;
  /** Where a text leads, of which what stood around it is gone; undefined: it is nothing of this kind. Rejects with ApiError. */
  find(text: string): Promise<RoomPlace> | undefined;
}

/** What a feature says of a room in the list of the start page: a component that may render nothing, its feature's `roomNote.tsx`. @public */
export type RoomNote = FunctionComponent<{
  readonly room: KnownRoom;
  /** what it is called */
  readonly name: string;
  /** as the server said last, another one each time */
  readonly now: RoomNow;
  /** mine there */
  readonly role: Role | undefined;
}>;

/** What a feature says to those who are in no room yet: a component that may render nothing, its feature's `entryNote.tsx`. @public */
export type EntryNote = FunctionComponent;

/** A capability beside the core, by the name that its other half has on the server. */
export interface PageFeature {
  readonly name: string;
  /** what other features may have done by it, loaded when one wants it */
  readonly fileMaking?: FileMakingLoader;
  /** Called when a room is opened. */
  open(room: PageRoom): FeatureOpening;
}
