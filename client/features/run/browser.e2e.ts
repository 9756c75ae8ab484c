// Programs in a browser, in real frames: what they can do, how each ends, and all that they must not.
import { createServer, type Server as TcpServer } from "node:net";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { test as base, type BrowserContext, expect, type Page } from "@playwright/test";
import type { BrowserEnd } from "./browser/index.ts";
import { type HarnessSite, openHarnessSite } from "./test/harnessSite.ts";

interface Program {
  readonly language: string;
  readonly main?: string;
  readonly files: Readonly<Record<string, string>> | string;
  readonly input?: string;
}

const MAINS: Readonly<Record<string, string>> = {
  JavaScript: "main.js",
  TypeScript: "main.ts",
  Python: "main.py",
  HTML: "index.html",
};

interface Result extends BrowserEnd {
  readonly stdout: string;
  readonly stderr: string;
}

/** A page that runs one program at a time. */
class Runner {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async start({ language, main = MAINS[language] ?? "main", files, input = "" }: Program): Promise<void> {
    const texts = typeof files === "string" ? { [main]: files } : files;
    await this.page.evaluate((job) => void window.start(job), { language, main, files: texts, input });
  }

  started = (): Promise<void> => this.page.evaluate(() => window.last.started);

  async result(): Promise<Result> {
    return this.page.evaluate(async () => {
      const { last } = window;
      return { ...(await last.ended), stdout: last.stdout, stderr: last.stderr };
    });
  }

  async run(program: Program): Promise<Result> {
    await this.start(program);
    return this.result();
  }

  stdout = (): Promise<string> => this.page.evaluate(() => window.last.stdout);
}

const test = base.extend<{ runner: Runner; context: BrowserContext }, { site: HarnessSite }>({
  site: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const site = await openHarnessSite();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
  runner: async ({ page, site }, use) => {
    await page.goto(site.url);
    await use(new Runner(page));
  },
});

const js = (text: string): Program => ({ language: "JavaScript", files: text });
const py = (text: string, input = ""): Program => ({ language: "Python", files: text, input });
const html = (body: string): Program => ({ language: "HTML", files: `<!doctype html><body>${body}` });

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

test("[M50] [M54] runs JavaScript: imports, timers, its console, and errors with their places", async ({ runner }) => {
  const ran = await runner.run({
    language: "JavaScript",
    files: {
      "main.js": `import { twice } from "./lib/twice.js";
import data from "./data.json" with { type: "json" };
console.log(twice(21), data, "%s", new Map([[1, { a: [1, 2] }]]));
console.error("wrong");
const { late } = await import("./lib/late.js");
setTimeout(() => console.log(late, eval("1 + 1")), 50);`,
      "lib/twice.js": "export const twice = (x) => 2 * x;",
      "lib/late.js": 'export const late = "late";',
      "data.json": '{ "a": 1 }',
    },
  });
  expect(ran).toMatchObject({ outcome: "ok", exitCode: 0, stderr: "wrong\n" });
  expect(ran.stdout).toBe("42 { a: 1 } %s Map (1) {1 => { a: [ 1, 2 ] }}\nlate 2\n");

  const failed = await runner.run(js("const a = null;\n\na.b();"));
  expect(failed).toMatchObject({ outcome: "runtime_error", exitCode: 1 });
  expect(failed.stderr).toMatch(/^TypeError: .*\n {4}at main\.js:3:3\n$/);
  expect(await runner.run(js("setTimeout(() => { throw new RangeError('late') })"))).toMatchObject({
    outcome: "runtime_error",
    stderr: expect.stringMatching(/^RangeError: late\n/),
  });
  expect(await runner.run(js("await Promise.reject(7)"))).toMatchObject({
    outcome: "runtime_error",
    stderr: "Uncaught 7\n",
  });
});

test("[M50] [M54] says what cannot run before it runs", async ({ runner }) => {
  const refused = async (program: Program) => {
    const { outcome, sentence = "", stdout } = await runner.run(program);
    return [outcome, sentence, stdout];
  };
  expect(await refused(js('console.log("no");\nlet a = ;'))).toEqual([
    "compile_error",
    expect.stringMatching(/^main\.js:2: /),
    "",
  ]);
  const circle = { "main.ts": 'import "./a";', "a.ts": 'import "./b";', "b.ts": 'import "./a";' };
  expect(await refused({ language: "TypeScript", files: circle })).toEqual([
    "compile_error",
    expect.stringContaining("a.ts → b.ts → a.ts"),
    "",
  ]);
  expect(await refused({ language: "TypeScript", files: "\nnamespace N { export const a = 1 }" })).toEqual([
    "compile_error",
    expect.stringMatching(/^main\.ts:2: A namespace/),
    "",
  ]);
  expect(await refused(js('import x from "lodash"'))).toEqual(["compile_error", expect.stringContaining("lodash"), ""]);
  expect(await refused({ language: "Cobol", files: "" })).toEqual(["language_unknown", "", ""]);
  expect(await refused(js("x".repeat(8_000_001)))).toEqual(["source_too_large", "", ""]);
});

