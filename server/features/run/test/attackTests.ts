// Tries every attack in some languages, in one sandbox. Knows no attack.
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { ATTACKS } from "./attacks.ts";
import { jobOf, left, openSandbox, runClosed } from "./sandboxes.ts";

const SECRET = "SANDBOX_SECRET";

export function attackTests(title: string, languages: readonly string[]): void {
  let sandbox: Sandbox;
  let server: Server;
  beforeAll(async () => {
    process.env[SECRET] = "secret";
    server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    sandbox = await openSandbox(languages);
    await sandbox.tried;
  }, 600_000);
  afterAll(async () => {
    delete process.env[SECRET];
    server.close();
    await sandbox.close();
  }, 60_000);

  const tried = ATTACKS.flatMap((attack) =>
    languages.flatMap((language) => {
      const program = attack.programs[language];
      return program === undefined ? [] : [{ ...attack, language, program }];
    }),
  );

  describe(title, () => {
    it.each(tried)(
      "that $does fails in $language",
      async ({ program, language, ends, limits = {} }) => {
        const { port } = server.address() as AddressInfo;
        const text = program.replaceAll("SERVER_PORT", String(port)).replaceAll("$SERVER_PID", String(process.pid));
        const end = await runClosed(sandbox, jobOf(language, text, { limits }));
        expect(end.stdout.match(/^escaped.*/gm) ?? []).toEqual([]);
        expect(ends).toContain(end.outcome);
        expect(left()).toEqual([]);
      },
      60_000,
    );
  });
}
