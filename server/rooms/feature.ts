// The port by which features take part in a room. Knows no feature; none of this is in the path of a keystroke.
import type { Text } from "@codemirror/state";
import type { ErrorCode } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Participant, Role, RoomDetails, RoomEvent } from "../protocol/events.ts";
import type { ConnectedClient } from "../protocol/messages.ts";
import type { AppendOutcome } from "./roomStore.ts";

/** What a feature may do with a live room. `feature` is its own name. */
export interface RoomHandle {
  readonly limits: Limits;
  /** The room as everybody may see it. */
  details(): RoomDetails;
  /** The room as it will be once all that was accepted is durable: what a new entry must fit. */
  accepted(): RoomDetails;
  /** Everybody's open tabs. */
  clients(): readonly ConnectedClient[];
  /** The text of a file as everybody may see it, or undefined when nobody has it open. */
  text(file: number): { readonly version: number; readonly text: Text } | undefined;
  /** Sends the feature's own data to everybody who is here. */
  broadcast(feature: string, data: unknown): void;
  /** Sends it to one client; ignored when that client has left. */
  send(client: number, feature: string, data: unknown): void;
  /** A name as it would be the participant's: cleaned, and with a number where somebody else has it; empty when nothing is left. */
  nameFor(participant: number, name: string): string;
  /** Puts an entry into the room's own log; everybody is told of it once it is durable. */
  accept(event: RoomEvent): void;
  /** What the feature has kept with the room last, undefined at first: JSON of its own, which nobody else is shown. */
  kept(feature: string): unknown;
  /** Keeps it, by an entry of the room's own log: whole, so it is small. */
  keep(feature: string, value: unknown): void;
  /** Runs when everything accepted by now is durable, or the room closes. */
  whenDurable(run: () => void): void;
  /** Ends every connection of the participant with the code; where an `address` is named, those that came by it. */
  dismiss(participant: number, code: ErrorCode, address?: string): void;
  /** Ends every connection with the code and drops the room from memory. */
  close(code: ErrorCode): void;
  /** While it is frozen nobody may write, owners neither, but in files that the room does not list. Until it is lifted, or the room leaves memory. */
  freeze(isFrozen: boolean): void;
  /** Whether the participant may change what the room holds, as it is accepted: for every feature that changes it to ask. */
  mayWrite(participant: number): boolean;
  /** Keeps the room for at most so many ms after the last visit; Infinity: as long as the server does. Until the room leaves memory. */
  keepFor(ms: number): void;
  /** What the store has of the feature is not known any more: the room is dropped from memory, as after its own failed append. */
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

/** All features of one live room together. Only `admit`, `message` and `request` may throw, and only a Refusal. */
export interface RoomFeatures {
  /** The role in which somebody comes in, now or when it is decided. Throws or rejects with a Refusal. */
  admit(coming: Coming): Role | Promise<Role>;
  /**
   * Whether the participant may have a file open that the room does not list; such a file is a feature's, and nobody else hears
   * of it. Asked when it is opened, and again when the participant has changed: it is closed to them when they may not any more.
   */
  mayOpen(file: number, participant: number): boolean;
  joined(client: ConnectedClient): void;
  left(client: ConnectedClient): void;
  /** Told after the commit to a file that the room lists, never before it can be shown; `entries` is the JSON list of the updates from `version` on. */
  committed(file: number, version: number, entries: string): void;
  /** `data` is whatever a client sent: the feature's own schema decodes it. Throws or rejects with a Refusal, which goes back to that client. */
  message(from: ConnectedClient, feature: string, data: unknown): void | Promise<void>;
  /** The same over HTTP, in the name of a participant, with an answer. */
  request(from: Participant, feature: string, data: unknown): unknown;
  closed(): void;
}

/** Called when a room goes live. */
export type OpenFeatures = (room: RoomHandle) => RoomFeatures;