test("[M50] runs TypeScript with what is more than types", async ({ runner }) => {
  const files = `enum Size { Small = 3 }
class Box<T> { constructor(private readonly held: T) {} get(): T { return this.held } }
console.log(new Box(Size.Small).get() satisfies number);
throw new Error("on line four");`;
  const ran = await runner.run({ language: "TypeScript", files });
  expect(ran.stdout).toBe("3\n");
  expect(ran.stderr).toContain("main.ts:4:");
});

test("[M53] JavaScript reads what was given, then what is typed", async ({ runner }) => {
  const text = `console.log(await input("1? ")); console.log(await input("2? ")); console.log(await input());
try { prompt() } catch (error) { console.log(error.message) }`;
  await runner.start({ ...js(text), input: "given\n" });
  await runner.page.evaluate(() => window.last.asked);
  expect(await runner.stdout()).toBe("1? given\n2? ");
  await runner.page.evaluate(() => {
    window.last.run.input("typed");
    window.last.run.endInput();
  });
  const { stdout, outcome } = await runner.result();
  expect([outcome, stdout]).toEqual(["ok", expect.stringMatching(/^1\? given\n2\? typed\nnull\n.*await input/s)]);
});

test("[M51] [M53] [M58] runs Python: input, files, exit codes, memory, and sooner the second time", async ({
  runner,
  site,
}) => {
  test.slow();
  await runner.start({
    language: "Python",
    files: {
      "main.py": `import random, sys
from pack.helper import twice
print(twice(21), __name__, sys.argv, random.random())
name = input("name? ")
print("hi", name, sorted([3, 1], key=lambda x: int(input())), sys.stdin.read(), end="|")
sys.exit(3)`,
      "pack/__init__.py": "",
      "pack/helper.py": "def twice(x):\n    return 2 * x",
    },
    input: "Ada\n1\n2\nrest\n",
  });
  await runner.started();
  await runner.page.evaluate(() => window.last.run.endInput());
  expect(await runner.result()).toMatchObject({
    outcome: "runtime_error",
    exitCode: 3,
    stderr: "",
    stdout: expect.stringMatching(/^42 __main__ \['main\.py'\] [\d.]+\nname\? hi Ada \[3, 1\] rest\n\|$/),
  });
  site.asked.length = 0;
  const failed = await runner.run(py("import random\nprint(random.random())\ndef f():\n    return 1 / 0\nf()"));
  // a private window keeps no file that is so large, without a compression
  expect(site.asked.filter((path) => !path.endsWith(".wasm"))).toEqual([]);
  expect(failed.outcome).toBe("runtime_error");
  expect(failed.stderr).toBe(
    'Traceback (most recent call last):\n  File "main.py", line 5, in <module>\n    f()\n    ~^^\n  File "main.py", line 4, in f\n    return 1 / 0\n           ~~^~~\nZeroDivisionError: division by zero\n',
  );
  const eaten = await runner.run(py("a = []\nwhile True:\n    a.append(bytearray(10_000_000))"));
  expect([eaten.outcome, eaten.stderr]).toEqual(["memory_limit", expect.stringContaining("MemoryError")]);
  await runner.start(py("print(input('? '))\nprint(input('again? '))"));
  await runner.page.evaluate(() => window.last.asked);
  expect(await runner.stdout()).toBe("? ");
  await runner.page.evaluate(() => {
    window.last.run.input("typed\n");
    window.last.run.endInput();
  });
  expect(await runner.result()).toMatchObject({
    outcome: "runtime_error",
    stdout: "? typed\nagain? ",
    stderr: expect.stringContaining("EOFError"),
  });
  expect(await runner.run(py('while True:\n    print("x" * 100)'))).toMatchObject({ outcome: "output_limit" });
  await runner.start(py("import time\nprint('on')\ntime.sleep(20)"));
  await expect.poll(runner.stdout).toBe("on\n");
  await runner.page.evaluate(() => window.last.run.stop());
  expect(await runner.result()).toMatchObject({ outcome: "cancelled" });
  const random = async () => (await runner.run(py("import random\nprint(random.random())"))).stdout;
  expect(await random()).not.toBe(await random());
});

