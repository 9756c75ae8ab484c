// Lua programs with input, output and files, on the interpreter itself. Knows no frame.
import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { startLua } from "./luaProgram.ts";

const PROGRAM = readFileSync("client/features/run/browser/hosts/program.lua", "utf8");

async function ran(files: Readonly<Record<string, string>> | string, typed: readonly string[] = [], main = "main.lua") {
  const lua = await startLua(undefined);
  const said = { stdout: "", stderr: "" };
  const lines = [...typed];
  let asked = 0;
  const texts = typeof files === "string" ? { [main]: files } : files;
  const end = await lua.run(PROGRAM, main, new Map(Object.entries(texts)), {
    write: (stream, text) => void (said[stream] += text),
    readLine: () => {
      asked++;
      return Promise.resolve(lines.shift());
    },
    readLineNow: () => undefined,
  });
  return { ...end, ...said, asked };
}

it("[M59] runs with the room's files, from the folder of the main one and from the top", async () => {
  const files = {
    "app/main.lua": 'local a, b = require("beside"), require("lib.top")\nprint(a, b.twice(21), ...)\nio.write("end")',
    "app/beside.lua": 'return "beside"',
    "lib/top.lua": "return { twice = function(x) return 2 * x end }",
  };
  expect(await ran(files, [], "app/main.lua")).toMatchObject({ outcome: "ok", exitCode: 0, stdout: "beside\t42\nend" });
});

it("[M59] says where it fails, and with what it ends", async () => {
  const failed = await ran({
    "main.lua": 'local lib = require("lib")\nprint("on")\nlib.fail(nil)',
    "lib.lua": "return {\n  fail = function(x)\n    return x.y\n  end,\n}",
  });
  expect(failed).toMatchObject({ outcome: "runtime_error", exitCode: 1, stdout: "on\n" });
  expect(failed.stderr).toBe(
    "lua: lib.lua:3: attempt to index a nil value (local 'x')\nstack traceback:\n" +
      "\tlib.lua:3: in function 'lib.fail'\n\tmain.lua:3: in main chunk\n",
  );
  expect(await ran("print(\nlocal")).toMatchObject({
    outcome: "runtime_error",
    stderr: expect.stringMatching(/^lua: main\.lua:2: unexpected symbol near 'local'/),
  });
  expect(await ran("error({})")).toMatchObject({ stderr: expect.stringContaining("(error object is a table value)") });
  expect(await ran('io.write("kept") pcall(os.exit, 3)')).toMatchObject({
    outcome: "runtime_error",
    exitCode: 3,
    stdout: "kept",
  });
  expect(await ran("os.exit(true)")).toMatchObject({ outcome: "ok", exitCode: 0 });
  expect(await ran("coroutine.yield(1)")).toMatchObject({
    stderr: expect.stringContaining("main.lua:1: attempt to yield from outside a coroutine"),
  });
});

it("[M53] [M59] reads lines, numbers and all there is, and waits for them within coroutines", async () => {
  const text = `io.write("name? ")
local name = io.read()
print("hi " .. name, io.read("n"), io.read("l"), io.read(3), io.read("L"))
local asks = coroutine.wrap(function(x) coroutine.yield(x + 1) local line = io.read("*l") coroutine.yield(line) error("in") end)
print(asks(1), asks())
print(pcall(asks))
print(pcall(table.sort, { 2, 1 }, function() return io.read() end))
for line in io.lines() do io.write("[", line, "]") end
print(io.read(), io.read("a"), io.read("n"), io.read(0), io.stdin:read("l", "l"))
print(io.type(io.stdout), io.type(io.stdin), io.type(1), coroutine.isyieldable(), select(2, coroutine.running()))`;
  const { stdout, stderr, outcome, asked } = await ran(text, ["Ada", " 12.5", "abcdef", "inner", "x", "y"]);
  expect([outcome, stderr]).toEqual(["ok", ""]);
  expect(stdout.split("\n")).toEqual([
    "name? hi Ada\t12.5\t\tabc\tdef",
    "",
    "2\tinner",
    expect.stringMatching(/^false\tmain\.lua:6: main\.lua:4: in$|^false\t.*in$/),
    expect.stringMatching(/^false\tinput cannot be waited for here/),
    "[x][y]nil\t\tnil\tnil\tnil",
    "file\tfile\tnil\tfalse\ttrue",
    "",
  ]);
  expect(asked).toBe(7);
});

it("[M59] says whole letters, however it writes them", async () => {
  const { stdout } = await ran(
    'for _ = 1, 5000 do io.write("é") end io.write("end\\né", "é\\n", "rest") io.stderr:write("é")',
  );
  expect(stdout).toBe(`${"é".repeat(5_000)}end\néé\nrest`);
});

it("[M59] has no more memory, files and depth than it is given, and nothing of the machine", async () => {
  expect(await ran("local function deep(n) return 1 + deep(n) end deep(1)")).toMatchObject({
    outcome: "runtime_error",
    stderr: expect.stringContaining("stack overflow"),
  });
  const reached = await ran(`print(pcall(io.popen, "ls"))
print(io.open("/etc/passwd"))
print(pcall(require, "socket"))
print(package.loadlib("/lib/libc.so", "system"))
print(js, process, window, fetch)`);
  expect(reached.stdout).toMatch(
    /^false\t'popen' not supported\nnil\t.*No such file or directory.*\nfalse\tmodule 'socket'/,
  );
  expect(reached.stdout).toMatch(/nil\tnil\tnil\tnil\n$/);
  const full = await ran(`local file = assert(io.open("big", "w"))
local part = string.rep("x", 1e6)
for i = 1, 100 do local ok, why = file:write(part) if not ok then print(i, why) break end end
print(io.output("other"):write(part))`);
  expect(full.stdout).toMatch(/^68\tNo space left on device\n/);
});
