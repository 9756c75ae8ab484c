// How the client is built, and served while it is being worked on. Knows of the client its page and what is a narrow window.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import { build, defineConfig, loadEnv, type Plugin } from "vite";
import { FRAME_HEADERS } from "../server/http/security.ts";
import { PHONE_MEDIA } from "./ui/phone.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The server fills these in for each answer; while developing there is nothing to fill in. */
const withoutPlaceholders: Plugin = {
  name: "companion:placeholders",
  apply: "serve",
  transformIndexHtml: {
    order: "pre",
    handler: (html) => html.replaceAll("__BASE_PATH__", "").replaceAll("__BUILD__", "dev"),
  },
};

const EDITOR =
  /\/node_modules\/(?:@codemirror\/(?:state|view|language|commands|collab)|@lezer\/(?:common|highlight)|style-mod|w3c-keyname|crelt|@marijn)\//;

/** What the start and the dashboard share with rooms. */
const BASE =
  /\/(?:node_modules\/(?:preact|@preact)\/|client\/(?:api|pressed|serverClock|stored|words|words\.errors|sync\/sentences|ui\/(?:parts\/notices|phone|room\/workbench\/(?:unit|layout)|words))\.tsx?$|server\/protocol\/(?:errors|limits|languages|roomId)\.ts$)/;

/** What the head of every page needs: its theme, its language, its tips. */
const HEAD = /\/client\/ui\/(?:language|theme|parts\/(?:themeSwitch|tips\/(?:keyCaps|tipPlace|tooltips)))\.tsx?$/;

/** Packages that are given something smaller than what they ask for: by who asks, what for, and what they are given. */
const SMALLER = [
  [/\/@codemirror\/lang-(?:javascript|python|sql|go)\//, "@codemirror/autocomplete", "editor/grammarCompletion.ts"],
  [/\/@replit\/codemirror-vscode-keymap\//, "@codemirror/lint", "editor/keymaps/noLinter.ts"],
] as const;

const smaller: Plugin = {
  name: "companion:smaller",
  enforce: "pre",
  apply: "build",
  resolveId(source, importer = "") {
    const given = SMALLER.find(([who, asked]) => asked === source && who.test(importer))?.[2];
    return given === undefined ? undefined : fileURLToPath(new URL(given, import.meta.url));
  },
};

/** Its table of keys is filled by calls that say of themselves that they do nothing: without that word they stay. */
const keysOfEmacs: Plugin = {
  name: "companion:emacs",
  transform: (code, id) =>
    id.includes("/@replit/codemirror-emacs/")
      ? { code: code.replaceAll("/*@__PURE__*/EmacsHandler", "EmacsHandler"), map: null }
      : undefined,
};

const isChunk = (file: object): file is { readonly code: string } => "code" in file;

/** A source with all that it imports, as one classic script. */
async function bundled(path: string): Promise<string> {
  const built = await build({
    configFile: false,
    // packages import of Node what they use in Node alone, which would be a warning each
    logLevel: "error",
    build: {
      write: false,
      target: "es2022",
      lib: { entry: path, formats: ["iife"], name: "apart", fileName: "apart" },
    },
  });
  const [file] = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
  if (!file || !isChunk(file)) throw new Error(`${path} makes no script.`);
  return file.code;
}

const page = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>-</title><script>${script.replaceAll("</script", "<\\/script")}</script>`;

/** What is made of a source, by what is asked for. */
const MADE: Readonly<Record<string, { readonly end: string; readonly make: (path: string) => Promise<string> }>> = {
  apart: { end: ".js", make: bundled },
  frame: { end: ".html", make: async (path) => page(await bundled(path)) },
  asis: { end: ".mjs", make: (path) => readFile(path, "utf8") },
};

/**
 * Scripts that run away from the page, which may not know its addresses: `x.ts?apart` is the address of a script with all that it needs,
 * `x.ts?frame` that of an empty page with the script in it, and `x.mjs?asis` that of a script that nobody changes, not while developing either.
 */
function apart(): Plugin {
  const ASKED = /^(.*)\?(apart|frame|asis)$/;
  const SERVED = "/@apart";
  let isBuild = false;
  return {
    name: "companion:apart",
    enforce: "pre",
    configResolved({ command }) {
      isBuild = command === "build";
    },
    async load(id) {
      const [, path = "", kind = ""] = ASKED.exec(id) ?? [];
      const made = MADE[kind];
      if (!made) return undefined;
      if (!isBuild) return `export default ${JSON.stringify(`${SERVED}/${kind}${path}`)}`;
      const name = path.replace(/^.*\/|\.m?[jt]s$/g, "") + made.end;
      const asset = this.emitFile({ type: "asset", name, source: await made.make(path) });
      return `export default import.meta.ROLLUP_FILE_URL_${asset}`;
    },
    configureServer({ middlewares }) {
      middlewares.use(SERVED, (request, response, next) => {
        const [, kind = "", path = ""] = /^\/(\w+)(\/[^?]+)/.exec(request.url ?? "") ?? [];
        const made = MADE[kind];
        if (!made || !path.startsWith(ROOT)) return next();
        if (kind === "frame") response.setHeaders(new Map(Object.entries(FRAME_HEADERS)));
        response.setHeader("content-type", kind === "frame" ? "text/html" : "text/javascript");
        made.make(path).then((text) => response.end(text), next);
      });
    },
  };
}

/** No style sheet knows what is narrow: custom media queries are in no browser yet. */
const media = {
  postcssPlugin: "companion:media",
  AtRule: {
    media(rule: { params: string }) {
      rule.params = rule.params.replaceAll("(--phone)", PHONE_MEDIA);
    },
  },
};

export default defineConfig(({ command, mode }) => {
  const server = `http://localhost:${loadEnv(mode, ROOT, "PORT")["PORT"] ?? "3000"}`;
  return {
    root: fileURLToPath(new URL(".", import.meta.url)),
    // relative, so that one build works under any path
    base: "./",
    plugins: [preact(), withoutPlaceholders, smaller, keysOfEmacs, apart()],
    // two copies of these do not know each other's classes
    resolve: { dedupe: ["@codemirror/state", "@codemirror/view", "preact"] },
    css: { postcss: { plugins: [media] } },
    ...(command === "build" && { html: { cspNonce: "__CSP_NONCE__" } }),
    // whatever runs beside the page loads its parts when they are needed
    worker: { format: "es" },
    build: {
      outDir: "../dist/client",
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      sourcemap: true,
      rolldownOptions: {
        input: ["index.html", "admin.html"].map((name) => fileURLToPath(new URL(name, import.meta.url))),
        checks: { bundlerTimings: false },
        // what is needed together is one file: it is asked for once, and smaller than its parts
        output: {
          codeSplitting: {
            groups: [
              { name: "base", test: BASE, priority: 2 },
              { name: "head", test: HEAD, priority: 1 },
              { name: "editor", test: EDITOR, priority: 1 },
            ],
          },
        },
      },
    },
    server: {
      strictPort: true,
      proxy: {
        "^/(api/|admin/|health$|ready$|metrics$)": { target: server },
        // a room's page is this server's, its channel is the other's
        "^/[0-9A-Za-z]{13,14}$": {
          target: server,
          ws: true,
          bypass: (request) => (request.headers.upgrade === undefined ? request.url : undefined),
        },
      },
    },
  };
});
