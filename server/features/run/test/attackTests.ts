// Tries every attack in some languages, in one sandbox. Knows no attack.
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { ATTACKS, PROGRAMS, typedTo } from "./attacks.ts";
import { jobOf, left, openSandbox, runClosed } from "./sandboxes.ts";

const SECRET = "SANDBOX_SECRET";

export function attackTests(title: string, languages: readonly string[]): void {
  let sandbox: Sandbox;
  let server: Server;
  /** What the sandbox itself keeps until it is closed. */
  let kept: string[];
  beforeAll(async () => {
    process.env[SECRET] = "secret";
    server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    sandbox = await openSandbox(languages);
    await sandbox.tried;
    kept = left();
  }, 600_000);
  afterAll(async () => {
    delete process.env[SECRET];
    server.close();
    await sandbox.close();
    expect(left()).toEqual([]);
  }, 60_000);

  const tried = ATTACKS.flatMap((attack) =>
    languages.flatMap((language) => (attack.cannot?.includes(language) ? [] : [{ ...attack, language }])),
  );

  describe(title, () => {
    it.each(tried)(
      "that $does fails in $language",
      async ({ language, ...attack }) => {
        const { port } = server.address() as AddressInfo;
        const [file, main] = PROGRAMS[language]!;
        const text = readFileSync(new URL(`attacks/${file}`, import.meta.url), "utf8");
        const job = jobOf(language, text, { main, files: new Map([[main, text]]), limits: attack.limits ?? {} });
        const end = await runClosed(sandbox, job, typedTo(attack, port, process.pid));
        expect(end.stdout.match(/^escaped.*/gm) ?? []).toEqual([]);
        expect(end.compiler).toBe("");
        expect(attack.ends).toContain(end.outcome);
        expect(left()).toEqual(kept);
      },
      60_000,
    );
  });
}