test("[M52] shows a page with the room's files and its console", async ({ runner }) => {
  await runner.start({
    language: "HTML",
    main: "site/index.html",
    files: {
      "site/index.html": `<!doctype html><html><head><title>x</title><link rel="stylesheet" href="style.css"></head>
<body><h1>Hello</h1><script src="plain.js"></script><script type="module">import { a } from "./module.js"; console.log(a, document.compatMode)</script>
<img src="/logo.svg" alt="logo"><button onclick="missing()">go</button></body></html>`,
      "site/style.css": "h1 { color: rgb(1, 2, 3) }",
      "site/plain.js": 'console.log("plain", typeof parent.document)',
      "site/module.js": 'export const a = "module";',
      "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="10"></svg>',
    },
  });
  await runner.started();
  const shown = runner.page.frameLocator("iframe");
  await expect(shown.locator("h1")).toHaveCSS("color", "rgb(1, 2, 3)");
  await expect.poll(() => shown.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(12);
  await shown.getByText("go").click();
  await expect.poll(runner.stdout).toBe("module CSS1Compat\n");
  const stderr = (): Promise<string> => runner.page.evaluate(() => window.last.stderr);
  await expect.poll(stderr).toMatch(/SecurityError.*ReferenceError: missing is not defined/s);
  await runner.page.evaluate(() => window.last.run.stop());
  expect(await runner.result()).toMatchObject({ outcome: "cancelled" });
  await expect(runner.page.locator("iframe")).toHaveCount(0);
});

test("[M54] [M55] an endless loop ends when it is stopped, and when its time is over", async ({ runner }) => {
  await runner.page.clock.install();
  for (const over of ["stop", "time"]) {
    await runner.start(js('console.log("on"); for (;;);'));
    await runner.started();
    await expect.poll(runner.stdout).toBe("on\n");
    if (over === "time") {
      // step by step, or the frame would have no time to show that it is alive
      for (let second = 0; second < 30; second++) await runner.page.clock.runFor(1_000);
      expect(await runner.result()).toMatchObject({ outcome: "time_limit" });
    } else {
      const took = await runner.page.evaluate(async () => {
        const from = Date.now();
        window.last.run.stop();
        await window.last.ended;
        return Date.now() - from;
      });
      expect(took).toBeLessThan(200);
      expect(await runner.result()).toMatchObject({ outcome: "cancelled" });
    }
  }
  // the next one is not held up
  expect(await runner.run(js("console.log(1)"))).toMatchObject({ outcome: "ok", stdout: "1\n" });
});

test("[M55] a page that hangs is stopped within a second, and the next program runs", async ({ runner }) => {
  await runner.start(html("<script>console.log('on'); for (;;);</script>"));
  await runner.started();
  const took = await runner.page.evaluate(async () => {
    const from = performance.now();
    window.last.run.stop();
    await window.last.ended;
    return performance.now() - from;
  });
  expect(took).toBeLessThan(1_000);
  expect(await runner.run(js("console.log(1)"))).toMatchObject({ outcome: "ok", stdout: "1\n" });
});

test("[M55] nothing goes on of what was stopped: no worker of a worker, no process", async ({ runner, browser }) => {
  const devtools = await browser.newBrowserCDPSession();
  const cpu = async (): Promise<number> => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const inner = "for (;;);";
  await runner.start(
    js(`new Worker(URL.createObjectURL(new Blob([${JSON.stringify(inner)}]))); console.log("on"); for (;;);`),
  );
  await expect.poll(runner.stdout).toBe("on\n");
  await runner.page.evaluate(() => window.last.run.stop());
  // two threads that loop take 400 ms in 200
  await expect
    .poll(async () => {
      const before = await cpu();
      await runner.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
      return (await cpu()) - before;
    })
    .toBeLessThan(0.1);
});

test("[M54] what ends the frame's process ends the run, and the page lives", async ({ runner, browser, site }) => {
  const devtools = await browser.newBrowserCDPSession();
  const renderers = async (): Promise<number[]> => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  };
  const before = new Set(await renderers());
  await runner.start(js("console.log(1); await input()"));
  await expect.poll(runner.stdout).toBe("1\n");
  // Playwright takes the page for dead with one of its frames: it is heard of by what it asks the site
  await runner.page.evaluate(() => {
    const tell = async (): Promise<void> => void (await fetch(`tell/${(await window.last.ended).outcome}`));
    void tell().then(() => {
      window.start({ language: "JavaScript", main: "a.js", files: { "a.js": "console.log(1)" }, input: "" });
      return tell();
    });
  });
  for (const id of await renderers()) if (!before.has(id)) process.kill(id, "SIGKILL");
  const told = (): string[] => site.asked.filter((path) => path.startsWith("/tell/"));
  await expect.poll(told).toEqual(["/tell/memory_limit", "/tell/ok"]);
});

