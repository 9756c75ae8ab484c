// What is said between the two halves of the feature people. Knows no room.
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import { FIRST_ISSUE } from "../../protocol/listOf.ts";
import { SHORT_TEXT_CHARACTERS } from "../../protocol/limits.ts";

/** The page has so many colours for people. */
export const COLOURS = 12;

const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const clientMessage = v.variant("type", [
  /** the tab that this one follows from now on, by its client; null: none */
  v.strictObject({ type: v.literal("follow"), client: v.nullable(positive) }),
  /** an owner asks everybody to look at a line */
  v.strictObject({ type: v.literal("look"), file: positive, line: positive }),
  /** what I am called and my colour; what is absent stays as it is */
  v.strictObject({
    type: v.literal("profile"),
    name: v.optional(v.pipe(v.string(), v.maxLength(SHORT_TEXT_CHARACTERS))),
    colour: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(COLOURS - 1))),
  }),
]);

export type PeopleMessage = v.InferOutput<typeof clientMessage>;
export type Profile = Extract<PeopleMessage, { type: "profile" }>;
export type Look = Extract<PeopleMessage, { type: "look" }>;

/** Reads what a client says. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export function decodePeopleMessage(data: unknown): PeopleMessage {
  const result = v.safeParse(clientMessage, data, FIRST_ISSUE);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Refusal("bad_request", v.getDotPath(issue)?.slice(0, 60) ?? "data");
}

export type ServerPeopleMessage =
  /** to whom it concerns: the one who follows, and who is and was followed */
  | { readonly type: "follows"; readonly follower: number; readonly leader: number | null; readonly was: number | null }
  /** to everybody: the owner's tab asks them to look there */
  | ({ readonly type: "look" } & LookThere);

/** An owner's tab asks everybody to look at a line. */
export interface LookThere {
  readonly client: number;
  readonly file: number;
  readonly line: number;
}
