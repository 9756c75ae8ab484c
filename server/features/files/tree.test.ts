// What wishes make of the files: any list of them keeps the tree a tree, and a wish that is refused has changed nothing.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Refusal } from "../../protocol/errors.ts";
import { applyEvent, type RoomDetails, type RoomFile } from "../../protocol/events.ts";
import { comparablePath } from "../../protocol/filePaths.ts";
import type { Wish } from "./messages.ts";
import { changesFor } from "./tree.ts";

const LIMITS = { filesPerRoom: 8, fileNameCharacters: 30 };
const BY = { time: 5, participant: 2 };
const MAIN: RoomFile = { file: 1, name: "main" };

type Files = readonly RoomFile[];

const details = (files: Files): RoomDetails => ({
  roomId: "a-room",
  title: "",
  dateCreated: 0,
  owner: 1,
  participants: [],
  programmingLanguage: "C",
  files,
});

/** As every client reads the entries that the wish becomes. */
const after = (files: Files, wish: Wish, limits = LIMITS): Files =>
  changesFor(files, wish, BY, limits).reduce(
    (room, file) => applyEvent(room, { type: "file", ...BY, file }),
    details(files),
  ).files;

const all = (files: Files, wishes: readonly Wish[]): Files =>
  wishes.reduce((before, wish) => after(before, wish), files);

const there = (files: Files): Files => files.filter(({ deleted }) => deleted === undefined);
const inOrder = (files: Files): string[] =>
  there(files)
    .toSorted((one, other) => (one.order ?? one.file) - (other.order ?? other.file) || one.file - other.file)
    .map(({ name }) => name);
const refused = (code: string) => expect.objectContaining({ code });

const path = fc
  .array(fc.constantFrom("a", "A", "b.txt", "c", "é", "e\u0301"), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join("/"));
const odd = fc.constantFrom("", "/", "a//b", "..", "a/./b", "a\\b", "\u200b", "x".repeat(31), "a/".repeat(20) + "b");
const name = fc.oneof({ weight: 6, arbitrary: path }, { weight: 1, arbitrary: odd });
const file = fc.integer({ min: 1, max: 12 });
const before = fc.option(fc.option(file), { nil: undefined });
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ type: fc.constant("create" as const), name, before }),
  fc.record({ type: fc.constant("change" as const), file, name: fc.option(name, { nil: undefined }), before }),
  fc.record({ type: fc.constant("changeFolder" as const), folder: path, name }),
  fc.record({ type: fc.constant("delete" as const), files: fc.array(file, { minLength: 1, maxLength: 4 }) }),
  fc.record({ type: fc.constant("deleteFolder" as const), folder: path }),
  fc.record({ type: fc.constant("restore" as const), files: fc.array(file, { minLength: 1, maxLength: 4 }) }),
  fc.record({ type: fc.constant("purge" as const), files: fc.array(file, { minLength: 1, maxLength: 2 }) }),
);

/** What holds of any room's files. */
function expectTree(files: Files): void {
  const names = there(files).map((one) => comparablePath(one.name));
  expect(new Set(names).size).toBe(names.length);
  for (const one of names) {
    expect(names.filter((other) => other.startsWith(`${one}/`))).toEqual([]);
    expect(one).toMatch(/^[^/\\]+(\/[^/\\]+){0,19}$/u);
    expect(one.split("/").some((part) => [".", ".."].includes(part))).toBe(false);
    expect([...one].length).toBeLessThanOrEqual(LIMITS.fileNameCharacters);
  }
  expect(names.length).toBeGreaterThanOrEqual(1);
  expect(names.length).toBeLessThanOrEqual(LIMITS.filesPerRoom);
  expect(files.filter((one) => !one.purged).length).toBeLessThanOrEqual(LIMITS.filesPerRoom * 5);
  expect(files.length).toBeLessThanOrEqual(LIMITS.filesPerRoom * 10);
  for (const { purged, name, deleted } of files) if (purged) expect([name, deleted]).toEqual(["", expect.anything()]);
  expect(files.map((one) => one.file)).toEqual(files.map((_, index) => index + 1));
  const folders = there(files).flatMap(({ name }) =>
    [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index)),
  );
  expect(new Set(folders).size).toBe(new Set(folders.map(comparablePath)).size);
}

