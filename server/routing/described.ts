// What a route is asked: read by a schema, and told in OpenAPI from the same schema and the codes that refuse it. Knows no route.
import { type ConversionConfig, toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { type ErrorCode, ERRORS, Refusal } from "../protocol/errors.ts";
import type { Participant, RoomFile } from "../protocol/events.ts";
import type { Imported } from "../protocol/importedText.ts";
import { LANGUAGES } from "../protocol/languages.ts";

/** The same schema, and what its value is. */
export const said = <Schema extends v.GenericSchema>(schema: Schema, sentence: string) =>
  v.pipe(schema, v.description(sentence));

export const whole = (sentence: string, least = 0) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.description(sentence));
export const time = (sentence: string) => whole(`${sentence}, in ms since 1970`);
/** Code points, as JSON schema counts them: what has more UTF-16 units than twice as many is not counted. */
const fits = (value: string, most: number): boolean =>
  value.length <= most || (value.length <= 2 * most && [...value].length <= most);
/** A text of at most so many code points. */
export const shortText = (most: number, sentence: string) =>
  v.pipe(
    v.string(),
    v.check((value) => fits(value, most), `at most ${most} characters`),
    v.metadata({ maxLength: most, description: sentence }),
  );
/** Of an issue's `("a" | "b")`. */
const namesIn = (expected: string | null): string => (expected ?? "").replaceAll(/[()"]/g, "").replaceAll(" | ", ", ");

/** What a request says. Throws Refusal bad_request, with the place that is not right and nothing of what stood there: it may be a key. */
export function readBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  // an empty list would be taken for an object of which nothing is said
  if (Array.isArray(body)) throw new Refusal("bad_request", "a JSON object is needed");
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = v.getDotPath(issue)?.slice(0, 60);
  const what = issue.type === "picklist" ? `is none of ${namesIn(issue.expected)}` : "is not right";
  throw new Refusal("bad_request", place === undefined ? "a JSON object is needed" : `${place} ${what}`);
}

export const text = (sentence: string) => said(v.string(), sentence);

const imported = v.strictObject({
  lineBreak: said(v.picklist(["\n", "\r\n", "\r"]), "of the text that was imported"),
  byteOrderMark: v.exactOptional(said(v.literal(true), "it began with one")),
}) satisfies v.GenericSchema<Imported>;

/** What answers of several routes hold, by the names that the document has for them. */
export const COMPONENTS = {
  Language: v.picklist(LANGUAGES),
  Participant: v.strictObject({
    participant: whole("number of the person in the room", 1),
    name: text("one line"),
    role: v.picklist(["owner", "editor", "viewer"]),
    colour: whole("index into the palette"),
    dateJoined: time("when they joined first"),
    lastSeen: v.exactOptional(time("when they left last, as far as that is known")),
    removed: v.exactOptional(said(v.boolean(), "put out of the room by an owner")),
    robot: v.exactOptional(text("not a person: the name of the feature that takes part as it")),
  }) satisfies v.GenericSchema<Participant>,
  File: v.strictObject({
    file: whole("number of the file in the room", 1),
    name: text("a path, with / between folders and name"),
    order: v.exactOptional(said(v.number(), "its place among its siblings, ascending; absent: its number")),
    deleted: v.exactOptional(v.strictObject({ time: time("when it was deleted"), participant: whole("by whom", 1) })),
    imported: v.exactOptional(imported),
    purged: v.exactOptional(said(v.literal(true), "deleted for good: nothing is left but its number")),
  }) satisfies v.GenericSchema<RoomFile>,
  Imported: imported,
  Error: v.strictObject({
    error: v.strictObject({
      code: v.union([v.picklist(Object.keys(ERRORS) as ErrorCode[]), v.pipe(v.string(), v.regex(/^\w+\.\w+$/))]),
      like: v.exactOptional(
        said(v.picklist(Object.keys(ERRORS) as ErrorCode[]), "of a feature's own code: the code that says what to do"),
      ),
      message: text("a sentence for a person"),
    }),
  }),
};

type JsonSchema = Readonly<Record<string, unknown>>;

const OPTIONS: ConversionConfig = {
  typeMode: "input",
  target: "draft-2020-12",
  // what no JSON schema can say is in a description, or in v.metadata as the words of JSON schema that come nearest
  ignoreActions: ["check"],
  definitions: COMPONENTS,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
};

/** What the schema takes, with its bounds. Throws for what it cannot say. */
export function jsonSchema(schema: v.GenericSchema): JsonSchema {
  const { $schema: _, $defs: __, ...words } = toJsonSchema(schema, OPTIONS);
  return words;
}

/** The components themselves. */
export const componentSchemas = (): Readonly<Record<keyof typeof COMPONENTS, JsonSchema>> =>
  toJsonSchema(v.unknown(), OPTIONS).$defs as Readonly<Record<keyof typeof COMPONENTS, JsonSchema>>;

const json = (schema: v.GenericSchema) => ({ content: { "application/json": { schema: jsonSchema(schema) } } });

/** What a route reads of the body. */
export const body = (schema: v.GenericSchema) => ({ requestBody: { required: true, ...json(schema) } });

export const answer = (description: string, schema: v.GenericSchema) => ({ description, ...json(schema) });

/** A parameter with the schema that reads it. */
export const parameter = (place: "path" | "query", name: string, schema: v.GenericSchema) => ({
  name,
  in: place,
  required: place === "path" || schema.type !== "exact_optional",
  schema: jsonSchema(schema),
});

/** Whatever looks at a room, with a key or without where the room may be seen so. */
export const LOOKING = [
  "bad_request",
  "unauthorized",
  "removed",
  "not_admitted",
  "room_closed",
  "room_not_found",
  "rate_limited",
  "room_reset",
  "store_unavailable",
  "server_draining",
] as const satisfies readonly ErrorCode[];

/** Whatever changes one. */
export const CHANGING = [...LOOKING, "too_large", "written_much", "read_only"] as const satisfies readonly ErrorCode[];

/** What is asked of a feature in the name of whose key it is. */
export const ASKING = [...CHANGING, "unknown_feature"] as const satisfies readonly ErrorCode[];

/** The answers that refuse, by their statuses. */
export function refused(...codes: readonly ErrorCode[]) {
  const statuses = new Set(codes.map((code) => ERRORS[code].status));
  return Object.fromEntries(
    [...statuses].map((status) => {
      const those = codes.filter((code) => ERRORS[code].status === status);
      return [String(status), answer(`Refused: ${those.join(", ")}`, COMPONENTS.Error)];
    }),
  );
}

/** A key has to come along. */
export const KEY_NEEDED = { security: [{ key: [] }] };
/** A key may come along, and has to where a feature guards the room. */
export const KEY_TAKEN = { security: [{}, { key: [] }] };
