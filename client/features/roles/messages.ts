// What the two halves of the roles say to each other; what each means is in the server's half. Knows no room.
import type { Role } from "#protocol/events.ts";

export type LinkKind = "edit" | "view" | "code" | "owner";

/** What a newcomer gets who comes by the room's link alone. */
export type Plain = "editor" | "viewer" | "none";

/** The room's settings; `password`: whether there is one. */
export interface Settings {
  readonly plain: Plain;
  readonly lobby: boolean;
  readonly locked: boolean;
  readonly password: boolean;
  /** people at once; 0: as many as the server takes */
  readonly most: number;
  /** days after the last visit until the room expires; 0: the server's */
  readonly keepDays: number;
  readonly closed: boolean;
}

/** What an owner sets; what is absent stays as it is. */
export type NewSettings = Partial<Omit<Settings, "password"> & { readonly password: string | null }>;

export type RolesRequest =
  | ({ readonly type: "settings" } & NewSettings)
  | { readonly type: "link"; readonly kind: LinkKind; readonly on: boolean }
  | ({ readonly type: "person"; readonly participant: number; readonly role: Role } & Partial<LinksToo>)
  | ({ readonly type: "remove"; readonly participant: number } & LinksToo)
  | ({ readonly type: "everyone"; readonly role: "editor" | "viewer" } & Partial<LinksToo>)
  | ({ readonly type: "handOver"; readonly participant: number } & Pick<LinksToo, "shown">)
  | ({ readonly type: "revokes" } & Question)
  | { readonly type: "undo"; readonly undo: number }
  | { readonly type: "lobby"; readonly waiting?: number; readonly admit: boolean };

/** What becomes of the links when something is taken from somebody. */
export interface LinksToo {
  /** all that they know closes that would give a newcomer more than is left to them; owner's links do in any case */
  readonly links: boolean;
  /** what the answer to the question called it */
  readonly shown: string;
}

/** Whose links would close: without a role somebody is removed, without a participant everybody but owners is meant. */
export interface Question {
  readonly participant?: number;
  readonly role?: "editor" | "viewer";
}

/** One thing that would close. */
export interface ClosingWay {
  /** "plain": the room's own link */
  readonly kind: LinkKind | "plain";
  /** of "owner": whose */
  readonly owner?: number;
  /** of "plain": what it would give then */
  readonly gives?: "viewer" | "none";
  /** how many others know it, or came by it; the first of them */
  readonly others: number;
  readonly people: readonly number[];
  /** of "view": how many are in by it, and would be put out */
  readonly out?: number;
}

export interface Revokes extends Question {
  readonly ways: readonly ClosingWay[];
  /** whether they have typed the password; absent: there is none */
  readonly password?: boolean;
  readonly shown: string;
}

/** What can be given back to somebody, for so many ms; `link`: one for editing that was made in the place of what closed. */
export interface Undo {
  readonly undo: number;
  readonly forMs: number;
  readonly participant: number;
  readonly closed: boolean;
  readonly link?: string;
}

/** When a link was made and last let somebody in, in ms since 1970; without `used` never. */
export interface LinkDates {
  readonly made: number;
  readonly used?: number;
}

/** The links as an owner sees them; an absent one does not exist. */
interface Links {
  /** the room's id */
  readonly plain: string;
  readonly edit?: LinkDates;
  readonly view?: LinkDates & { readonly address: string };
  readonly code?: LinkDates & { readonly expires: number };
  readonly owner?: LinkDates;
}

/** Somebody in the waiting room. */
export interface Waiting {
  readonly waiting: number;
  readonly name: string;
  /** ms since 1970 */
  readonly since: number;
}

/** All that this person may see. */
export interface RolesState {
  readonly settings: Settings;
  /** for owners and editors: the viewing address, where there is one */
  readonly view?: string;
  /** for owners */
  readonly links?: Links;
  /** for owners */
  readonly waiting?: readonly Waiting[];
  /** for whoever has just taken something from somebody */
  readonly undo?: Undo;
}

export type Told =
  | ({ readonly type: "state" } & RolesState)
  /** told once; `link` is what follows the home page's address */
  | { readonly type: "made"; readonly kind: Exclude<LinkKind, "code">; readonly link: string }
  | { readonly type: "made"; readonly kind: "code"; readonly code: string; readonly expires: number }
  | ({ readonly type: "revokes" } & Revokes);

/** UTF-16 units of a password. */
export const PASSWORD_CHARACTERS = { least: 6, most: 200 };