describe("any wishes", () => {
  it("[E2] [E3] [E4] leave a tree, whoever wishes what; what is refused has changed nothing", () => {
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 40, size: "max" }), (wishes) => {
        let files: Files = [MAIN];
        for (const one of wishes) {
          const was = JSON.stringify(files);
          try {
            files = after(files, one);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            expect(JSON.stringify(files)).toBe(was);
          }
          expectTree(files);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("[E5] what is put before a sibling, or after all, stands there, and the others keep their order", () => {
    const moves = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 6 })), { maxLength: 200, size: "max" });
    fc.assert(
      fc.property(moves, (list) => {
        let files: Files = ["a", "b", "c", "d", "e", "f"].map((one, index) => ({ file: index + 1, name: `in/${one}` }));
        let expected = files.map(({ name: path }) => path);
        for (const [from, to] of list) {
          const moved = files[from]!;
          const target = files[to];
          files = after(files, { type: "change", file: moved.file, before: target?.file ?? null });
          if (target !== moved) {
            expected = expected.filter((one) => one !== moved.name);
            expected.splice(target ? expected.indexOf(target.name) : expected.length, 0, moved.name);
          } else expected = [...expected.filter((one) => one !== moved.name), moved.name];
          expect(inOrder(files)).toEqual(expected);
        }
      }),
    );
  });

  it("[E5] there is always room between two, also for the thousandth", () => {
    let files: Files = [1, 2, 3].map((number) => ({ file: number, name: `${number}` }));
    for (let turn = 0; turn < 1_000; turn++)
      files = after(files, { type: "change", file: turn % 2 === 0 ? 3 : 2, before: turn % 2 === 0 ? 2 : 3 });
    expect(inOrder(files)).toEqual(["1", "2", "3"]);
  });
});

