// The built client as it is served, from a small folder made here. Knows no browser.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import request from "supertest";
import { appWith, NO_ROOM, ROOM } from "../test/httpHarness.ts";
import { type BuiltClient, loadClient } from "./page.ts";

const PAGE = `<!doctype html><head><base href="__BASE_PATH__/">
<meta name="companion-build" content="__BUILD__"><meta property="csp-nonce" nonce="__CSP_NONCE__">
<script type="module" src="./assets/main-abc.js" nonce="__CSP_NONCE__"></script></head>`;
const SCRIPT = 'console.log("hello")\n'.repeat(100);

let directory: string;
let client: BuiltClient;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "companion-page-"));
  mkdirSync(join(directory, "assets"));
  writeFileSync(join(directory, "index.html"), PAGE);
  writeFileSync(join(directory, "favicon.svg"), "<svg/>");
  writeFileSync(join(directory, "robots.txt"), readFileSync("client/public/robots.txt"));
  writeFileSync(join(directory, "assets", "frame-abc.html"), "<!doctype html><script>1</script>");
  const script = join(directory, "assets", "main-abc.js");
  writeFileSync(script, SCRIPT);
  writeFileSync(`${script}.br`, brotliCompressSync(SCRIPT));
  writeFileSync(`${script}.gz`, gzipSync(SCRIPT));
  const loaded = loadClient(directory);
  if (!loaded) throw new Error("no page");
  client = loaded;
});
afterAll(() => rmSync(directory, { recursive: true }));

const serve = (env: Record<string, string> = {}) => appWith(env, { client }).app;

