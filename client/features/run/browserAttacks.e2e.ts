// Programs that mean no good, in real frames: they reach nothing, take no more than they are given, and end when they are ended.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server as TcpServer } from "node:net";
import { expect } from "@playwright/test";
import { html, jobOf, js, lua, type Program, py, Runner, sql, test } from "./test/runnerTest.ts";

/** A listener that counts whoever says something to it. */
async function elsewhere() {
  const said: string[] = [];
  const tcp: TcpServer = createServer((socket) => {
    socket.on("data", (data) => said.push(data.toString("latin1").split("\r\n")[0] ?? "")).on("error", () => {});
  });
  tcp.listen(0, "127.0.0.1");
  const udp = createSocket("udp4").on("message", () => said.push("udp"));
  udp.bind(0, "127.0.0.1");
  await Promise.all([once(tcp, "listening"), once(udp, "listening")]);
  const { port } = tcp.address() as { port: number };
  const close = (): void => {
    tcp.close();
    udp.close();
  };
  return { said, port, url: `http://127.0.0.1:${port}/`, stun: `stun:127.0.0.1:${udp.address().port}`, close };
}

/** What comes of a frame after it was stopped: a page closes its port, which this one does not. */
async function hearOn(runner: Runner): Promise<void> {
  await runner.page.evaluate(() => {
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
}

/** Milliseconds from the stop to its end, and to the last that was heard. */
const stopped = (runner: Runner): Promise<{ ended: number; last: number }> =>
  runner.page.evaluate(async () => {
    const { beats } = window as unknown as { beats: number[] };
    const from = performance.now();
    window.last.run.stop();
    await window.last.ended;
    const ended = performance.now() - from;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return { ended, last: Math.max(from, ...beats) - from };
  });

const BEAT = 'for (let at = 0; ; ) if (performance.now() - at > 5) { at = performance.now(); console.log("beat"); }';

test("[M55] a loop in a worker has ended within 200 ms, a page that hangs within a second", async ({ runner }) => {
  await hearOn(runner);
  for (const [program, most] of [
    [js(BEAT), 200],
    [html(`<script>${BEAT}</script>`), 1_000],
  ] as const) {
    await runner.start(program);
    await expect.poll(runner.stdout).toMatch(/^(beat\n){3}/);
    const { ended, last } = await stopped(runner);
    expect([ended < most, last]).toEqual([true, expect.any(Number)]);
    expect(last).toBeLessThan(most);
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
  const devtools = await browser.newBrowserCDPSession();
  const cpu = async (): Promise<number> => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const inner = "for (;;);";
  for (const program of [
    js(`new Worker(URL.createObjectURL(new Blob([${JSON.stringify(inner)}]))); console.log("on"); for (;;);`),
    lua('print("on") while true do end'),
    lua('print("on") while true do pcall(function() while true do end end) end'),
    sql("select 'on'; with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"),
  ]) {
    await runner.start(program);
    await expect.poll(runner.stdout).toContain("on\n");
    const took = await runner.page.evaluate(async () => {
      const from = performance.now();
      window.last.run.stop();
      await window.last.ended;
      return performance.now() - from;
    });
    expect(took).toBeLessThan(200);
  }
  // threads that loop take all that a busy machine leaves them
  await expect
    .poll(async () => {
      const before = await cpu();
      await runner.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
      return (await cpu()) - before;
    })
    .toBeLessThan(0.1);
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
  const devtools = await browser.newBrowserCDPSession();
  const renderers = async (): Promise<number[]> => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  };
  const before = new Set(await renderers());
  await tellEnds(runner, js("console.log(1); await input()"), js("console.log(1)"));
  await expect.poll(runner.stdout).toBe("1\n");
  for (const id of await renderers()) if (!before.has(id)) process.kill(id, "SIGKILL");
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
  const opened: string[] = [];
  context.on("page", () => opened.push("page"));
  runner.page.on("dialog", (dialog) => (opened.push("dialog"), dialog.dismiss()));
  runner.page.on("download", () => opened.push("download"));
  const { url } = there;
  const pages = [
    `<link rel="preconnect" href="${url}"><link rel="prefetch" href="${url}"><link rel="preload" as="script" href="${url}">
<link rel="modulepreload" href="${url}"><link rel="stylesheet" href="${url}"><link rel="manifest" href="${url}"><link rel="dns-prefetch" href="${url}">
<img src="${url}"><style>body { background: url(${url}) }</style><object data="${url}"></object><embed src="${url}"><video src="${url}"></video><iframe src="${url}"></iframe>
<script type="speculationrules">{ "prefetch": [{ "source": "list", "urls": ["${url}"] }] }</script><script src="${url}"></script>`,
    `<script>navigator.sendBeacon("${url}"); fetch("${url}").catch(() => {}); new EventSource("${url}"); new WebSocket("ws://127.0.0.1:${there.port}/")</script>`,
    `<iframe srcdoc="<script>location = '${url}'; fetch('${url}')</script>"></iframe>`,
    `<script>for (const reach of [() => (top.location = "${url}"), () => parent.document, () => localStorage, () => document.cookie, () => navigator.serviceWorker.register("x")]) try { reach() } catch (error) { console.log(error.name) }</script>`,
    `<base href="${url}"><img src="x">`,
  ];
  const afterwards = '<script type="module">console.log("done")</script>';
  // who leaves is there no more to say so
  const before = '<script>console.log("done")</script>';
  const leaving = [
    `<a href="${url}" target="_blank" ping="${url}">a</a><a href="${url}" download>b</a><script>for (const a of document.links) a.click(); open("${url}"); alert(1); console.log("done")</script>`,
    `${before}<script>location = "${url}"</script>`,
    `${before}<meta http-equiv="refresh" content="0; url=${url}">`,
    `${before}<form action="${url}" method="post"></form><script>document.forms[0].submit()</script>`,
  ];
  for (const page of [...pages.map((one) => one + afterwards), ...leaving]) {
    await runner.start(html(page));
    await expect.poll(runner.stdout, page).toContain("done\n");
    // what it has begun by then would be heard
    await runner.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)));
  }
  expect(there.said).toEqual([]);
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
  const shown = () =>
    runner.page
      .frames()
      .slice(1)
      .map((frame) => frame.url());
  for (const path of ["/api/rooms/abcdefghijk34", "/"]) {
    site.asked.length = 0;
    await start("location = target", path);
    await expect.poll(() => site.asked).toContain(path);
    const { cookie, authorization, referer } = site.headersOf(path) ?? {};
    expect([cookie, authorization, referer]).toEqual([undefined, undefined, undefined]);
    // the browser puts a page of its own in its place
    await expect.poll(shown).toEqual(["chrome-error://chromewebdata/"]);
  }
  site.asked.length = 0;
  await start("document.body.append(Object.assign(document.createElement('iframe'), { src: target }))", "/?nested");
  await expect.poll(shown).toContain("chrome-error://chromewebdata/");
  expect(site.asked).not.toContain("/?nested");
  expect(runner.page.url()).toBe(site.url);
  expect(await runner.run(js("console.log(1)"))).toMatchObject({ outcome: "ok" });
});
