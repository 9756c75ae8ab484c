// What programs of some languages find in a box that is easily otherwise: that their file is the main one, and how it reads lines. Knows no room.
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { needToolchains } from "../test/debian.ts";
import { ended, jobOf, openSandbox } from "../test/sandboxes.ts";
import type { Sandbox } from "./sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  await needToolchains();
  sandbox = await openSandbox(["Ruby", "Perl", "JavaScript", "TypeScript"]);
  await sandbox.tried;
}, 600_000);
afterAll(() => sandbox.close(), 60_000);

const job = (language: string, main: string, text: string, more: readonly (readonly [string, string])[] = []) =>
  jobOf(language, "", { main, files: new Map([[main, text], ...more]) });

/** A conversation: "Ada" is typed when the program asks, then nothing more. */
async function talk(language: string, text: string, main: string, more: readonly (readonly [string, string])[] = []) {
  const run = sandbox.run(job(language, main, text, more));
  let stdout = "";
  for await (const event of run) {
    if (event.type === "output") stdout += event.text;
    if (event.type !== "output" || stdout !== "name? ") continue;
    run.write("Ada\n");
    run.closeStdin();
  }
  return { stdout, outcome: (await run.ended).outcome };
}

it("[M11] Ruby's file is the one that is run, with what stands at its end", async () => {
  const text = `require_relative "said"
def ask() = print("name? ")
if __FILE__ == $0 then ask end
puts SAID, gets, DATA.read
exit 3
__END__
data
`;
  expect(await talk("Ruby", text, "main.rb", [["said.rb", 'SAID = __FILE__ == $0 ? "main" : "said"']])).toEqual({
    outcome: "runtime_error",
    stdout: "name? said\nAda\ndata\n",
  });
});

it("[M11] Perl's file is the one that is run, with what stands at its end", async () => {
  const text = `sub ask { print "name? "; print scalar <STDIN>; }
ask() unless caller;
print while <DATA>;
exit 3;
__DATA__
data
`;
  expect(await talk("Perl", text, "main.pl")).toEqual({ outcome: "runtime_error", stdout: "name? Ada\ndata\n" });
});

const ASKS = "console.log(await input('name? ')); console.log(await input());";
const UNAWAITED = `async function main() { ${ASKS} } main();`;

it.each([
  ["JavaScript", ASKS, "main.js"],
  ["JavaScript", UNAWAITED, "main.js"],
  ["TypeScript", `declare function input(question?: string): Promise<string | null>;\n${ASKS}`, "main.ts"],
  ["TypeScript", `declare function input(question?: string): Promise<string | null>;\n${UNAWAITED}`, "main.ts"],
])("[M11] %s asks for lines as in a browser, awaited at the top or not: %#", async (language, text, main) => {
  expect(await talk(language, text, main)).toEqual({ outcome: "ok", stdout: "name? Ada\nnull\n" });
});

it("[M11] a program that has asked ends though more could be typed, and one that reads by itself is left alone", async () => {
  const asks = sandbox.run(job("JavaScript", "main.js", 'input("?").then(console.log)'));
  asks.write("one\ntwo\n");
  expect(await ended(asks)).toMatchObject({ outcome: "ok", stdout: "?one\n" });
  const reads = 'process.stdin.on("data", (text) => { console.log(String(text)); process.stdin.destroy(); })';
  const own = sandbox.run(job("JavaScript", "main.js", reads));
  own.write("line");
  expect(await ended(own)).toMatchObject({ outcome: "ok", stdout: "line\n" });
});

it("[M11] TypeScript is a script where it can be, and says what is wrong once", async () => {
  const script = 'import { sep } from "node:path";\nconsole.log(sep, require.main === module);';
  expect(await talk("TypeScript", script, "main.ts")).toEqual({ outcome: "ok", stdout: "/ true\n" });
  const end = await ended(sandbox.run(job("TypeScript", "main.ts", "const a = ;\nawait 1;")));
  expect([end.outcome, end.compiler.match(/ERROR/g)]).toEqual(["compile_error", ["ERROR"]]);
});
