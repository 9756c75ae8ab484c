// Locations that a line of output names, as interpreters and compilers write them.
import { describe, expect, it, jest } from "@jest/globals";
import { locationsIn, RoomPaths } from "./locationsIn.ts";

const FILES = new Map([
  ["main.py", 1],
  ["src/main.ts", 2],
  ["my file.py", 3],
  ["src/util/Main.java", 4],
  ["main.c", 5],
  ["lib/main.c", 6],
  ["script.sh", 7],
  ["index.php", 8],
  ["test.pl", 9],
]);

const PATHS = new RoomPaths(FILES);

const found = (text: string): string[] =>
  locationsIn(text, PATHS).map(({ from, to, file, line }) => `${text.slice(from, to)} ${file} ${line}`);

describe("places in the output", () => {
  it.each([
    ['  File "main.py", line 3, in <module>', ['"main.py", line 3 1 3']],
    ['  File "/room/my file.py", line 12', ['"/room/my file.py", line 12 3 12']],
    ["    at f (room/src/main.ts:10:24)", ["room/src/main.ts:10:24 2 10"]],
    ["    at file:///tmp/x/src/main.ts:7:1", ["file:///tmp/x/src/main.ts:7:1 2 7"]],
    ["\tat Main.main(Main.java:5)", ["Main.java:5 4 5"]],
    ["./main.c:4:12: error: expected ';'", ["./main.c:4:12 5 4"]],
    ["lib/main.c:8:1: note", ["lib/main.c:8:1 6 8"]],
    ["./script.sh: line 3: foo: command not found", ["./script.sh: line 3 7 3"]],
    ["PHP Fatal error:  x in /room/index.php on line 2", ["/room/index.php on line 2 8 2"]],
    ["Died at test.pl line 9.", ["test.pl line 9 9 9"]],
    ["main.py:1 and main.c:2", ["main.py:1 1 1", "main.c:2 5 2"]],
  ])("[M42] are found: %s", (text, places) => {
    expect(found(text)).toEqual(places);
  });

  it.each([
    "12:30:01 all is well",
    "other.py:3",
    "domain.py:3",
    "xsrc/main.ts:3",
    "http://main.example:80",
    "main.py",
    "main.py:0",
    "constructor:1",
  ])("[M42] are no others: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("[M42] are at most twenty, and a long line costs little", () => {
    expect(locationsIn("main.py:1 ".repeat(100), PATHS)).toHaveLength(20);
    const from = performance.now();
    for (const part of ["a", "a/", '"', "main.py", ": line "]) locationsIn(part.repeat(5_000 / part.length), PATHS);
    expect(performance.now() - from).toBeLessThan(200);
  });

  it("[M42] twenty of a line are looked for, each among the files of its name alone", () => {
    const files = new Map(Array.from({ length: 200 }, (_, file) => [`src/file${file}.js`, file]));
    const paths = new RoomPaths(files);
    const [fileOf, ends] = [jest.spyOn(paths, "fileOf"), jest.spyOn(String.prototype, "endsWith")];
    const named = locationsIn("zz:1 ".repeat(1_000), paths);
    const counts = [fileOf.mock.calls.length, ends.mock.calls.length];
    ends.mockRestore();
    expect([named, ...counts]).toEqual([[], 20, 0]);
  });
});
