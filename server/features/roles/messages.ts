// What is said between the two halves of the roles, over the socket and over HTTP. Knows no room.
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import type { Role } from "../../protocol/events.ts";

/** UTF-16 units of a room's password. */
const PASSWORD_CHARACTERS = { least: 6, most: 200 };
const MOST_PEOPLE = 10_000;
const MOST_DAYS = 36_500;
/** How long a join code can be used. */
export const CODE_HOURS = 12;

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const role = v.picklist(["owner", "editor", "viewer"]);

const settings = {
  /** what a newcomer gets who comes by the room's id alone */
  plain: v.exactOptional(v.picklist(["editor", "viewer", "none"])),
  /** newcomers wait until an owner lets them in */
  lobby: v.exactOptional(v.boolean()),
  /** nobody new is let in */
  locked: v.exactOptional(v.boolean()),
  /** null takes it away */
  password: v.exactOptional(
    v.nullable(v.pipe(v.string(), v.minLength(PASSWORD_CHARACTERS.least), v.maxLength(PASSWORD_CHARACTERS.most))),
  ),
  /** people at once; 0: as many as the server takes */
  most: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MOST_PEOPLE))),
  /** days after the last visit until the room expires, at most the server's; 0: the server's */
  keepDays: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MOST_DAYS))),
  /** only owners may be in, and nobody may write */
  closed: v.exactOptional(v.boolean()),
};

const clientMessage = v.variant("type", [
  v.strictObject({ type: v.literal("read") }),
  v.strictObject({ type: v.literal("settings"), ...settings }),
  /** made anew, so that the one before is revoked; or revoked. "owner" is the sender's own */
  v.strictObject({ type: v.literal("link"), kind: v.picklist(["edit", "view", "code", "owner"]), on: v.boolean() }),
  v.strictObject({ type: v.literal("person"), participant: number, role }),
  /** `links`: the link that they came by stops too */
  v.strictObject({ type: v.literal("remove"), participant: number, links: v.boolean() }),
  /** everybody but owners, and whoever comes by the plain link unless that gives nothing */
  v.strictObject({ type: v.literal("everyone"), role: v.picklist(["editor", "viewer"]) }),
  /** that person becomes owner and the sender an editor */
  v.strictObject({ type: v.literal("handOver"), participant: number }),
  /** without `waiting` all who wait */
  v.strictObject({ type: v.literal("lobby"), waiting: v.exactOptional(number), admit: v.boolean() }),
]);

export type RolesMessage = v.InferOutput<typeof clientMessage>;
export type LinkKind = Extract<RolesMessage, { type: "link" }>["kind"];

/** Reads what a client says. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export function decodeRolesMessage(data: unknown): RolesMessage {
  const result = v.safeParse(clientMessage, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Refusal("bad_request", v.getDotPath(issue)?.slice(0, 60) ?? "data");
}

/** The room's settings as everybody in it may see them. */
export interface ShownSettings {
  readonly plain: Exclude<Role, "owner"> | "none";
  readonly lobby: boolean;
  readonly locked: boolean;
  /** whether there is one */
  readonly password: boolean;
  readonly most: number;
  readonly keepDays: number;
  readonly closed: boolean;
}

/** When a link was made and last let somebody in, in ms since 1970. */
export interface LinkDates {
  readonly made: number;
  /** to the minute; absent: never */
  readonly used?: number;
}

/** What an owner sees of the links; an absent one does not exist. Invitations are kept as hashes and cannot be shown again. */
interface ShownLinks {
  /** the room's id */
  readonly plain: string;
  readonly edit?: LinkDates;
  readonly view?: LinkDates & { readonly address: string };
  /** `expires` in ms since 1970 */
  readonly code?: LinkDates & { readonly code: string; readonly expires: number };
  /** the asking owner's own */
  readonly owner?: LinkDates;
}

/** Somebody in the waiting room. `since` in ms since 1970. */
export interface Waiting {
  readonly waiting: number;
  readonly name: string;
  readonly since: number;
}

/** What somebody may see: on coming in, whenever it changes, and as the answer to `read`. */
export interface RolesState {
  readonly type: "state";
  readonly settings: ShownSettings;
  /** for owners and editors, where there is one: the viewing address */
  readonly view?: string;
  /** for owners */
  readonly links?: ShownLinks;
  /** for owners */
  readonly waiting?: readonly Waiting[];
}

/**
 * What was made, once, to the one who asked. `link` is what follows the server's own address: a viewing address, or the room's id, a "#"
 * and the secret that goes into hello's `invitation`.
 */
export type LinkMade =
  | { readonly type: "made"; readonly kind: Exclude<LinkKind, "code">; readonly link: string }
  | { readonly type: "made"; readonly kind: "code"; readonly code: string; readonly expires: number };

export type ServerRolesMessage = RolesState | LinkMade;
