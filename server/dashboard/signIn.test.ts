// Who may look at the dashboard: no token, the wrong one, an old cookie, a page of another site.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import express from "express";
import request from "supertest";
import { dashboardPage, loadClient } from "../http/page.ts";
import { securityHeaders } from "../http/security.ts";
import { systemSecrets } from "../platform.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../test/harness.ts";
import { ADMIN_TOKEN, type Answered, Operator } from "../test/operator.ts";
import { SetClock } from "../test/setClock.ts";
import { MOST_SESSIONS, SESSION_MS, WRONG_TOKENS } from "./bounds.ts";
import { Sessions } from "./sessions.ts";

const running: TestServer[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function start(...[settings, ...others]: Parameters<typeof startTestServer>): Promise<TestServer> {
  const server = await startTestServer({ ADMIN_TOKEN, ...settings }, ...others);
  running.push(server);
  return server;
}

const codeOf = ({ body }: Answered): string => (body as { error: { code: string } }).error.code;

/** What is asked at each route of the API, one for each way of asking. */
const ASKED = [
  ["GET", "/api/overview"],
  ["GET", "/api/minutes"],
  ["GET", "/api/rooms"],
  ["GET", "/api/features"],
  ["GET", "/api/events"],
  ["GET", "/api/abuse"],
  ["GET", "/api/live"],
  ["POST", "/api/rooms/abc/title"],
  ["POST", "/api/rooms/abc/close"],
  ["POST", "/api/rooms/abc/expire"],
  ["POST", "/api/rooms/abc/delete"],
  ["PUT", "/api/blocks"],
  ["PUT", "/api/notice"],
  ["PUT", "/api/read-only"],
] as const;

describe("a server without ADMIN_TOKEN", () => {
  it("[O40] has no dashboard: neither a page nor any route of it", async () => {
    const { url } = await start({ ADMIN_TOKEN: "" });
    const operator = new Operator(url);
    for (const [method, path] of [["GET", ""], ["POST", "/api/session"], ...ASKED] as const)
      expect([path, (await operator.ask(path, { method })).status]).toEqual([path, 404]);
  });

  it("[O40] does not start with one that is short", async () => {
    await expect(startTestServer({ ADMIN_TOKEN: "fifteen-letters" })).rejects.toThrow(/^ADMIN_TOKEN must be empty/);
    await start({ ADMIN_TOKEN: "sixteen-letters-" });
  });
});

describe("the page", () => {
  it("[O40] is served at /admin alone, under the policy of every page, and never from a cache", async () => {
    const directory = mkdtempSync(join(tmpdir(), "companion-admin-"));
    mkdirSync(join(directory, "assets"));
    for (const [name, title] of [
      ["index.html", "Rooms"],
      ["admin.html", "Dashboard"],
    ] as const)
      writeFileSync(
        join(directory, name),
        `<title>${title}</title><base href="__BASE_PATH__/"><i nonce="__CSP_NONCE__">`,
      );
    const client = loadClient(directory);
    rmSync(directory, { recursive: true });
    const page = dashboardPage(client, "/code")!;
    const { url } = await start({ BASE_PATH: "/code" }, undefined, [], undefined);
    expect((await new Operator(url).ask("")).status).toBe(404);
    const app = express().use(...securityHeaders(0), page);
    const { text, headers } = await request(app).get("/admin").expect(200);
    expect(text).toMatch(/^<title>Dashboard<\/title><base href="\/code\/"><i nonce="[\w+/=]{24}">$/);
    expect(headers["content-security-policy"]).toContain(/nonce="([^"]*)"/.exec(text)![1]!);
    expect(headers).toMatchObject({ "cache-control": "no-store", "x-robots-tag": "noindex" });
    expect(dashboardPage(undefined, "")).toBeUndefined();
  });
});

