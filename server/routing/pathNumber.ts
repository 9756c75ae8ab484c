// A number in a path, read by the routes of all features in one way, and as OpenAPI says it. Knows no route.
import * as v from "valibot";

/** Digits alone, so that `2.0`, `0x2`, `+2` and `02` are not the path of 2 too; never more than a safe integer. */
const PATH_NUMBER = /^[1-9]\d{0,14}$/;

/** Undefined where it is none: whoever reads the request refuses that with bad_request, once it is known who asks. */
export const readPathNumber = (text: string | undefined): number | undefined =>
  text !== undefined && PATH_NUMBER.test(text) ? Number(text) : undefined;

/** The schema of a number, with what it looks like in a path. */
export const inPath = <Schema extends v.GenericSchema<number>>(schema: Schema) =>
  v.pipe(schema, v.metadata({ pattern: PATH_NUMBER.source }));
