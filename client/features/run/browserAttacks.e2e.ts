// Programs that mean no good, in real frames: they reach nothing, take no more than they are given, and end when they are ended.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server as TcpServer } from "node:net";
import { type Browser, expect, type Page } from "@playwright/test";
import { html, jobOf, js, lua, type Program, py, Runner, sql, test } from "./test/runnerTest.ts";

/** An empty page, with which the browser asks for no icon. */
const EMPTY = '<link rel="icon" href="data:,">';
const ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${EMPTY.length}\r\nConnection: close\r\n\r\n${EMPTY}`;

/** A listener that notes whoever says something to it, and has an empty page for them. */
async function elsewhere() {
  const said: string[] = [];
  const tcp: TcpServer = createServer((socket) => {
    const hear = (data: Buffer): void => {
      said.push(data.toString("latin1").split("\r\n")[0] ?? "");
      socket.end(ANSWER);
    };
    socket.on("data", hear).on("error", () => {});
  });
  tcp.listen(0, "127.0.0.1");
  const udp = createSocket("udp4").on("message", () => said.push("udp"));
  udp.bind(0, "127.0.0.1");
  await Promise.all([once(tcp, "listening"), once(udp, "listening")]);
  const { port } = tcp.address() as { port: number };
  const url = `http://127.0.0.1:${port}/`;
  const close = (): void => {
    tcp.close();
    udp.close();
  };
  /** What has come by the time that a page which nothing forbids is here by this window: what the browser had begun before is here by then. */
  const heardBy = async (window: Page): Promise<string[]> => {
    await window.goto(`${url}allowed`);
    expect(said).toContain("GET /allowed HTTP/1.1");
    return said.filter((line) => line !== "GET /allowed HTTP/1.1");
  };
  return { said, heardBy, port, url, stun: `stun:127.0.0.1:${udp.address().port}`, close };
}

/** A page closes its ports when it stops a run. This one hears on. */
const hearOn = ({ page }: Runner): Promise<void> =>
  page.evaluate(() => {
    const beats: number[] = Object.assign(window, { beats: [] as number[] }).beats;
    MessagePort.prototype.close = () => {};
    window.MessageChannel = class extends MessageChannel {
      constructor() {
        super();
        this.port1.addEventListener("message", ({ data }: MessageEvent<{ type?: string }>) => {
          if (data.type === "output") beats.push(performance.now());
        });
      }
    };
  });

/** Runs something; resolves to the renderer processes that are there since, as long as they are, by their ids. */
async function renderersOf(browser: Browser, run: () => Promise<unknown>): Promise<() => Promise<number[]>> {
  const devtools = await browser.newBrowserCDPSession();
  const all = async (): Promise<number[]> => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  };
  const before = await all();
  await run();
  const own = (await all()).filter((id) => !before.includes(id));
  return async () => (await all()).filter((id) => own.includes(id));
}

/** Milliseconds from the stop to its end; `stopped` is when, by the page's clock. */
const stop = ({ page }: Runner): Promise<{ ended: number; stopped: number }> =>
  page.evaluate(async () => {
    const stopped = performance.now();
    window.last.run.stop();
    await window.last.ended;
    return { ended: performance.now() - stopped, stopped };
  });

/** What the page's frames show. */
const shownIn = ({ page }: Runner): string[] =>
  page
    .frames()
    .slice(1)
    .map((frame) => frame.url());
/** What the browser puts in the place of a page that it does not show. */
const NOT_SHOWN = "chrome-error://chromewebdata/";

const BEAT = 'for (let at = 0; ; ) if (performance.now() - at > 5) { at = performance.now(); console.log("beat"); }';

test("[M55] a loop in a worker has ended within 200 ms, a page that hangs within a second", async ({
  runner,
  browser,
}) => {
  await hearOn(runner);
  for (const [program, most] of [
    [js(BEAT), 200],
    [html(`<script>${BEAT}</script>`), 1_000],
  ] as const) {
    const renderers = await renderersOf(browser, async () => {
      await runner.start(program);
      await expect.poll(runner.stdout).toMatch(/^(beat\n){3}/);
    });
    expect(await renderers()).not.toEqual([]);
    const { ended, stopped } = await stop(runner);
    expect(ended).toBeLessThan(most);
    // whoever could say more is gone by then
    await expect.poll(renderers).toEqual([]);
    const last = await runner.page.evaluate(() => Math.max(...(window as unknown as { beats: number[] }).beats));
    expect(last - stopped).toBeLessThan(most);
  }
  // the next one is not held up
  expect(await runner.run(js("console.log(1)"))).toMatchObject({ outcome: "ok", stdout: "1\n" });
});