describe("the page", () => {
  it("[H13] is served at / and at a room's address, never from a cache", async () => {
    const app = serve();
    for (const path of ["/", `/${ROOM}`]) {
      const { text } = await request(app)
        .get(path)
        .expect(200)
        .expect("Content-Type", "text/html; charset=utf-8")
        .expect("Cache-Control", "no-store");
      expect(text).toContain('<base href="/">');
      expect(text).toContain(`content="${client.build}"`);
      expect(text).not.toContain("__");
    }
    await request(app).get(`/${ROOM}`).expect("X-Robots-Tag", "noindex");
  });

  it("[H13] [H42] is served at a viewing address while it leads to a room", async () => {
    const { app, rooms } = appWith({}, { client });
    const view = `${ROOM}4`;
    await request(app)
      .get(`/${view}`)
      .expect(404, /main-abc/);
    rooms.set(view, rooms.get(ROOM)!);
    await request(app)
      .get(`/${view}`)
      .expect(200, /main-abc/);
  });

  it.each([
    ["", `/${ROOM}/`, `/${ROOM}`],
    ["", `/${ROOM}4/`, `/${ROOM}4`],
    ["", `/${NO_ROOM}/`, `/${NO_ROOM}`],
    ["", `/${ROOM}/?a=1&b=/x/?y`, `/${ROOM}?a=1&b=/x/?y`],
    ["/code", `/code/${ROOM}/?a=1`, `/code/${ROOM}?a=1`],
    ["/a/b", `/a/b/${ROOM}/`, `/a/b/${ROOM}`],
  ])("[H61] under the base path '%s' %s is moved to %s, with its query", async (base, path, to) => {
    const app = serve({ BASE_PATH: base });
    await request(app).get(path).expect(308).expect("Location", to).expect("Cache-Control", "no-store");
    await request(app).head(path).expect(308).expect("Location", to);
  });

  it.each([
    ["", `/%${ROOM.charCodeAt(0).toString(16)}${ROOM.slice(1)}?a=%20`, `/${ROOM}?a=%20`],
    ["", `/${ROOM.slice(0, -1)}%34/`, `/${ROOM}`],
    ["/code", `/code/${ROOM.slice(0, -1)}%34`, `/code/${ROOM}`],
  ])("[H65] under the base path '%s' %s is moved to %s, and is the same room in the API", async (base, path, to) => {
    const app = serve({ BASE_PATH: base });
    await request(app).get(path).expect(308).expect("Location", to);
    const { pathname } = new URL(path, "http://any");
    const address = pathname.slice(base.length + 1).replace(/\/$/, "");
    const { body } = await request(app).get(`${base}/api/rooms/${address}`).expect(200);
    expect(body.roomId).toBe(ROOM);
  });

  it.each(["/nonsense/", `/${ROOM}/x/`, `//${ROOM}/`, `/${ROOM}//`, "//evil.example/", "/favicon.svg/"])(
    "[H61] %s is moved nowhere",
    async (path) => {
      const { status, headers } = await request(serve()).get(path);
      expect([status, headers["location"]]).toEqual([404, undefined]);
    },
  );

  it.each([`/${NO_ROOM}`, "/nonsense", "/a/b", "/index.htm/x"])(
    "[H14] %s is the page with status 404",
    async (path) => {
      const { text } = await request(serve())
        .get(path)
        .expect(404)
        .expect("Content-Type", /^text\/html/);
      expect(text).toContain("main-abc.js");
    },
  );

  it("[H14] [H9] one of a room counts as a request, and too many get the page with status 429", async () => {
    const app = serve({ RATE_REQUESTS_PER_MINUTE: "2" });
    await request(app).get(`/${ROOM}`).expect(200);
    await request(app).get(`/api/rooms/${ROOM}`).expect(200);
    await request(app).get("/").expect(200);
    await request(app).get("/no-room").expect(404);
    await request(app)
      .get(`/${ROOM}`)
      .expect("Retry-After", /^\d+$/)
      .expect(429, /main-abc/);
  });

  it("[H14] who has guessed too often gets the page with status 429", async () => {
    const app = serve({ RATE_FAILED_LOOKUPS_PER_MINUTE: "1" });
    await request(app).get("/nonsense").expect(404);
    await request(app).get(`/${NO_ROOM}`).expect(404);
    await request(app)
      .get(`/${NO_ROOM}`)
      .expect(429, /main-abc/)
      .expect("Retry-After", /^\d+$/);
    await request(app).get(`/api/rooms/${NO_ROOM}`).expect(429);
    await request(app).get(`/${ROOM}`).expect(200);
    await request(app).get("/").expect(200);
  });

  it("[H15] allows only what comes from here, and the styles of this one response", async () => {
    const app = serve();
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const { headers, text } = await request(app).get("/");
      const policy = String(headers["content-security-policy"]);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      expect(Buffer.from(nonce, "base64")).toHaveLength(16);
      expect(text.match(/nonce="[^"]*"/g)).toEqual([`nonce="${nonce}"`, `nonce="${nonce}"`]);
      expect(policy.replace(nonce, "N").split(";")).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'nonce-N'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
      ]);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it("[H15] a room's address is not told to other sites, nor the make of the server", async () => {
    const { headers } = await request(serve()).get(`/${ROOM}`);
    expect(headers).toMatchObject({
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    expect(headers).not.toHaveProperty("x-powered-by");
  });

  it("[H16] asks for encryption from then on only where it was encrypted", async () => {
    const over = async (env: Record<string, string>) =>
      (await request(serve(env)).get("/").set("X-Forwarded-Proto", "https")).headers;
    expect(await over({ TRUST_PROXY: "1" })).toHaveProperty("strict-transport-security");
    expect(await over({})).not.toHaveProperty("strict-transport-security");
    const said = async (seconds: string) =>
      (await over({ TRUST_PROXY: "1", HSTS_MAX_AGE_SECONDS: seconds }))["strict-transport-security"];
    expect(await said("")).toBe("max-age=31536000");
    expect(await said("600")).toBe("max-age=600");
    expect(await said("0")).toBe("max-age=0");
  });
});

describe("files of the client", () => {
  it("[H67] a page among the assets is kept in, and may be framed by this site alone", async () => {
    const { headers, text } = await request(serve()).get("/assets/frame-abc.html").expect(200);
    expect(text).toContain("<script>");
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "document-isolation-policy": "isolate-and-require-corp",
      "x-dns-prefetch-control": "off",
    });
    expect(headers).not.toHaveProperty("x-frame-options");
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "sandbox allow-scripts", "frame-ancestors 'self'"]),
    );
    expect(policy.join(" ")).not.toMatch(/https?:|\*|allow-same-origin/);
    expect(policy.filter((rule) => rule.includes("'self'"))).toEqual(["frame-ancestors 'self'"]);
    // nothing else of this site can be framed
    await request(serve()).get("/").expect("X-Frame-Options", "DENY");
    await request(serve()).get("/index.html").expect(404);
  });

  it("[H17] assets are kept for a year and sent in the smallest encoding that is accepted", async () => {
    const app = serve();
    const get = (accept: string) =>
      request(app)
        .get("/assets/main-abc.js")
        .set("Accept-Encoding", accept)
        .expect(200)
        .expect("Cache-Control", /^public, ?max-age=31536000, ?immutable$/)
        .expect("Content-Type", /^text\/javascript/)
        .expect("Vary", "Accept-Encoding");
    expect((await get("gzip, deflate, br")).headers["content-encoding"]).toBe("br");
    expect((await get("gzip")).headers["content-encoding"]).toBe("gzip");
    const plain = await get("identity");
    expect(plain.headers).not.toHaveProperty("content-encoding");
    expect(plain.text).toBe(SCRIPT);
  });

  it.each([
    ["gzip;q=1.0, br;q=0.1", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["br;q=0, gzip;q=0", undefined],
    ["identity, br;q=0.5, gzip;q=0.5", undefined],
    ["gzip;q=0.5, br;q=0.5", "br"],
    ["GZIP ; q=0.8, BR;q=0.7", "gzip"],
    ["*", "br"],
    ["*;q=0.1, gzip;q=0.2", "gzip"],
    ["br;q=0, *", "gzip"],
    ["identity;q=0, *;q=0", undefined],
    ["br;q=1.0.0", undefined],
    ["zstd", undefined],
    ["", undefined],
  ])("[H17] what '%s' accepts is sent as %s", async (accepted, encoding) => {
    const { headers } = await request(serve()).get("/assets/main-abc.js").set("Accept-Encoding", accepted).expect(200);
    expect(headers["content-encoding"]).toBe(encoding);
  });

  it("[H17] a file that a newer build took away is 404, and the server goes on", async () => {
    const old = join(directory, "assets", "old-def.js");
    writeFileSync(old, SCRIPT);
    const app = serve();
    await request(app).get("/assets/old-def.js").expect(200);
    rmSync(old);
    await request(app)
      .get("/assets/old-def.js")
      .expect(404, /not_found/)
      .expect("Content-Type", /json/)
      .expect("Cache-Control", "no-store");
    await request(app).get("/assets/main-abc.js").set("Range", "bytes=9-2").expect(200);
  });

  it("[H17] a file that is not there is no page and is not kept", async () => {
    const app = serve();
    for (const path of ["/assets/gone.js", "/assets/../index.html", "/assets/%2e%2e/index.html", "/assets/"])
      await request(app)
        .get(path)
        .expect((answer) => {
          expect(answer.text).not.toContain("__");
          expect(answer.headers["cache-control"]).toBe("no-store");
        });
    await request(app)
      .get("/assets/gone.js")
      .expect(404, /not_found/);
    for (const path of ["/index.html", "/favicon.ico", "/.env"])
      expect((await request(app).get(path).expect(404)).text).not.toContain("__");
  });

  it("[H17] serves the icon, and asks robots to stay out of rooms", async () => {
    const app = serve();
    await request(app).get("/favicon.svg").expect(200).expect("Content-Type", "image/svg+xml");
    await request(app).get("/robots.txt").expect(200, "User-agent: *\nAllow: /$\nDisallow: /\n");
  });
});

