// Whether a value is what a JSON schema says, for the few words of JSON schema that our OpenAPI document uses.

type Schema = Readonly<Record<string, unknown>>;

/** The first place where `value` breaks `schema`, or undefined. An unknown word in a schema is an Error. */
export function mismatch(
  value: unknown,
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  place = "$",
): string | undefined {
  for (const [word, rule] of Object.entries(schema)) {
    const wrong = breaks(word, rule, value, schema, schemas, place);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function breaks(
  word: string,
  rule: unknown,
  value: unknown,
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  place: string,
): string | undefined {
  const fail = (holds: boolean): string | undefined =>
    holds ? undefined : `${place}: ${word} ${JSON.stringify(rule)}, got ${JSON.stringify(value)}`;
  switch (word) {
    case "description":
    case "default":
      return undefined;
    case "anyOf": {
      const wrong = (rule as Schema[]).map((one) => mismatch(value, one, schemas, place));
      return wrong.includes(undefined) ? undefined : wrong.join(" or ");
    }
    case "const":
      return fail(rule === value);
    case "$ref": {
      const target = schemas[String(rule).replace("#/components/schemas/", "")];
      if (target === undefined) throw new Error(`no schema ${String(rule)}`);
      return mismatch(value, target, schemas, place);
    }
    case "type":
      return fail(rule === typeOf(value) || (rule === "number" && typeOf(value) === "integer"));
    case "enum":
      return fail((rule as unknown[]).includes(value));
    case "minimum":
      return fail((value as number) >= (rule as number));
    case "maximum":
      return fail((value as number) <= (rule as number));
    case "minLength":
      return fail([...(value as string)].length >= (rule as number));
    case "maxLength":
      return fail([...(value as string)].length <= (rule as number));
    case "maxItems":
      return fail((value as unknown[]).length <= (rule as number));
    case "minProperties":
      return fail(Object.keys(value as object).length >= (rule as number));
    case "pattern":
      return fail(new RegExp(rule as string, "u").test(value as string));
    case "required":
      return fail((rule as string[]).every((name) => Object.hasOwn(value as object, name)));
    case "additionalProperties":
      return fail(
        rule !== false || Object.keys(value as object).every((name) => name in (schema["properties"] as object)),
      );
    case "properties":
      return Object.entries(rule as Record<string, Schema>)
        .filter(([name]) => Object.hasOwn(value as object, name))
        .map(([name, inner]) => mismatch((value as Record<string, unknown>)[name], inner, schemas, `${place}.${name}`))
        .find((wrong) => wrong !== undefined);
    case "items":
      return (value as unknown[])
        .map((item, index) => mismatch(item, rule as Schema, schemas, `${place}[${index}]`))
        .find((wrong) => wrong !== undefined);
    default:
      throw new Error(`the check does not know "${word}"`);
  }
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  return Number.isSafeInteger(value) ? "integer" : typeof value;
}
