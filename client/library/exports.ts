// What the library has on every platform. Knows no platform.
export type { Language } from "#protocol/languages.ts";
export type { Limits } from "#protocol/limits.ts";
export type { Participant as Person, Role, RoomDetails, RoomFile } from "#protocol/events.ts";
export type { Selection } from "#protocol/selections.ts";
export { exportText, type Imported } from "#protocol/importedText.ts";
export { type Document, Refused, type TextChange } from "../sync/document.ts";
export { importText } from "../sync/importText.ts";
export type { ParticipationListener as ParticipantListener } from "../sync/participation.ts";
export type { Notice, SyncStatus, Unconfirmed, UnconfirmedKeeper } from "../sync/ports.ts";
export type { JoinOptions } from "./join.ts";
export type { Participant } from "./participant.ts";
