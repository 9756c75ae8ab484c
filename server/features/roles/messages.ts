// What is said between the two halves of the roles, over the socket and over HTTP. Knows no room.
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import { FIRST_ISSUE } from "../../protocol/listOf.ts";
import { shortText } from "../../routing/described.ts";
import type { Role } from "../../protocol/events.ts";

/** UTF-16 units of a room's password at least, and code points at most. */
export const PASSWORD_CHARACTERS = { least: 6, most: 200 } as const;
/** Code points of what a closing is called. */
const SHOWN_CHARACTERS = 1_000;
const MOST_PEOPLE = 10_000;
const MOST_DAYS = 36_500;
/** How long a join code can be used. */
export const CODE_HOURS = 12;

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const yesNo = (sentence: string) => v.exactOptional(v.pipe(v.boolean(), v.description(sentence)));
const upTo = (most: number, sentence: string) =>
  v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(most), v.description(sentence)));

const settings = {
  plain: v.exactOptional(
    v.pipe(
      v.picklist(["editor", "viewer", "none"]),
      v.description("what a newcomer gets who comes by the room's id alone"),
    ),
  ),
  lobby: yesNo("newcomers wait until an owner lets them in"),
  locked: yesNo("nobody new is let in"),
  password: v.exactOptional(
    v.pipe(
      v.nullable(
        v.pipe(
          shortText(PASSWORD_CHARACTERS.most, "of whoever comes, people with a key excepted"),
          v.minLength(PASSWORD_CHARACTERS.least),
        ),
      ),
      v.description("null takes it away"),
    ),
  ),
  most: upTo(MOST_PEOPLE, "people at once; 0: as many as the server takes"),
  keepDays: upTo(MOST_DAYS, "days after the last visit until the room expires, at most the server's; 0: the server's"),
  closed: yesNo("only owners may be in, and nobody may write"),
};

export const participant = v.pipe(number, v.description("their number"));
const role = v.picklist(["owner", "editor", "viewer"]);
export const lower = v.picklist(["editor", "viewer"]);
export const linkKind = v.picklist(["edit", "view", "code", "owner"]);
export const links = yesNo(
  "where something is taken from somebody: all that they know closes that would give a newcomer more; owner's links close in any case",
);
export const shown = v.exactOptional(
  shortText(SHOWN_CHARACTERS, "what the `revokes` answer calls it: where it is another by then, nothing is done"),
);

/** What messages say besides their type and whom or what they are about, which over HTTP is in the path. */
export const SAID = {
  settings: v.strictObject(settings),
  person: v.strictObject({ role, links, shown }),
  /** everybody but owners, and whoever comes by the plain link unless that gives nothing */
  everyone: v.strictObject({ role: lower, links, shown }),
  /** that person becomes owner and the sender an editor */
  handOver: v.strictObject({ participant, shown }),
  /** what was taken by the number is given back */
  undo: v.strictObject({ undo: v.pipe(number, v.description("its number")) }),
  lobby: v.strictObject({
    waiting: v.exactOptional(v.pipe(number, v.description("their number; absent: all who wait"))),
    admit: v.pipe(v.boolean(), v.description("or refuse")),
  }),
};

const clientMessage = v.variant("type", [
  v.strictObject({ type: v.literal("read") }),
  v.strictObject({ type: v.literal("settings"), ...SAID.settings.entries }),
  /** made anew, so that the one before is revoked; or revoked. "owner" is the sender's own */
  v.strictObject({ type: v.literal("link"), kind: linkKind, on: v.boolean() }),
  v.strictObject({ type: v.literal("person"), participant, ...SAID.person.entries }),
  v.strictObject({ type: v.literal("remove"), participant, links: v.boolean(), shown }),
  v.strictObject({ type: v.literal("everyone"), ...SAID.everyone.entries }),
  v.strictObject({ type: v.literal("handOver"), ...SAID.handOver.entries }),
  /** what would close; without a participant by `everyone`, without a role by `remove` */
  v.strictObject({
    type: v.literal("revokes"),
    participant: v.exactOptional(participant),
    role: v.exactOptional(lower),
  }),
  v.strictObject({ type: v.literal("undo"), ...SAID.undo.entries }),
  v.strictObject({ type: v.literal("lobby"), ...SAID.lobby.entries }),
]);

export type RolesMessage = v.InferOutput<typeof clientMessage>;
type Of<Type extends RolesMessage["type"]> = Omit<Extract<RolesMessage, { type: Type }>, "type">;
export type LinkKind = Of<"link">["kind"];
/** What an owner sets; what is absent stays as it is. */
export type NewSettings = Of<"settings">;
/** Whose links would close: without a role somebody is removed, without a participant everybody but owners is meant. */
export type LinksQuestion = Of<"revokes">;
/** What becomes of the links when something is taken from somebody. */
export type LinksToo = Required<Pick<Of<"remove">, "links" | "shown">>;

/** Reads what a client says. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export function decodeRolesMessage(data: unknown): RolesMessage {
  const result = v.safeParse(clientMessage, data, FIRST_ISSUE);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Refusal("bad_request", v.getDotPath(issue)?.slice(0, 60) ?? "data");
}

/** What a newcomer gets who comes by the room's link alone. */
export type Plain = Exclude<Role, "owner"> | "none";

/** The room's settings as everybody in it may see them. */
export interface ShownSettings {
  readonly plain: Plain;
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

/** What an owner sees of the links; an absent one does not exist. Invitations and codes are kept as hashes and cannot be shown again. */
interface ShownLinks {
  /** the room's id */
  readonly plain: string;
  readonly edit?: LinkDates;
  readonly view?: LinkDates & { readonly address: string };
  /** `expires` in ms since 1970 */
  readonly code?: LinkDates & { readonly expires: number };
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
  /** for the owner who has just taken something from somebody: told once */
  readonly undo?: UndoOffer;
}

/** What can be given back for a while. */
export interface UndoOffer {
  /** its number, for the message that does it */
  readonly undo: number;
  /** ms for which it can be done */
  readonly forMs: number;
  /** from whom it was taken */
  readonly participant: number;
  /** something closed with it that had let newcomers in */
  readonly closed: boolean;
  /** the editing link that was made in the place of what closed, where no other is left */
  readonly link?: string;
}

/** One thing that lets newcomers in and that somebody knows, which would give them back more than is left to them. */
export interface ClosingWay {
  /** "plain": the room's id */
  readonly kind: LinkKind | "plain";
  /** of "owner", which closes in any case: whose it is */
  readonly owner?: number;
  /** of "plain": what it would give then */
  readonly gives?: "viewer" | "none";
  /** how many others know it; of a link, how many of them came by it */
  readonly others: number;
  /** the first of them */
  readonly people: readonly number[];
  /** of "view": how many viewers are in by it and would be put out */
  readonly out?: number;
}

/** What would close by a removal, or by another role. */
export interface Revokes {
  readonly type: "revokes";
  /** as it was asked */
  readonly participant?: number;
  readonly role?: Role;
  readonly ways: readonly ClosingWay[];
  /** whether one of them has typed the password; absent: there is none */
  readonly password?: boolean;
  /** what all this is called, for `shown` */
  readonly shown: string;
}

/**
 * What was made, once, to the one who asked. `link` is what follows the server's own address: a viewing address, or the room's id, a "#"
 * and the secret that goes into hello's `invitation`.
 */
export type LinkMade =
  | { readonly type: "made"; readonly kind: Exclude<LinkKind, "code">; readonly link: string }
  | { readonly type: "made"; readonly kind: "code"; readonly code: string; readonly expires: number };

export type ServerRolesMessage = RolesState | LinkMade | Revokes;
