// What was chosen or dropped: paths, what tools have made, what cannot be read, and far too much of it.
import { describe, expect, it } from "@jest/globals";
import { type Found, fromDrop, fromList, walk } from "./candidates.ts";
import { droppedBy } from "./dropped.ts";

type Tree = { readonly [name: string]: Tree | string | Error };

/** A folder as a browser gives it: in parts of two, in no order that means anything. */
function entryOf(name: string, content: Tree | string | Error): FileSystemEntry {
  if (typeof content === "string") {
    const file = (done: FileCallback): void => done(new File([content], name));
    return { name, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const createReader = (): { readEntries: FileSystemDirectoryReader["readEntries"] } => {
    const left = content instanceof Error ? [] : Object.entries(content).toReversed();
    return {
      readEntries: (done, fail) =>
        content instanceof Error
          ? fail?.(content as unknown as DOMException)
          : done(left.splice(0, 2).map(([child, inside]) => entryOf(child, inside))),
    };
  };
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

const entriesOf = (tree: Tree): FileSystemEntry[] =>
  Object.entries(tree).map(([name, content]) => entryOf(name, content));
const pathsOf = ({ candidates }: Found): string[] => candidates.map(({ path }) => path);
const inFolder = (path: string): File =>
  Object.defineProperty(new File([path], path.split("/").at(-1)!), "webkitRelativePath", { value: path });

describe("what is dropped", () => {
  it("[B41] is walked with all its folders, in the order of the paths", async () => {
    const tree = {
      p: { src: { "b.py": "b", "a.py": "a", deep: { "c.py": "c" } }, empty: {}, "z.md": "z" },
      "a.txt": "t",
    };
    const found = await walk(entriesOf(tree));
    expect(pathsOf(found)).toEqual(["a.txt", "p/src/a.py", "p/src/b.py", "p/src/deep/c.py", "p/z.md"]);
    expect(found.leftOut).toEqual([]);
    const file = await found.candidates[1]!.open();
    expect(Buffer.from(await file.arrayBuffer()).toString()).toBe("a");
  });

  it("[B41] goes in as a person counts, so that the room shows it so", async () => {
    const names = ["m10.ts", "m9.ts", "m1.ts", "M2.ts"];
    const found = await walk(entriesOf(Object.fromEntries(names.map((name) => [name, ""]))));
    expect(pathsOf(found)).toEqual(["m1.ts", "M2.ts", "m9.ts", "m10.ts"]);
    expect(pathsOf(fromList(names.map((name) => new File([""], name))))).toEqual(pathsOf(found));
  });

  it("[B41] what tools have made stays out, each folder with a sentence, a file of that name goes in", async () => {
    const tree = {
      p: { node_modules: { x: { "i.js": "" } }, ".git": { HEAD: "" }, sub: { ".git": "gitdir: …" }, a: "" },
    };
    const found = await walk(entriesOf(tree));
    expect(pathsOf(found)).toEqual(["p/a", "p/sub/.git"]);
    expect(found.leftOut.map(({ path }) => path)).toEqual(["p/.git", "p/node_modules"]);
    expect(found.leftOut[0]?.reason).toMatch(/left out/);
  });

  it("[B41] a folder that cannot be read is named, and the rest goes in", async () => {
    const found = await walk(entriesOf({ p: { locked: new Error("no"), a: "" } }));
    expect(pathsOf(found)).toEqual(["p/a"]);
    expect(found.leftOut).toEqual([{ path: "p/locked", reason: expect.stringMatching(/cannot be read/) }]);
  });

  it("[B41] a walk ends after 5,000 files and folders, and a sentence says that there was more", async () => {
    const many = Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`f${index}`, index % 2 ? "" : {}]));
    const found = await walk(entriesOf({ p: many }));
    expect(found.candidates.length).toBeGreaterThan(2_000);
    expect(found.candidates.length).toBeLessThan(5_000);
    expect(found.leftOut).toEqual([
      { path: expect.stringMatching(/^p\/f\d+$/), reason: expect.stringMatching(/More than 5,000 files/) },
    ]);
  });

  it("[B41] files without an entry and texts between them are told apart while the drop is handled", async () => {
    const items = [
      { kind: "string", webkitGetAsEntry: () => null, getAsFile: () => null },
      { kind: "file", webkitGetAsEntry: () => entryOf("p", { a: "" }), getAsFile: () => null },
      { kind: "file", webkitGetAsEntry: () => null, getAsFile: () => new File(["x"], "b\\c.txt") },
    ];
    const dropped = droppedBy({ items } as unknown as DataTransfer);
    items.length = 0;
    expect(pathsOf(await fromDrop(dropped))).toEqual(["b_c.txt", "p/a"]);
  });
});

describe("what is chosen", () => {
  it("[B41] has the paths of its folder, or its name alone", () => {
    const found = fromList([
      inFolder("p/src/a.py"),
      inFolder("p/node_modules/x/i.js"),
      inFolder("p/node_modules/y.js"),
      new File([], "b.txt"),
    ]);
    expect(pathsOf(found)).toEqual(["b.txt", "p/src/a.py"]);
    expect(found.leftOut.map(({ path }) => path)).toEqual(["p/node_modules"]);
  });
});