describe("a wish", () => {
  it("[E1] says with what a text came that is in the file now, and leaves its name and its place", () => {
    const files = after([MAIN], { type: "create", name: "a", imported: { lineBreak: "\r" } });
    const imported = { lineBreak: "\r\n", byteOrderMark: true } as const;
    expect(after(files, { type: "change", file: 2, imported })).toEqual([MAIN, { file: 2, name: "a", imported }]);
    expect(changesFor(files, { type: "change", file: 2, imported: { lineBreak: "\r" } }, BY, LIMITS)).toEqual([]);
  });

  const made = all(
    [MAIN],
    [
      { type: "create", name: "src/app.py" },
      { type: "create", name: "src/lib/util.py" },
      { type: "create", name: "readme.md" },
    ],
  );
  const [, app, util] = made as [RoomFile, RoomFile, RoomFile];

  it("[E2] a name is cleaned in each of its parts", () => {
    expect(after([MAIN], { type: "create", name: " src\n/\u202e cafe\u0301.py " }).at(-1)).toEqual({
      file: 2,
      name: "src/caf\u00e9.py",
    });
  });

  it.each(["", "a//b", "/a", "a/", ".", "a/..", "a\\b", " / ", "x".repeat(31), `${"a/".repeat(20)}a`])(
    "[E2] %j is no name",
    (bad) => {
      for (const one of [
        { type: "create", name: bad },
        { type: "change", file: 1, name: bad },
        { type: "changeFolder", folder: "src", name: bad },
      ] as const)
        expect(() => changesFor(made, one, BY, { ...LIMITS, filesPerRoom: 20 })).toThrow(refused("bad_file_name"));
    },
  );

  const roomy = { ...LIMITS, filesPerRoom: 20, fileNameCharacters: 2_000 };

  it.each([
    `${"字".repeat(190)}.txt`,
    `a/${"\u{1f600}".repeat(64)}/b`,
    `${"x".repeat(200)}/`.repeat(5) + "x".repeat(30),
  ])("[E2] a name that disks do not take is no name, and why is said", (bad) => {
    for (const one of [
      { type: "create", name: bad },
      { type: "change", file: 1, name: bad },
      { type: "changeFolder", folder: "src", name: bad },
    ] as const)
      expect(() => changesFor(made, one, BY, roomy)).toThrow(
        expect.objectContaining({ code: "bad_file_name", message: expect.stringContaining("255 bytes") }),
      );
  });

  it("[E2] a file that has such a name already keeps it, until it is put back or called something else", () => {
    const old = `${"字".repeat(190)}.txt`;
    const files: Files = [MAIN, { file: 2, name: old }, { file: 3, name: "\u2764" }, { file: 4, name: "\u2764\ufe0f" }];
    const imported = { lineBreak: "\r" } as const;
    expect(after(files, { type: "change", file: 2, before: 1, imported }, roomy)[1]).toMatchObject({
      name: old,
      imported,
    });
    expect(after(files, { type: "change", file: 4, imported }, roomy)[3]).toMatchObject({ name: "\u2764\ufe0f" });
    const back = all(files, [
      { type: "delete", files: [2, 4] },
      { type: "restore", files: [2, 4] },
    ]);
    expect(there(back).map((one) => one.name)).toEqual([
      "main",
      `${"字".repeat(83)}.txt`,
      "\u2764",
      "\u2764\ufe0f (2)",
    ]);
  });

  it("[E2] joiners in a name stay, and tell no two apart", () => {
    const files = after([MAIN], { type: "create", name: "می\u200cروم/\u{1f469}\u200d\u{1f4bb}.py" });
    expect(files.at(-1)?.name).toBe("می\u200cروم/\u{1f469}\u200d\u{1f4bb}.py");
    expect(() => changesFor(files, { type: "create", name: "میروم/\u{1f469}\u{1f4bb}.py" }, BY, LIMITS)).toThrow(
      refused("name_taken"),
    );
  });

  it.each(["MAIN", "src", "Src", "main/x", "src/APP.py", "src/app.py/x"])("[E2] %s is taken", (taken) => {
    expect(() => changesFor(made, { type: "create", name: taken }, BY, LIMITS)).toThrow(refused("name_taken"));
  });

  it("[E2] a name may change its case alone", () => {
    expect(after(made, { type: "change", file: 1, name: "Main" })[0]).toEqual({ file: 1, name: "Main" });
    expect(inOrder(after(made, { type: "changeFolder", folder: "SRC", name: "Src" }))).toContain("Src/lib/util.py");
  });

  it("[E3] a folder is spelt as it is, however somebody spells it", () => {
    const made = all(
      [MAIN],
      [
        { type: "create", name: "src/Lib/a.js" },
        { type: "create", name: "SRC/lib/b.js" },
        { type: "change", file: 1, name: "Src/main" },
      ],
    );
    expect(made.map(({ name }) => name).toSorted()).toEqual(["src/Lib/a.js", "src/Lib/b.js", "src/main"]);
    // the folder itself may be called otherwise
    const [first] = after(made, { type: "changeFolder", folder: "src", name: "SRC" });
    expect(first?.name).toMatch(/^SRC\//);
  });

  it("[E3] a folder moves with all that is in it, or not at all", () => {
    const moved = after(made, { type: "changeFolder", folder: "src", name: "old/src" });
    expect(inOrder(moved)).toEqual(["main", "old/src/app.py", "old/src/lib/util.py", "readme.md"]);
    const clash = after(made, { type: "create", name: "lib/util.py/deep" });
    expect(() => changesFor(clash, { type: "changeFolder", folder: "src/lib", name: "lib" }, BY, LIMITS)).toThrow(
      refused("name_taken"),
    );
    const long = { type: "changeFolder", folder: "src", name: "a-folder-of-some-length" } as const;
    expect(() => changesFor(made, long, BY, LIMITS)).toThrow(refused("bad_file_name"));
    expect(() => changesFor(made, { type: "changeFolder", folder: "none", name: "b" }, BY, LIMITS)).toThrow(
      refused("unknown_file"),
    );
  });

  it("[E4] what is deleted keeps its place, time and who did it, and is put back under a free name", () => {
    const gone = after(made, { type: "deleteFolder", folder: "src" });
    expect(gone[1]).toEqual({ ...app, deleted: BY });
    const taken = after(gone, { type: "create", name: "src/APP.py" });
    const back = after(taken, { type: "restore", files: [app.file, util.file, app.file] });
    expect(there(back).map(({ name: path }) => path)).toEqual([
      "main",
      "src/app (2).py",
      "src/lib/util.py",
      "readme.md",
      "src/APP.py",
    ]);
    expect(back.every(({ deleted }) => deleted === undefined)).toBe(true);
  });

  it("[E4] the last file stays", () => {
    const everything = made.map((one) => one.file);
    expect(() => changesFor(made, { type: "delete", files: everything }, BY, LIMITS)).toThrow(refused("last_file"));
    const one = after(made, { type: "delete", files: everything.slice(1) });
    expect(() => changesFor(one, { type: "delete", files: [1] }, BY, LIMITS)).toThrow(refused("last_file"));
    expect(changesFor(one, { type: "delete", files: [2] }, BY, LIMITS)).toEqual([]);
  });

  it("[E4] files are counted without those that are deleted, and those are bounded too", () => {
    const wishes = (count: number): Wish[] =>
      Array.from({ length: count }, (_, index) => [
        { type: "create" as const, name: `f${index}` },
        { type: "delete" as const, files: [index + 2] },
      ]).flat();
    const many = all([MAIN], wishes(39));
    expect(many).toHaveLength(40);
    expect(() => changesFor(many, { type: "create", name: "x" }, BY, LIMITS)).toThrow(refused("too_many_files"));
    expect(() => changesFor(many, { type: "restore", files: [2, 3, 4, 5, 6, 7, 8, 9] }, BY, LIMITS)).toThrow(
      refused("too_many_files"),
    );
    expect(there(after(many, { type: "restore", files: [2, 3, 4, 5, 6, 7, 8] }))).toHaveLength(8);
  });

  it("[E22] what is deleted for good has no name and no place, and is not one of the files that there were", () => {
    const gone = after(made, { type: "deleteFolder", folder: "src" });
    const purged = after(gone, { type: "purge", files: [util.file, app.file, util.file] });
    expect(purged.slice(1, 3)).toEqual([
      { file: app.file, name: "", deleted: BY, purged: true },
      { file: util.file, name: "", deleted: BY, purged: true },
    ]);
    expect(inOrder(purged)).toEqual(["main", "readme.md"]);
    expect(after(purged, { type: "create", name: "src/app.py" }).at(-1)).toEqual({ file: 5, name: "src/app.py" });
  });

  it("[E22] what is not deleted is not deleted for good, nor what is so already, nor the rest of the wish", () => {
    const gone = after(made, { type: "delete", files: [2, 3] });
    const purge = (files: Files, ...numbers: number[]) =>
      changesFor(files, { type: "purge", files: numbers }, BY, LIMITS);
    expect(() => purge(gone, 2, 1)).toThrow(refused("unknown_file"));
    const purged = after(gone, { type: "purge", files: [2] });
    expect(() => purge(purged, 3, 2)).toThrow(refused("unknown_file"));
    for (const type of ["delete", "restore"] as const)
      expect(() => changesFor(purged, { type, files: [2] }, BY, LIMITS)).toThrow(refused("unknown_file"));
  });

  it("[E22] makes room for others, ten times as many with those that are gone", () => {
    const turn = (number: number): Wish[] => [
      { type: "create", name: "x" },
      { type: "delete", files: [number] },
      { type: "purge", files: [number] },
    ];
    const many = all([MAIN], Array.from({ length: 79 }, (_, index) => turn(index + 2)).flat());
    expect(many).toHaveLength(80);
    expect(() => changesFor(many, { type: "create", name: "x" }, BY, LIMITS)).toThrow(refused("too_many_files"));
  });

  it.each([
    { type: "change", file: 9, name: "x" },
    { type: "delete", files: [1, 9] },
    { type: "restore", files: [9] },
    { type: "purge", files: [9] },
  ] satisfies Wish[])("[E1] what is not there is unknown_file: %j", (one) => {
    expect(() => changesFor(made, one, BY, LIMITS)).toThrow(refused("unknown_file"));
  });

  it("[E1] what is so already is no change", () => {
    expect(changesFor(made, { type: "change", file: 1, name: "main" }, BY, LIMITS)).toEqual([]);
    expect(changesFor(made, { type: "changeFolder", folder: "src", name: "src" }, BY, LIMITS)).toEqual([]);
    expect(changesFor(made, { type: "restore", files: [1] }, BY, LIMITS)).toEqual([]);
  });

  it("[E1] what has been deleted is not renamed", () => {
    const gone = after(made, { type: "delete", files: [2] });
    expect(() => changesFor(gone, { type: "change", file: 2, name: "x" }, BY, LIMITS)).toThrow(refused("unknown_file"));
  });
});