describe("without a build", () => {
  it("[H13] the sources of the client are not served as a page", () => {
    expect(loadClient("client")).toBeUndefined();
    expect(loadClient(join(directory, "assets"))).toBeUndefined();
  });

  it("[H13] the API is served alone", async () => {
    const { app } = appWith();
    await request(app)
      .get("/")
      .expect(404, /not_found/);
    await request(app).get(`/api/rooms/${ROOM}`).expect(200);
  });
});

describe("under a sub-path", () => {
  it("[H18] everything is below BASE_PATH and nothing beside it", async () => {
    const app = serve({ BASE_PATH: "/code/rooms" });
    for (const path of ["/code/rooms", "/code/rooms/", `/code/rooms/${ROOM}`])
      expect((await request(app).get(path).expect(200)).text).toContain('<base href="/code/rooms/">');
    for (const path of ["/assets/main-abc.js", "/health", "/ready", `/api/rooms/${ROOM}`, "/api/openapi.json"]) {
      await request(app).get(`/code/rooms${path}`).expect(200);
      await request(app)
        .get(path)
        .expect(404, /not_found/);
    }
    await request(app)
      .get("/")
      .expect(404, /not_found/);
    await request(app)
      .get("/code/roomsandmore")
      .expect(404, /not_found/);
    const { body } = await request(app).get("/code/rooms/api/openapi.json");
    expect(body.servers).toEqual([{ url: "/code/rooms" }]);
  });
});
