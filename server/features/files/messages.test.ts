// How messages about a room's files are read.
import { describe, expect, it } from "@jest/globals";
import { Refusal } from "../../protocol/errors.ts";
import { longList } from "../../test/longList.ts";
import { decodeMessage } from "./messages.ts";
import { paths } from "./routes.ts";

describe("a message about files", () => {
  it("[P5] is refused before anything in its list is looked at, where that is too long", () => {
    const { list, looks } = longList();
    expect(() => decodeMessage({ type: "delete", files: list })).toThrow(Refusal);
    expect(looks()).toBe(0);
  });
});

describe("the document of the files' routes", () => {
  it("[H62] has the bounds of what is read", () => {
    const read = JSON.parse(JSON.stringify(paths)) as Record<string, Record<string, object>>;
    const body = (properties: object) => ({
      requestBody: { content: { "application/json": { schema: { additionalProperties: false, properties } } } },
    });
    const path = { type: "string", maxLength: 1_000 };
    const imported = {
      additionalProperties: false,
      required: ["lineBreak"],
      properties: { lineBreak: { enum: ["\n", "\r\n", "\r"] }, byteOrderMark: { const: true } },
    };
    expect(read["/folder"]!["patch"]).toMatchObject(body({ folder: path, name: path }));
    expect(read[""]!["post"]).toMatchObject(body({ name: path, imported }));
    expect(read["/{file}"]).toMatchObject({
      parameters: [{ name: "file", in: "path", schema: { type: "integer", minimum: 1 } }],
      patch: body({ name: path, imported, before: { anyOf: [{ minimum: 1 }, { type: "null" }] } }),
    });
  });
});