test("[M54] an endless loop ends when its time is over", async ({ runner }) => {
  await runner.page.clock.install();
  await runner.start(js('console.log("on"); for (;;);'));
  await expect.poll(runner.stdout).toBe("on\n");
  // step by step, or the frame would have no time to show that it is alive
  for (let second = 0; second < 30; second++) await runner.page.clock.runFor(1_000);
  expect(await runner.result()).toMatchObject({ outcome: "time_limit" });
});

test("[M55] nothing goes on of what was stopped, in any language: no worker of a worker, no process", async ({
  runner,
  browser,
}) => {
  const inner = "for (;;);";
  for (const program of [
    js(`new Worker(URL.createObjectURL(new Blob([${JSON.stringify(inner)}]))); console.log("on"); for (;;);`),
    lua('print("on") while true do end'),
    lua('print("on") while true do pcall(function() while true do end end) end'),
    sql("select 'on'; with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"),
  ]) {
    const renderers = await renderersOf(browser, async () => {
      await runner.start(program);
      await expect.poll(runner.stdout).toContain("on\n");
    });
    expect(await renderers()).not.toEqual([]);
    expect((await stop(runner)).ended).toBeLessThan(200);
    await expect.poll(renderers).toEqual([]);
  }
});

/** Starts one program after the other. Playwright takes a page for dead with one of its frames: it is heard of by what it asks the site. */
const tellEnds = (runner: Runner, ...programs: readonly Program[]): Promise<void> =>
  runner.page.evaluate(
    (jobs) => {
      const next = async (): Promise<void> => {
        const job = jobs.shift();
        if (!job) return;
        window.start(job);
        await fetch(`tell/${(await window.last.ended).outcome}`);
        await next();
      };
      void next();
    },
    programs.map((program) => jobOf(program)),
  );

test("[M54] what ends the frame's process ends the run, and the page lives", async ({ runner, browser, site }) => {
  const renderers = await renderersOf(browser, async () => {
    await tellEnds(runner, js("console.log(1); await input()"), js("console.log(1)"));
    await expect.poll(runner.stdout).toBe("1\n");
  });
  for (const id of await renderers()) process.kill(id, "SIGKILL");
  const told = (): string[] => site.asked.filter((path) => path.startsWith("/tell/"));
  await expect.poll(told).toEqual(["/tell/memory_limit", "/tell/ok"]);
});

test("[M54] [M61] what eats memory ends with its frame's process, and the page lives", async ({
  playwright,
  launchOptions,
  site,
}) => {
  // as the other, but that all of the machine's need not be eaten
  const args = [...(launchOptions.args ?? []), "--js-flags=--max-old-space-size=64"];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  const eat = "const all = []; for (;;) all.push(new Array(100_000).fill(all.length + 0.5));";
  for (const [program, outcome] of [
    [js(`console.log("on"); ${eat}`), "memory_limit"],
    [html(`<script>console.log("on"); ${eat}</script>`), "time_limit"],
  ] as const) {
    const page = await browser.newPage();
    await page.goto(site.url);
    site.asked.length = 0;
    await tellEnds(new Runner(page), program, js("console.log(1)"));
    const told = (): string[] => site.asked.filter((path) => path.startsWith("/tell/"));
    await expect.poll(told).toEqual([`/tell/${outcome}`, "/tell/ok"]);
  }
  await browser.close();
});

