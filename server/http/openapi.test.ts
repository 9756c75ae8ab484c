// The OpenAPI document as others read it: whether it is valid, and whether it says what the server takes. Knows no server.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import * as v from "valibot";
import { jsonSchema } from "../routing/described.ts";
import { cleanName } from "../protocol/names.ts";
import { allFeatures } from "../test/allFeatures.ts";
import { needPythonProgram } from "../test/pythonProgram.ts";
import { openApi } from "./openapi.ts";
import { settings } from "./rooms.ts";
import { VISIBLE } from "./patterns.ts";

/** The first time the program is installed. */
const INSTALLED_WITHIN_MS = 300_000;

const run = promisify(execFile);
const METHODS = ["get", "put", "post", "patch", "delete"];

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: object }[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly schema: { properties: Record<string, object> } }>;
  };
  readonly responses: Readonly<Record<string, { description: string }>>;
}
const document = openApi(allFeatures, "");
const paths = JSON.parse(JSON.stringify(document.paths)) as Record<string, Record<string, Operation>>;
const operationsAt = (path: string) => Object.entries(paths[path]!).filter(([method]) => METHODS.includes(method));
/** What is written at the item is in each of its operations. */
const parametersOf = (path: string, { parameters = [] }: Operation) => [
  ...((paths[path]! as unknown as Operation).parameters ?? []),
  ...parameters,
];
const operationOf = (method: string, path: string): Operation => paths[path]![method]!;
const bodyOf = (method: string, path: string) =>
  operationOf(method, path).requestBody!.content["application/json"]!.schema.properties;

describe("the document", () => {
  it(
    "[H62] is valid for a program that others check theirs with",
    async () => {
      const program = await needPythonProgram("openapi-spec-validator");
      const folder = await mkdtemp(join(tmpdir(), "companion-openapi-"));
      try {
        const path = join(folder, "openapi.json");
        const validated = async (what: object): Promise<string> => {
          await writeFile(path, JSON.stringify(what));
          const { stdout } = await run(program, [path]).catch((error: { stdout: string }) => error);
          return stdout;
        };
        expect(await validated(document)).toBe(`${path}: OK\n`);
        expect(await validated({ ...document, info: {} })).toContain("'title' is a required property");
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    INSTALLED_WITHIN_MS,
  );

  it("[H62] each operation has every parameter of its path once", () => {
    for (const path of Object.keys(paths))
      for (const [method, operation] of operationsAt(path)) {
        const named = parametersOf(path, operation).flatMap(({ in: place, name }) => (place === "path" ? [name] : []));
        const needed = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
        expect([method, path, named.toSorted()]).toEqual([method, path, needed.toSorted()]);
      }
  });

  it("[H62] has the bounds that the server has", () => {
    expect(bodyOf("post", "/api/rooms")).toMatchObject({
      name: { maxLength: 1_000, pattern: VISIBLE },
      requests: { maxItems: 20, items: { properties: { feature: { maxLength: 100 } } } },
    });
    expect(bodyOf("patch", "/api/rooms/{roomId}")["title"]).toMatchObject({ maxLength: 1_000 });
  });

  it("[H66] says of every number in a path that it is digits alone", () => {
    const schemas = Object.keys(paths).flatMap((path) =>
      operationsAt(path).flatMap(([, operation]) =>
        parametersOf(path, operation).flatMap(({ in: place, schema }) => (place === "path" ? [schema] : [])),
      ),
    );
    const numbers = schemas.filter((schema) => "type" in schema && schema.type === "integer");
    for (const schema of numbers) expect(schema).toMatchObject({ minimum: 1, pattern: "^[1-9]\\d{0,14}$" });
  });

  it("[H62] what is as long as it says is taken, in letters of two units too, and what is longer is not", () => {
    const { title } = settings.pipe[0].entries;
    for (const letter of ["a", "\u{10ead}"]) {
      expect(v.is(title, letter.repeat(1_000))).toBe(true);
      expect(v.is(title, letter.repeat(1_001))).toBe(false);
    }
  });

  it("[H62] says whom it refuses: a feature that is not there, a key that is nobody's, a guarded room", () => {
    expect(operationOf("post", "/api/rooms").responses["404"]!.description).toContain("unknown_feature");
    const looking = Object.keys(paths).filter((path) => path.startsWith("/api/rooms/{roomId}") && paths[path]!["get"]);
    expect(looking).toContain("/api/rooms/{roomId}");
    for (const path of looking)
      expect(Object.keys(operationOf("get", path).responses)).toEqual(expect.arrayContaining(["401", "403", "404"]));
  });

  it("[H62] what it says follows from what is read, and what it cannot say is an error of ours", () => {
    expect(jsonSchema(v.strictObject({ a: v.exactOptional(v.pipe(v.string(), v.maxLength(3))) }))).toEqual({
      type: "object",
      properties: { a: { type: "string", maxLength: 3 } },
      required: [],
      additionalProperties: false,
    });
    expect(() => jsonSchema(v.date())).toThrow('"date" schema cannot be converted');
  });
});

describe("the patterns", () => {
  it("[H62] a name has a visible character where the server finds one", () => {
    const visible = new RegExp(VISIBLE, "u");
    const others = Array.from({ length: 0x110000 }, (_, point) => point).filter((point) => {
      if (point >= 0xd800 && point < 0xe000) return false;
      const character = String.fromCodePoint(point);
      return visible.test(character) !== (cleanName(character, 1) !== "");
    });
    expect(others).toEqual([]);
  });
});
