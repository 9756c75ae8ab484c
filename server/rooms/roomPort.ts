// The room's side of the port of features: whom a live room tells of what, and what it may be asked. Knows no feature; none of this is in the path of a keystroke.
import type { RoomMessage } from "../protocol/clientMessages.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { Participant, Role, RoomFile } from "../protocol/events.ts";
import type { Limits } from "../protocol/limits.ts";
import type { ConnectedClient } from "../protocol/serverMessages.ts";
import type { RoomLog } from "./log/roomLog.ts";
import type { LiveFiles } from "./file/liveFiles.ts";
import type { Audience, RoomClient } from "./people/audience.ts";
import type { People, RobotHello } from "./people/people.ts";
import type { Asker, Rights } from "./people/rights.ts";
import type { Outlet } from "./ports.ts";
import type { AppendOutcome } from "./roomStore.ts";

/** A live room as its features have it. */
export interface RoomPort {
  readonly limits: Limits;
  readonly log: RoomLog;
  readonly people: People;
  readonly audience: Audience;
  readonly rights: Rights;
  readonly files: LiveFiles;
  /** Lets a feature take part as somebody who is no person, as Room.enter says. */
  enter(feature: string, robot: RobotHello, outlet: Outlet): Promise<RoomClient>;
  /** Handles what it says as if it had come by a socket. Throws Refusal; then nothing has changed. */
  receive(client: RoomClient, message: RoomMessage, characters: number): void;
  leave(client: RoomClient): void;
  /** Ends every connection of the participant with the code; where an `address` is named, those that came by it. */
  dismiss(participant: number, code: ErrorCode, address?: string): void;
  /**
   * Deletes files for good that were deleted before, in the name of a participant. Resolves when nobody can open them any more; their
   * texts leave the store soon after.
   */
  purge(files: readonly RoomFile[], by: { readonly time: number; readonly participant: number }): Promise<void>;
  /** What these clients, or all of them, may open or see has changed: what they may not have open any more is closed to them. */
  rightsChanged(clients?: readonly RoomClient[]): void;
  /** What its features mark, as FeatureHost.marks says. */
  marks(): Promise<Mark[]>;
  /** The room expires so many ms after the last visit at the latest; Infinity: when the server says. Holds until the room leaves memory. */
  expireWithin(ms: number): void;
  readonly expiresWithinMs: number;
  /** nothing may be written in any room now */
  readonly isReadOnly: boolean;
  /** What the store has of a feature is not known any more: the room is dropped from memory, as after its own failed append. */
  failed(reason: AppendOutcome | "error"): void;
}

/** Somebody at the door, who has said hello. */
export interface Coming {
  readonly address: string;
  /** by what their tab is known, as the room keeps it: the same when it comes again */
  readonly clientHash: string;
  /** whom the room knows them to be */
  readonly person: Participant | undefined;
  /** the name that they give, cleaned; may be empty */
  readonly name: string;
  readonly invitation: string | undefined;
  readonly password: string | undefined;
  /** They are told to wait. */
  wait(): void;
  /** Runs when their connection has ended. */
  whenGone(run: () => void): void;
  /** Runs when they are in, with who they are. */
  whenIn(run: (participant: number) => void): void;
}

/** Something that happened beside the texts: `time` in ms since 1970, whose it was, and a word for more of it; never what people wrote. */
export interface Mark {
  readonly time: number;
  /** what happened: at most MARK_CHARACTERS, and so is `word` */
  readonly kind: string;
  readonly participant?: number;
  readonly word?: string;
}

/** All features of one live room together. Only `admit`, `message` and `request` may throw, and only a Refusal. */
export interface FeatureHost {
  /** The role in which somebody comes in, now or when it is decided. Throws or rejects with a Refusal. */
  admit(coming: Coming): Role | Promise<Role>;
  /**
   * Whether the participant may have a file open that the room does not list; such a file is a feature's, and nobody else hears
   * of it. Asked when it is opened, and again when the participant has changed: it is closed to them when they may not any more.
   */
  mayOpen(file: number, participant: number): boolean;
  /** What Rights.seesHistory asks. */
  seesHistory(asker: Asker): boolean;
  /** What these may open or see may be another from now on, by what a feature or the room's log says. */
  rightsChanged(clients: readonly (ConnectedClient & Asker)[]): void;
  /** The newest of what each of them marks, in the order of the times. */
  marks(): Promise<Mark[]>;
  joined(client: ConnectedClient): void;
  left(client: ConnectedClient): void;
  /** Its socket takes frames again. */
  drained(client: ConnectedClient): void;
  /** Whether what a client says to this feature may have something written; `data` is whatever it sent. */
  writes(feature: string, data: unknown): boolean;
  /** `data` is whatever a client sent: the feature's own schema decodes it. Throws or rejects with a Refusal, which goes back to that client. */
  message(from: ConnectedClient & Asker, feature: string, data: unknown): void | Promise<void>;
  /** The same over HTTP, in the name of a participant who asks by this address, with an answer. */
  request(from: Participant, feature: string, data: unknown, address: string): unknown;
  /** These files were deleted for good, and nobody can open them any more. */
  purged(files: readonly number[]): void;
  closed(): void;
}

/** Called when a room goes live. */
export type OpenFeatures = (room: RoomPort) => FeatureHost;
