// How frames of clients are read, and unknown frames of a newer server left alone.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type ErrorCode, Refusal } from "./errors.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { decodeClientMessage } from "./clientMessages.ts";
import { longList } from "../test/longList.ts";
import { readFrame } from "../socket/frame.ts";

const LIMITS = DEFAULT_LIMITS;
const CLIENT = "abcdefghijklmnopqrstuv";
const VALID = [
  { type: "hello", client: CLIENT, name: "Ana", key: CLIENT, files: [{ file: 1, version: null }] },
  { type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "a"]]] },
  { type: "open", file: 2, version: 7, text: true },
  { type: "close", file: 2 },
  { type: "presence", file: 1, version: 3, selections: [[0, 1]], top: 0, state: "idle" },
  { type: "room", language: "Python", title: "Kata" },
  { type: "diverged", file: 1, version: 3, hash: 0 },
  { type: "feature", feature: "run", data: { any: ["thing"] } },
  { type: "ping" },
];

/** A frame that is right but for these fields. */
const but = (message: object | undefined, fields: object): object => ({ ...message, ...fields });

const read = (frame: unknown) => readFrame(typeof frame === "string" ? frame : JSON.stringify(frame), DEFAULT_LIMITS);

function refusalOf(frame: unknown): Refusal | undefined {
  try {
    read(frame);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
const codeOf = (frame: unknown): ErrorCode | undefined => refusalOf(frame)?.code;

/** ms, the least of three tries: what it costs when nothing else runs. */
const leastTimeOf = (run: () => unknown): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const begun = performance.now();
      run();
      return performance.now() - begun;
    }),
  );

