// How the client is built, and served while it is being worked on. Knows no file of the client but its page.
import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import { defineConfig, loadEnv, type Plugin } from "vite";

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

export default defineConfig(({ command, mode }) => {
  const server = `http://localhost:${loadEnv(mode, ROOT, "PORT")["PORT"] ?? "3000"}`;
  return {
    root: fileURLToPath(new URL(".", import.meta.url)),
    // relative, so that one build works under any path
    base: "./",
    plugins: [preact(), withoutPlaceholders],
    // two copies of these do not know each other's classes
    resolve: { dedupe: ["@codemirror/state", "@codemirror/view", "preact"] },
    ...(command === "build" && { html: { cspNonce: "__CSP_NONCE__" } }),
    build: {
      outDir: "../dist/client",
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      sourcemap: true,
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
    server: {
      strictPort: true,
      proxy: {
        "^/(api/|health$|ready$|metrics$)": { target: server },
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