test("[M56] a program in a worker reaches nothing: network, storage, page", async ({ runner, site }) => {
  const there = await elsewhere();
  const tries = [
    `fetch("${there.url}")`,
    `fetch("${site.url}api/rooms/abcdefghijk34")`,
    `new Promise((ok, no) => { const s = new WebSocket("ws://127.0.0.1:${there.port}/"); s.onopen = ok; s.onerror = no })`,
    `new Promise((ok, no) => { const s = new EventSource("${there.url}"); s.onopen = ok; s.onerror = no })`,
    `new Promise((ok, no) => { const s = new XMLHttpRequest(); s.open("GET", "${there.url}"); s.onload = ok; s.onerror = no; s.send() })`,
    `new WebTransport("https://127.0.0.1:${there.port}/").ready`,
    `import("${there.url}x.js".toString())`,
    `import("data:text/javascript,".toString())`,
    `importScripts("${there.url}")`,
    `new RTCPeerConnection({ iceServers: [{ urls: "${there.stun}" }] })`,
    `new Promise((ok, no) => { const s = indexedDB.open("x"); s.onsuccess = ok; s.onerror = no })`,
    `caches.open("x")`,
    `navigator.storage.getDirectory()`,
    `cookieStore.get("x")`,
    `navigator.serviceWorker.register("x")`,
    `localStorage`,
    `parent.document`,
    `new Promise((ok, no) => { const w = new Worker("${there.url}"); w.onmessage = ok; w.onerror = no })`,
  ];
  const lines = tries.map((one, i) => `await (async () => ${one})().then(() => console.log(${i}), () => {});`);
  const { outcome, stdout } = await runner.run(js(`${lines.join("\n")}\nconsole.log("done")`));
  expect([outcome, stdout]).toEqual(["ok", "done\n"]);
  expect(there.said).toEqual([]);
  there.close();
});

test("[M56] [M58] Python reaches nothing, and cannot change what the next run starts from", async ({
  runner,
  site,
}) => {
  const there = await elsewhere();
  const { stdout } = await runner.run(
    py(`import js, urllib.request
async def main():
    for make in (lambda: js.fetch("${there.url}"), lambda: js.caches.open("x")):
        try:
            await make()
            print("reached")
        except BaseException as error:
            print(type(error).__name__)
    for make in (lambda: js.indexedDB.open("x").result, lambda: urllib.request.urlopen("${there.url}"), lambda: js.localStorage):
        try:
            make()
            print("reached")
        except BaseException as error:
            print(type(error).__name__)
await main()
js.eval("""
const send = MessagePort.prototype.postMessage;
MessagePort.prototype.postMessage = function (...all) { send.call(this, { type: "loaded", snapshot: new ArrayBuffer(8) }); send.apply(this, all) };
""")
print("x" * 5000)`),
  );
  // each of them was tried, and the last line reached
  expect(stdout).toMatch(/^(?:\w+(?:Error|Exception)\n){5}x{5000}\n$/);
  expect(there.said).toEqual([]);
  expect(site.asked.filter((path) => path.startsWith("/api"))).toEqual([]);
  const kept = await runner.page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const open = indexedDB.open("companion-runtimes");
        open.onsuccess = () => {
          const all = open.result.transaction("snapshots").objectStore("snapshots").getAll();
          all.onsuccess = () => resolve(all.result.map((one: ArrayBuffer) => one.byteLength));
        };
      }),
  );
  expect(kept).toEqual([expect.any(Number)]);
  expect(kept[0]).toBeGreaterThan(10_000_000);
  there.close();
});

test("[M56] Lua and SQL reach nothing of what is around them", async ({ runner, site }) => {
  const there = await elsewhere();
  const machine = await runner.run(
    lua(`print(os.execute("echo 1"), pcall(io.popen, "echo 1"))
print(io.open("/etc/passwd"))
print(pcall(require, "socket"))
print(package.loadlib("/lib/x.so", "*"))
print(pcall(load, "\\27Lua"), load("return fetch or XMLHttpRequest or js or window or self")())
for _, path in ipairs({ "/proc/self/environ", "/dev/tcp/127.0.0.1/${there.port}", "${there.url}" }) do print(io.open(path)) end
print(os.getenv("HOME"), os.tmpname() ~= nil, debug.sethook(function() end, "l"))
print("done")`),
  );
  expect(machine).toMatchObject({ outcome: "ok", stderr: "" });
  const lines = machine.stdout.split("\n");
  expect(lines[0]).toMatch(/^(nil|false|0|-\d+)\t.*'popen' not supported$/);
  expect(machine.stdout).toContain("module 'socket' not found");
  expect(machine.stdout.match(/^nil\t.*No such file or directory\t/gm)).toHaveLength(4);
  expect(lines.at(-2)).toBe("done");
  for (const attack of [
    "select load_extension('x')",
    "select readfile('/etc/passwd')",
    "select writefile('x', 'y')",
    `attach '${there.url}' as x`,
    "pragma temp_store_directory = '/'",
    "create virtual table x using csv(filename='/etc/passwd')",
  ])
    expect(await runner.run(sql(attack))).toMatchObject({ outcome: "runtime_error" });
  expect(there.said).toEqual([]);
  expect(site.asked.filter((path) => path.startsWith("/api"))).toEqual([]);
  there.close();
});