describe("a frame of a client", () => {
  it.each(VALID.map((message) => [message.type, message] as const))(
    "[P5] %s is read as it was written",
    (_, message) => {
      expect(read(message)).toEqual(message);
    },
  );

  it.each(VALID.map((message) => [message.type, message] as const))(
    "[P5] %s with a field too many, or one missing, is refused",
    (_, message) => {
      expect(codeOf(but(message, { extra: 1 }))).toBe("bad_frame");
      for (const field of Object.keys(message)) {
        if (["name", "key", "text", "data", "language", "title", "top", "state"].includes(field)) continue;
        expect([field, codeOf(but(message, { [field]: undefined }))]).toEqual([field, "bad_frame"]);
      }
    },
  );

  it.each<[string, unknown]>([
    ["not JSON", "{"],
    ["an empty frame", ""],
    ["a list", []],
    ["a number", 7],
    ["null", "null"],
    ["an unknown type", { type: "pushh" }],
    ["a type of Object's own", { type: "__proto__" }],
    ["a fractional version", { ...VALID[1], version: 0.5 }],
    ["a version past what is safe", { ...VALID[1], version: 2 ** 53 }],
    ["a negative version", { ...VALID[1], version: -1 }],
    ["file 0", { ...VALID[1], file: 0 }],
    ["seq 0", { ...VALID[1], seq: 0 }],
    ["a file that is a string", { ...VALID[1], file: "1" }],
    ["a push of nothing", { ...VALID[1], changes: [] }],
    ["a push of too much", { ...VALID[1], changes: Array(DEFAULT_LIMITS.pushUpdates + 1).fill([]) }],
    ["too many selections", { ...VALID[4], selections: Array(DEFAULT_LIMITS.selections + 1).fill([0, 0]) }],
    ["half a selection", { ...VALID[4], selections: [[0]] }],
    ["a selection of three", { ...VALID[4], selections: [[0, 0, 0]] }],
    ["a top before the text", { ...VALID[4], top: -1 }],
    ["a top that is no place", { ...VALID[4], top: 0.5 }],
    ["a top past what is safe", { ...VALID[4], top: 2 ** 53 }],
    ["a top that is a list", { ...VALID[4], top: [0] }],
    ["a state that nobody knows", { ...VALID[4], state: "asleep" }],
    ["a state of Object's own", { ...VALID[4], state: "toString" }],
    ["a language that nobody knows", { type: "room", language: "Klingon" }],
    ["a title that is no text", { type: "room", title: ["Kata"] }],
    ["a title of 1,001 characters", { type: "room", title: "x".repeat(1_001) }],
    ["a client id that is guessed easily", { ...VALID[0], client: "1" }],
    ["a client id with a space", { ...VALID[0], client: `${CLIENT} ` }],
    ["a name of 1,001 characters", { ...VALID[0], name: "x".repeat(1_001) }],
    ["one file twice in hello", { ...VALID[0], files: Array(2).fill({ file: 1, version: null }) }],
    ["deep nesting", `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`],
  ])("[P5] is refused: %s", (_, frame) => {
    expect(codeOf(frame)).toBe("bad_frame");
  });

  it.each([
    ["objects", "[" + "{},".repeat(1_300_000) + "{}]"],
    ["nested lists", "[".repeat(2_000_000) + "]".repeat(2_000_000)],
    ["nested objects", '{"a":'.repeat(600_000) + "1" + "}".repeat(600_000)],
    ["fields", `{${Array.from({ length: 300_000 }, (_, index) => `"k${index}":1`).join(",")}}`],
  ])("[P5] 4 MB of %s are refused in a fraction of what it costs to parse them", (_, frame) => {
    expect(codeOf(frame)).toBe("bad_frame");
    expect(leastTimeOf(() => codeOf(frame))).toBeLessThan(leastTimeOf(() => JSON.parse(frame) as unknown) / 3);
  });

  it.each([
    [
      "files of a hello",
      (list: unknown) => decodeClientMessage({ type: "hello", client: CLIENT, files: list }, LIMITS),
    ],
    [
      "selections of a presence",
      (list: unknown) => decodeClientMessage({ type: "presence", file: 1, version: 0, selections: list }, LIMITS),
    ],
  ])("[P5] a list that is too long is refused before anything in it is looked at: %s", (_, decode) => {
    const { list, looks } = longList();
    expect(() => decode(list)).toThrow(Refusal);
    expect(looks()).toBe(0);
  });

  it("[P5] one thing that is wrong is enough: no more of a list is looked at", () => {
    const selections = Array.from({ length: 100 }, () => [-1, -1]);
    const issue = refusalOf({ type: "presence", file: 1, version: 0, selections })?.message;
    expect(issue).toContain("selections.0.0");
  });

  it("[P5] what is long because its text is long is read, whatever stands in the text", () => {
    const line = '[[{{::""\\\\"'.repeat(1_000);
    const push = { type: "push", file: 1, version: 0, seq: 1, changes: [[[0, ...Array<string>(100).fill(line)]]] };
    expect(read(push)).toEqual(push);
    const many = Array.from({ length: DEFAULT_LIMITS.pushSections }, (_, index) => (index % 2 ? [0, "abcdefghij"] : 1));
    expect(codeOf({ ...push, changes: [many] })).toBeUndefined();
  });

  it("[P5] a field __proto__ is one too many and changes no object", () => {
    expect(codeOf('{"type":"ping","__proto__":{"type":"push"}}')).toBe("bad_frame");
    expect(({} as { type?: string }).type).toBeUndefined();
  });

  it("[P5] the refusal says where, and never repeats what was sent", () => {
    const secret = "<script>secret</script>";
    for (const frame of [
      { ...VALID[0], name: 7, client: secret },
      { ...VALID[1], version: secret },
      { type: secret },
      { type: "room", language: secret },
      secret,
    ])
      expect(refusalOf(frame)?.message).not.toContain(secret);
    expect(refusalOf({ ...VALID[1], version: secret })?.message).toContain("version");
  });

  it("[P5] whatever JSON it is, it is read or refused, nothing else", () => {
    const types = VALID.map(({ type }) => type);
    const anyFrame = fc
      .tuple(fc.constantFrom(...VALID), fc.constantFrom(...types), fc.dictionary(fc.string(), fc.jsonValue()))
      .map(([message, type, more]) => ({ ...message, type, ...more }));
    fc.assert(
      fc.property(fc.oneof(anyFrame, fc.jsonValue()), (frame) => {
        const refused = refusalOf(frame);
        expect(refused?.code ?? "bad_frame").toBe("bad_frame");
        expect(refused?.message.length ?? 0).toBeLessThan(300);
      }),
      { numRuns: 500 },
    );
  });
});
