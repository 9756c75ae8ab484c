// The port by which features take part in the page. Knows no feature; only main.tsx names them.
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";
import type { ErrorCode } from "#protocol/errors.ts";
import type { Participant, RoomDetails } from "#protocol/events.ts";
import type { Limits } from "#protocol/limits.ts";
import type { ConnectedClient, PresenceState } from "#protocol/messages.ts";
import type { FileEditor } from "../editor/fileEditor.ts";
import type { SessionListener, SyncStatus } from "../sync/ports.ts";
import type { Myself, RoomSession } from "../sync/roomSession.ts";
import type { Beside } from "./openFiles.ts";

/** One opening of a room, as a feature sees it. */
export interface FeatureRoom {
  readonly roomId: string;
  readonly room: ReadonlySignal<RoomDetails | undefined>;
  /** the server's bounds, as it has told them */
  readonly limits: () => Limits;
  readonly you: ReadonlySignal<Myself | undefined>;
  /** who is here, by the number of the tab */
  readonly clients: ReadonlySignal<ReadonlyMap<number, ConnectedClient>>;
  readonly status: ReadonlySignal<SyncStatus>;
  /** my secret in the room, for what is asked over HTTP */
  readonly key: () => string | undefined;
  /** the number of the file that is shown */
  readonly file: ReadonlySignal<number>;
  /** the files that have a tab here, in their order */
  readonly tabs: ReadonlySignal<readonly number[]>;
  /** in which file each client is, by the number of the client, as far as it has said */
  readonly inFile: ReadonlySignal<ReadonlyMap<number, number>>;
  /** those who are idle or away, by the number of the client */
  readonly states: ReadonlySignal<ReadonlyMap<number, PresenceState>>;
  /** Shows a file; the focus stays where it is. */
  show(file: number): void;
  /** Shows a file and puts the focus into it. */
  edit(file: number): void;
  /** Closes the tab of a file; the last one stays. */
  close(file: number): void;
  /** Puts the tabs into this order. */
  arrange(tabs: readonly number[]): void;
  /** Puts the caret on a line, from 1, and the focus with it; of the file that is shown where none is named. */
  goToLine(line: number, file?: number): void;
  /** The line of the file that is shown, from 1, where this person is. */
  ownLine(): number;
  /** From now on shows what this client sees, in any file; undefined: not any more. */
  goWith(client: number | undefined): void;
  /** Whether the others are told what is seen here. */
  tellView(isTold: boolean): void;
  /** How far this person is with it; the others are told. */
  tellState(state: PresenceState | undefined): void;
  /**
   * Comes in once more, as the same person by a client of its own, a random id that nobody else uses: what is typed there is kept
   * and sent as what is typed in this window is. Whoever starts the session stops it.
   */
  enter(client: string, listener: SessionListener): RoomSession;
  /**
   * Opens a file of the feature's own, which the room does not list, to be shown beside the code; its editor, as soon as
   * there is a text and as long as the server lets this person have it open.
   */
  openBeside(file: number, beside: Beside): ReadonlySignal<FileEditor | undefined>;
  /** It is not looked at any more: this person is back at the code. */
  leaveBeside(): void;
  /** Sends the feature's own data to its other half on the server; without a connection nothing happens. */
  send(data: unknown): void;
}

/** Somebody who is not in yet. */
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

/** A feature's share of one opening of a room. */
export interface RoomFeature {
  /** shown among the room's tools, in the menu where the screen is narrow */
  readonly Tool?: ComponentType;
  /** shown in the room's head, on any screen */
  readonly Button?: ComponentType;
  /** shown above the code, as wide as it is */
  readonly Bar?: ComponentType;
  /** shown beside the code */
  readonly Panel?: ComponentType;
  /** takes the place of the button that copies the room's link */
  readonly Share?: ComponentType;
  /** what can be done with somebody, shown with them in the list of people */
  readonly Person?: ComponentType<{ readonly person: Participant }>;
  /** what the face of somebody else in the room's head is put into, where there is room for it */
  readonly Face?: ComponentType<FaceProps>;
  /** takes the place of the room for somebody who is not in yet: they wait, or were refused */
  readonly Door?: ComponentType<AtTheDoor>;
  /** nobody may write just now, whatever their role */
  readonly isReadOnly?: ReadonlySignal<boolean>;
  /** `data` is what the other half sent */
  message?(data: unknown): void;
  /** The server has said no to something that this window asked for, other than an edit; true: this feature says so. */
  refused?(code: ErrorCode, message: string): boolean;
  /** This person has put back into a file what the server had lost: the others may be told. */
  putBack?(file: number): void;
  closed?(): void;
}

/** A capability beside the core, by the name that its other half has on the server. */
export interface ClientFeature {
  readonly name: string;
  /** Called when a room is opened. */
  open(room: FeatureRoom): RoomFeature;
}