test("[M56] a page in the preview reaches no network but by what no browser shuts, and nothing around it", async ({
  runner,
  site,
  context,
}) => {
  const there = await elsewhere();
  const other = await context.newPage();
  const opened: string[] = [];
  context.on("page", () => opened.push("page"));
  runner.page.on("dialog", (dialog) => (opened.push("dialog"), dialog.dismiss()));
  runner.page.on("download", () => opened.push("download"));
  const { url } = there;
  const pages = [
    `<link rel="preconnect" href="${url}"><link rel="prefetch" href="${url}"><link rel="preload" as="script" href="${url}">
<link rel="modulepreload" href="${url}"><link rel="stylesheet" href="${url}"><link rel="manifest" href="${url}"><link rel="dns-prefetch" href="${url}">
<img src="${url}"><style>@font-face { font-family: f; src: url(${url}) } body { background: url(${url}); font-family: f }</style><object data="${url}"></object><embed src="${url}"><video src="${url}"></video><iframe src="${url}"></iframe>
<script type="speculationrules">{ "prefetch": [{ "source": "list", "urls": ["${url}"] }] }</script><script src="${url}"></script>`,
    `<script>navigator.sendBeacon("${url}"); fetch("${url}").catch(() => {}); new EventSource("${url}"); new WebSocket("ws://127.0.0.1:${there.port}/")</script>`,
    `<iframe srcdoc="<script>location = '${url}'; fetch('${url}')</script>"></iframe>`,
    `<script>for (const reach of [() => (top.location = "${url}"), () => parent.document, () => localStorage, () => document.cookie, () => navigator.serviceWorker.register("x")]) try { reach() } catch (error) { console.log(error.name) }</script>`,
    `<base href="${url}"><img src="x">`,
    `<form action="${url}" method="post"></form><script>document.forms[0].submit()</script>`,
  ];
  const leaving = [
    `<a href="${url}" target="_blank" ping="${url}">a</a><a href="${url}" download>b</a><script>for (const a of document.links) a.click(); open("${url}"); alert(1)</script>`,
    `<script>location = "${url}"</script>`,
    `<meta http-equiv="refresh" content="0; url=${url}">`,
  ];
  // when all of it is loaded, and the browser has nothing left to do for it
  const afterwards = '<script>onload = () => requestIdleCallback(() => console.log("done"))</script>';
  for (const page of pages) {
    await runner.start(html(page + afterwards));
    await expect.poll(runner.stdout, page).toContain("done\n");
    expect(await there.heardBy(other), page).toEqual([]);
  }
  for (const page of leaving) {
    await runner.start(html(page));
    await expect.poll(() => shownIn(runner), page).toEqual([NOT_SHOWN]);
    expect(await there.heardBy(other), page).toEqual([]);
  }
  expect(opened).toEqual([]);
  expect(runner.page.url()).toBe(site.url);
  there.close();
});

test("[M56] a page in the preview that goes to this site has no key there, and is shown nothing of it", async ({
  runner,
  site,
  context,
}) => {
  await context.addCookies([{ name: "key", value: "secret", url: site.url, sameSite: "Lax" }]);
  const start = (place: string, path: string) =>
    runner.start(
      html(`<script>console.log("on"); const target = "${new URL(path, site.url).href}"; ${place}</script>`),
    );
  for (const path of ["/api/rooms/abcdefghijk34", "/"]) {
    site.asked.length = 0;
    await start("location = target", path);
    await expect.poll(() => site.asked).toContain(path);
    const { cookie, authorization, referer } = site.headersOf(path) ?? {};
    expect([cookie, authorization, referer]).toEqual([undefined, undefined, undefined]);
    await expect.poll(() => shownIn(runner)).toEqual([NOT_SHOWN]);
  }
  site.asked.length = 0;
  await start("document.body.append(Object.assign(document.createElement('iframe'), { src: target }))", "/?nested");
  await expect.poll(() => shownIn(runner)).toContain(NOT_SHOWN);
  expect(site.asked).not.toContain("/?nested");
  expect(runner.page.url()).toBe(site.url);
  expect(await runner.run(js("console.log(1)"))).toMatchObject({ outcome: "ok" });
});
