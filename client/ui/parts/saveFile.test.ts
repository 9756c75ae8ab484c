// Under which names the page gives something to a disk, and that nothing is given otherwise.
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { saveFile, saveText } from "./saveFile.ts";

interface Link {
  href: string;
  download: string;
  click(): void;
}

let given: string[];

beforeEach(() => {
  given = [];
  const link: Link = { href: "", download: "", click: () => void given.push(link.download) };
  jest.spyOn(URL, "createObjectURL").mockReturnValue("blob:");
  jest.spyOn(URL, "revokeObjectURL").mockReturnValue();
  Object.assign(globalThis, { document: { createElement: () => link } });
});

afterEach(() => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(globalThis, "document");
});

const nameOf = (save: () => void): string => {
  save();
  return given.at(-1)!;
};

const LONG = `${"字".repeat(190)}.txt`;

describe("what the page gives to a disk", () => {
  it.each([
    ["main", "", "main.txt"],
    ["src/a.ts", "", "a.ts"],
    ["", "", "text.txt"],
    ["", "edits in ", "edits in text.txt"],
    ["a\\b.py", "", "b.py"],
    ["aux .txt", "", "_aux .txt"],
    ["src/con", "", "_con.txt"],
    ["lpt¹", "", "_lpt¹.txt"],
    ["a:b?.py", "", "a_b_.py"],
    ["..", "", "._"],
    [LONG, "", `${"字".repeat(83)}.txt`],
    ["x".repeat(255), "", `${"x".repeat(251)}.txt`],
    [LONG, "edits in ", `edits in ${"字".repeat(80)}.txt`],
    ["aux .txt", "edits in ", "edits in aux .txt"],
  ])("[B67] has a name that any disk takes: %j, with %j before it", (path, before, name) => {
    expect(nameOf(() => saveText(path, "text", before))).toBe(name);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  });

  const letter = fc.constantFrom("x", "字", "😀", ".", " ", "/", "\\", ":", "con", "aux", "\u200d", "\u202e", "é");

  it("[B67] whatever it is called before; what the server has named stays", () => {
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 300 }), (letters) => {
        const name = nameOf(() => saveFile(new File([], letters.join(""))));
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(name).not.toMatch(/[/\\:\u202e]|^(con|aux) *(\.|$)|[. ]$/i);
        expect(nameOf(() => saveFile(new File([], name)))).toBe(name);
      }),
    );
  });

  it("[B67] is given by saveFile alone, which asks for such a name", () => {
    const sources = readdirSync("client", { recursive: true, encoding: "utf8" })
      // a frame in which a program runs may give nothing to a disk
      .filter(
        (path) => /\.tsx?$/.test(path) && !/\.(test|e2e)\.tsx?$|^e2e\/|^(?:frame|features\/run\/browser)\//.test(path),
      )
      .map((path) => ({ path, source: readFileSync(`client/${path}`, "utf8") }));
    expect(sources.length).toBeGreaterThan(80);
    const giving = sources.flatMap(({ path, source }) => waysOut(source).map((way) => `${path}: ${way}`));
    expect(giving).toEqual(["ui/parts/saveFile.ts: createObjectURL(", "ui/parts/saveFile.ts: .download = diskName("]);
  });

  it("[B67] the check notices a way to a disk however it is written", () => {
    const source =
      'a.download = name; a["download"] = name; <a download={name} />; <a href="x" download>; setAttribute("download", x); showSaveFilePicker({ x }); URL.createObjectURL(x)';
    expect(waysOut(source)).toEqual([
      ".download = name",
      'a["download"] =',
      "download={",
      " download>",
      '"download", ',
      "showSaveFilePicker(",
      "createObjectURL(",
    ]);
  });
});

/** Where a source gives the browser a file, or a link to one, to keep. */
function waysOut(source: string): string[] {
  const way =
    /\.download\s*=\s*\w+\(?|\w\["download"\]\s*=|["']download["'], |\bdownload=[{"']|\sdownload\s*\/?>|\b(?:createObjectURL|show(?:Save|Directory)\w*Picker)\(/g;
  return [...source.matchAll(way)].map(([found]) => found);
}