describe("a session", () => {
  it("[O41] is a random secret in a cookie that no script, no other site and no plain connection gets", async () => {
    const { url } = await start({ BASE_PATH: "/code" });
    const operator = new Operator(url);
    const { status, headers } = await operator.signIn();
    expect(status).toBe(204);
    const [cookie = "", ...attributes] = headers.get("set-cookie")!.split("; ");
    expect(cookie).toMatch(/^companion_admin=[\w-]{32}$/);
    expect(attributes.filter((one) => !one.startsWith("Expires="))).toEqual([
      `Max-Age=${SESSION_MS / 1000}`,
      "Path=/code/admin",
      "HttpOnly",
      "Secure",
      "SameSite=Strict",
    ]);
    expect((await operator.ask("/api/overview")).status).toBe(200);
    const other = await Operator.signedIn(url);
    expect(other.cookie).not.toBe(operator.cookie);
  });

  it("[O41] is needed for everything, and another one is none", async () => {
    const { url } = await start();
    const stranger = new Operator(url);
    for (const cookie of [
      "",
      "companion_admin=",
      `companion_admin=${"x".repeat(32)}`,
      `companion_admin=${ADMIN_TOKEN}`,
    ])
      for (const [method, path] of ASKED) {
        stranger.cookie = cookie;
        const answered = await stranger.ask(path, { method, ...(method !== "GET" && { body: {} }) });
        expect([path, answered.status, codeOf(answered)]).toEqual([path, 401, "admin.signed_out"]);
      }
  });

  it("[O41] is kept by its hash alone, and on every server of the store", async () => {
    const disk = new MemoryDisk();
    const { url } = await start({}, new MemoryStore(disk));
    const operator = await Operator.signedIn(url);
    const secret = operator.cookie.split("=")[1]!;
    expect([...disk.values.keys()]).toContain("dashboard/sessions");
    expect(JSON.stringify([...disk.values])).not.toContain(secret);
    const other = new Operator((await start({}, new MemoryStore(disk))).url);
    other.cookie = operator.cookie;
    expect((await other.ask("/api/overview")).status).toBe(200);
  });

  it("[O41] ends with sign-out, after 12 hours, and with the token", async () => {
    const disk = new MemoryDisk();
    const clock = new SetClock();
    const { url } = await start({}, new MemoryStore(disk), [], clock);
    const [one, other] = [await Operator.signedIn(url), await Operator.signedIn(url)];
    const old = one.cookie;
    const out = await one.ask("/api/session", { method: "DELETE" });
    expect([out.status, out.headers.get("set-cookie")]).toEqual([
      204,
      expect.stringMatching(/^companion_admin=;.*Max-Age=0/),
    ]);
    one.cookie = old;
    // whoever is not signed in does nothing by signing out
    expect((await one.ask("/api/session", { method: "DELETE" })).status).toBe(204);
    expect((await other.events("?what=sign-out")).map(({ times = 1 }) => times)).toEqual([1]);
    expect(codeOf(await one.ask("/api/overview"))).toBe("admin.signed_out");
    clock.ahead = SESSION_MS - 1_000;
    expect((await other.ask("/api/overview")).status).toBe(200);
    const another = new Operator(
      (await start({ ADMIN_TOKEN: "quite-another-token" }, new MemoryStore(disk), [], clock)).url,
    );
    another.cookie = other.cookie;
    expect(codeOf(await another.ask("/api/overview"))).toBe("admin.signed_out");
    clock.ahead = SESSION_MS + 1_000;
    expect(codeOf(await other.ask("/api/overview"))).toBe("admin.signed_out");
  });

  it("[O41] is one of 50 at most: the one that ends first goes", async () => {
    const clock = new SetClock();
    const store = new MemoryStore();
    const sessions = new Sessions(ADMIN_TOKEN, { shared: store.values, secrets: systemSecrets, clock });
    const secrets: string[] = [];
    for (let begun = 0; begun <= MOST_SESSIONS; begun++) {
      secrets.push(await sessions.begin());
      clock.ahead += 1_000;
    }
    const open = await Promise.all(secrets.map((secret) => sessions.isOpen(secret)));
    expect(open).toEqual([false, ...Array.from({ length: MOST_SESSIONS }, () => true)]);
  });

  it("[O41] is not begun where a browser would drop it", async () => {
    const { url } = await start({ TRUST_PROXY: "1" });
    const operator = new Operator(url);
    const body = { token: ADMIN_TOKEN };
    const at = (headers: Record<string, string>): Promise<Answered> =>
      operator.ask("/api/session", { method: "POST", body, origin: "http://code.example", headers });
    const plain = await at({ "X-Forwarded-Host": "code.example" });
    expect([plain.status, codeOf(plain)]).toEqual([400, "admin.needs_https"]);
    expect((await at({ "X-Forwarded-Host": "code.example", "X-Forwarded-Proto": "https" })).status).toBe(204);
  });
});

describe("a page of another site", () => {
  it("[O42] changes nothing, with whatever cookie", async () => {
    const { url } = await start({ ALLOWED_ORIGINS: "https://friend.example" });
    const operator = await Operator.signedIn(url);
    const writes = [
      ["POST", "/api/session"],
      ["DELETE", "/api/session"],
      ...ASKED.filter(([method]) => method !== "GET"),
    ];
    for (const origin of ["https://evil.example", "https://friend.example", "null", null])
      for (const [method, path] of writes as [string, string][]) {
        const answered = await operator.ask(path, { method, body: { token: ADMIN_TOKEN }, origin });
        expect([origin, path, answered.status, codeOf(answered)]).toEqual([origin, path, 403, "origin_refused"]);
      }
    expect((await operator.ask("/api/overview")).status).toBe(200);
  });
});

describe("a wrong token", () => {
  it("[O43] is counted by address and in all, and the right one is heard all the same", async () => {
    const { url, log } = await start({ TRUST_PROXY: "1" });
    const from = (address: string): Operator => new Operator(url, { "X-Forwarded-For": address });
    const one = from("203.0.113.1");
    for (let tries = 0; tries < WRONG_TOKENS.ofAddress; tries++) {
      const wrong = await one.signIn(`wrong-${tries}`);
      expect([wrong.status, codeOf(wrong)]).toEqual([401, "admin.wrong_token"]);
    }
    const late = await one.signIn("wrong again");
    expect([late.status, codeOf(late)]).toEqual([429, "rate_limited"]);
    expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await one.signIn()).status).toBe(204);
    // from everywhere
    for (let tries = 0; tries < WRONG_TOKENS.ofAll; tries++) await from(`198.51.100.${tries}`).signIn("wrong");
    expect((await from("192.0.2.1").signIn("wrong")).status).toBe(429);
    expect((await from("192.0.2.1").signIn()).status).toBe(204);
    expect(
      log.warnings.filter(({ sentence }) => sentence === "a wrong token for the dashboard").length,
    ).toBeGreaterThan(10);
    expect(JSON.stringify([log.warnings, log.errors])).not.toContain(ADMIN_TOKEN);
  });

  it("[O43] of whatever shape is no error of ours", async () => {
    const { url, log } = await start();
    const operator = new Operator(url);
    const bodies = [{}, { token: 1 }, { token: "" }, { token: "x".repeat(2_000) }, { token: ADMIN_TOKEN, more: 1 }];
    for (const body of bodies) {
      const { status } = await operator.ask("/api/session", { method: "POST", body });
      expect([400, 401]).toContain(status);
    }
    expect(log.errors).toEqual([]);
  });
});