test("[M54] [M57] floods end at 1 MB, and the page goes on meanwhile", async ({ runner }) => {
  const floods: Record<string, Program> = {
    console: js('for (;;) console.log("x".repeat(100))'),
    large: js('console.log("x".repeat(50_000_000))'),
    port: js(`const { postMessage } = MessagePort.prototype;
MessagePort.prototype.postMessage = function (...all) { globalThis.stolen = this; postMessage.apply(this, all) };
console.log("x".repeat(5_000)); for (;;) postMessage.call(stolen, { type: "output", stream: "stdout", text: "x" })`),
    preview: html(`<script>console.log("x".repeat(5_000)); for (;;) console.log("x".repeat(3_000))</script>`),
  };
  await runner.page.evaluate(() => {
    const gaps = Object.assign(window, { longest: 0 });
    let last = performance.now();
    setInterval(() => {
      gaps.longest = Math.max(gaps.longest, performance.now() - last);
      last = performance.now();
    }, 10);
  });
  for (const [name, program] of Object.entries(floods)) {
    const { outcome, stdout } = await runner.run(program);
    // whoever floods its own frame may be found not to answer
    expect([name, outcome, stdout.length <= 1_000_000]).toEqual([
      name,
      expect.stringMatching(name === "port" ? /_limit$/ : /^output_limit$/),
      true,
    ]);
  }
  const [longest, parts] = await runner.page.evaluate(() => [
    (window as unknown as { longest: number }).longest,
    Math.max(...window.last.outputs),
  ]);
  expect(longest).toBeLessThan(1_000);
  expect(parts).toBeLessThanOrEqual(5_000);
  // what is not for anybody is heard by nobody
  await runner.start(html("<script>for (;;) parent.postMessage('x', '*')</script>"));
  await runner.started();
  await runner.page.evaluate(() => window.last.run.stop());
  expect(await runner.run(js("console.log(1)"))).toMatchObject({ outcome: "ok" });
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
async def tries():
    yield js.fetch("${there.url}")
    yield js.indexedDB.open("x")
    yield urllib.request.urlopen("${there.url}")
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
  expect(stdout).not.toContain("reached");
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
    `<script>location = "${url}"</script>`,
    `<meta http-equiv="refresh" content="0; url=${url}">`,
    `<iframe srcdoc="<script>location = '${url}'; fetch('${url}')</script>"></iframe>`,
    `<form action="${url}" method="post"></form><script>document.forms[0].submit()</script>`,
    `<a href="${url}" target="_blank" ping="${url}">a</a><a href="${url}" download>b</a><script>for (const a of document.links) a.click(); open("${url}"); alert(1)</script>`,
    `<script>for (const reach of [() => (top.location = "${url}"), () => parent.document, () => localStorage, () => document.cookie, () => navigator.serviceWorker.register("x")]) try { reach() } catch (error) { console.log(error.name) }</script>`,
    `<base href="${url}"><img src="x">`,
  ];
  for (const page of pages) {
    await runner.start(html(`${page}<script type="module">console.log("done")</script>`));
    await runner.started();
    await runner.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)));
  }
  expect(there.said).toEqual([]);
  expect(opened).toEqual([]);
  expect(runner.page.url()).toBe(site.url);
  there.close();
});

test("[M58] what does not come is said, and so is what does not start", async ({ runner, page }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  expect(await runner.run(py("print(1)"))).toMatchObject({
    outcome: "load_failed",
    sentence: expect.stringContaining("could not be loaded"),
    wallMs: 0,
  });
  await page.unroute("**/*.wasm");
  await page.clock.install();
  await page.route("**/*.wasm", (route) => route.fulfill({ body: "no wasm" }));
  await runner.start(py("print(1)"));
  await expect.poll(() => page.evaluate(() => window.last.heard)).toEqual(["there"]);
  for (let second = 0; second < 80; second++) await page.clock.runFor(1_000);
  expect(await runner.result()).toMatchObject({
    outcome: "load_failed",
    sentence: expect.stringContaining("did not start"),
  });
  // silence has an end
  await page.route("**/javascript-*", () => {});
  await runner.start(js("console.log(1)"));
  await page.clock.runFor(20_000);
  expect(await runner.result()).toMatchObject({ outcome: "load_failed" });
});
