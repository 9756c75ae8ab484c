// Frames that were right once: bytes flipped, fields dropped, types exchanged, numbers made huge. Knows no socket.
import { below, oneOf, type Random } from "../process/seededRandom.ts";

type Fields = Record<string, unknown>;

/** What an honest client says, with `key` and `client` its own. */
export const honestFrames = (key: string, client: string): readonly Fields[] => [
  { type: "hello", client, key, files: [{ file: 1, version: null }] },
  { type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "a"]], [1, [0, "b", "c"]]] },
  { type: "open", file: 1, version: 3, text: true },
  { type: "close", file: 1 },
  { type: "presence", file: 1, version: 1, selections: [[0, 1]], top: 0, state: "idle" },
  { type: "room", language: "Python", title: "Kata" },
  { type: "feature", feature: "files", data: { type: "create", name: "x" } },
  { type: "feature", feature: "run", data: { a: [1, { b: null }] } },
  { type: "ping" },
];

// prettier-ignore
const STRANGE: readonly unknown[] = [
  null, true, -1, 0, 0.5, 1e308, 2 ** 53, Number.MAX_SAFE_INTEGER, -(2 ** 31), "", "1", "\0", "\ud83d", "x".repeat(5_000), "__proto__",
  [], [[]], {}, { length: 5 }, [null], [[0, "a\nb"]], [[-1]], [5, 6], [[[[[0]]]]], { toString: 1 },
];
const HUGE = [1_000_000, 2 ** 31, 2 ** 32, 2 ** 53 - 1, Number.MAX_SAFE_INTEGER] as const;

const withField = (frame: Fields, name: string, value: unknown): string => JSON.stringify({ ...frame, [name]: value });

const mutations: readonly ((frame: Fields, random: Random, all: readonly Fields[]) => string | Buffer)[] = [
  function flipBytes(frame, random) {
    const bytes = Buffer.from(JSON.stringify(frame));
    for (let flips = 1 + below(random, 4); flips > 0; flips--) {
      const at = below(random, bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
    }
    return bytes.toString("latin1");
  },
  function dropField(frame, random) {
    return withField(frame, oneOf(random, Object.keys(frame)), undefined);
  },
  function exchangeType(frame, random) {
    return withField(frame, oneOf(random, Object.keys(frame)), oneOf(random, STRANGE));
  },
  function hugeNumber(frame, random) {
    return withField(
      frame,
      oneOf(random, ["file", "version", "seq", "hash"].filter((name) => name in frame).concat("type")),
      oneOf(random, HUGE),
    );
  },
  function nestDeeply(frame, random) {
    const depth = 10 ** (1 + below(random, 4));
    return JSON.stringify(frame).replace(/}$/, `,"changes":${"[".repeat(depth)}${"]".repeat(depth)}}`);
  },
  function truncate(frame, random) {
    const text = JSON.stringify(frame);
    return text.slice(0, below(random, text.length));
  },
  function binary(frame) {
    return Buffer.from(JSON.stringify(frame));
  },
  function anotherType(frame, random, all) {
    return withField(frame, "type", oneOf(random, all)["type"]);
  },
  function wrongPlace(_frame, random) {
    return JSON.stringify(
      oneOf(random, [
        {
          type: "push",
          file: below(random, 4),
          version: below(random, 1e6),
          seq: 1 + below(random, 9),
          changes: [[[0, "z"]]],
        },
        { type: "push", file: 1, version: 0, seq: 2 + below(random, 9), changes: [[[0, "z"]]] },
        { type: "open", file: 1 + below(random, 99), version: oneOf(random, [null, ...HUGE]) },
        { type: "close", file: 1 + below(random, 9) },
        {
          type: "presence",
          file: 1 + below(random, 3),
          version: below(random, 2_000),
          selections: [[below(random, 999), oneOf(random, HUGE)]],
          top: oneOf(random, HUGE),
        },
        { type: "feature", feature: oneOf(random, ["run", "__proto__", "\u202e"]), data: oneOf(random, STRANGE) },
      ]),
    );
  },
];

/** Most of them are read and refused, or do nothing, so that a connection lives for more than one. */
const WRONG_PLACE = mutations.length - 1;

/** A frame that no honest client sends, as text or, where it is a Buffer, as binary. */
export function mutatedFrame(random: Random, honest: readonly Fields[]): string | Buffer {
  const mutate = mutations[random() < 0.7 ? WRONG_PLACE : below(random, mutations.length)]!;
  return mutate(oneOf(random, honest), random, honest);
}
