// Serves the built client: one page for every address, and its hashed assets. Knows of rooms only whether one exists.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { type ErrorCode, Refusal } from "../protocol/errors.ts";
import { isAddress } from "../protocol/roomId.ts";
import type { Log } from "../rooms/ports.ts";
import { notFound, refusalOf, setRefusal } from "./errors.ts";
import { nonceOf } from "./security.ts";

/** The client as the build made it. */
export interface BuiltClient {
  readonly directory: string;
  /** index.html with its placeholders __BASE_PATH__, __BUILD__ and __CSP_NONCE__ */
  readonly template: string;
  /** changes when any file of the client does, because the page names them all by their hashes, one through the other */
  readonly build: string;
}

/** The client in `directory`, or undefined where there is none that was built: its sources have no assets. */
export function loadClient(directory: string): BuiltClient | undefined {
  const page = join(directory, "index.html");
  if (!existsSync(page) || !existsSync(join(directory, "assets"))) return undefined;
  const template = readFileSync(page, "utf8");
  return { directory, template, build: createHash("sha256").update(template).digest("hex").slice(0, 12) };
}

/** Its name changes with its content. */
const ASSET = { maxAge: 365 * 24 * 3600 * 1000, immutable: true };
const LOOSE_FILE = { maxAge: 3600 * 1000 };

/** What the build may have written beside a file, best first. */
const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
];

/** Serves the files that `directory` holds now, each in the best encoding that the browser takes. */
function files(directory: string, caching: { maxAge: number; immutable?: boolean }): RequestHandler {
  const names = new Set(readdirSync(directory, { encoding: "utf8" }));
  return (request, response, next) => {
    const name = request.path.slice(1);
    if (!names.has(name) || extname(name) === ".html") return next();
    const accepted = request.acceptsEncodings();
    const encoding = ENCODINGS.find((each) => accepted.includes(each.name) && names.has(`${name}${each.suffix}`));
    response.type(extname(name)).vary("Accept-Encoding");
    response.sendFile(`${name}${encoding?.suffix ?? ""}`, {
      ...caching,
      root: directory,
      acceptRanges: false,
      ...(encoding && { headers: { "Content-Encoding": encoding.name } }),
    });
  };
}

/** `find` throws Refusal when the room may not be looked up, or is not there. */
export function pageRoutes(options: {
  client: BuiltClient;
  basePath: string;
  find: (request: Request, address: string) => Promise<void>;
  log: Log;
  refused: (code: ErrorCode) => void;
}): Router {
  const { client, basePath, find, log, refused } = options;
  const page = client.template.replaceAll("__BASE_PATH__", basePath).replaceAll("__BUILD__", client.build);
  const sendPage = (response: Response): void => {
    response
      .type("html")
      .set("Cache-Control", "no-store")
      .send(page.replaceAll("__CSP_NONCE__", nonceOf(response)));
  };

  const router = Router();
  router.use("/assets", files(join(client.directory, "assets"), ASSET), notFound);
  router.get("/", (_request, response) => sendPage(response));
  router.use(files(client.directory, LOOSE_FILE));
  // as people and programs write an address
  router.get("/:address/", ({ params, path, originalUrl }, response, next) => {
    if (!path.endsWith("/") || !isAddress(params.address)) return next();
    const query = /\?.*$/s.exec(originalUrl)?.[0] ?? "";
    response.set("Cache-Control", "no-store").redirect(308, `${basePath}/${params.address}${query}`);
  });
  // a page that says what is missing, with the status that says it too
  router.get("/{*path}", async (request, response) => {
    response.set("X-Robots-Tag", "noindex");
    try {
      const address = request.path.slice(1);
      if (!isAddress(address)) throw new Refusal("room_not_found");
      await find(request, address);
    } catch (error) {
      const refusal = refusalOf(error);
      refused(refusal.code);
      if (refusal.code === "internal") log.error({ err: error }, "a page could not look its room up");
      setRefusal(response, refusal);
    }
    sendPage(response);
  });
  return router;
}
