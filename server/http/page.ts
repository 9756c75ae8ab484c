// Serves the built client: one page for every address, and its hashed assets. Knows of rooms only whether one exists.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { type ErrorCode, Refusal } from "../protocol/errors.ts";
import { isAddress } from "../protocol/roomId.ts";
import type { Logger } from "../rooms/ports.ts";
import { addressInPath } from "./addressInPath.ts";
import { notFound, refusalOf, setRefusal } from "./errors.ts";
import { frameHeaders, nonceOf } from "./security.ts";

/** The client as the build made it. */
export interface BuiltClient {
  readonly directory: string;
  /** index.html with its placeholders __BASE_PATH__, __BUILD__ and __CSP_NONCE__ */
  readonly template: string;
  /** admin.html with the same placeholders, where there is one */
  readonly dashboard?: string;
  /** changes when any file of the client does, because the page names them all by their hashes, one through the other */
  readonly build: string;
}

/** The client in `directory`, or undefined where there is none that was built: its sources have no assets. */
export function loadClient(directory: string): BuiltClient | undefined {
  const page = join(directory, "index.html");
  if (!existsSync(page) || !existsSync(join(directory, "assets"))) return undefined;
  const template = readFileSync(page, "utf8");
  const dashboard = join(directory, "admin.html");
  return {
    directory,
    template,
    ...(existsSync(dashboard) && { dashboard: readFileSync(dashboard, "utf8") }),
    build: createHash("sha256").update(template).digest("hex").slice(0, 12),
  };
}

/** Answers with a page of the client's build, its placeholders filled in. */
function sender(template: string, { build }: BuiltClient, basePath: string): (response: Response) => void {
  const page = template.replaceAll("__BASE_PATH__", basePath).replaceAll("__BUILD__", build);
  return (response) =>
    void response
      .type("html")
      .set("Cache-Control", "no-store")
      .send(page.replaceAll("__CSP_NONCE__", nonceOf(response)));
}

/** The dashboard's page; undefined where none was built. */
export function dashboardPage(client: BuiltClient | undefined, basePath: string): RequestHandler | undefined {
  if (client?.dashboard === undefined) return undefined;
  const send = sender(client.dashboard, client, basePath);
  return (_request, response) => send(response.set("X-Robots-Tag", "noindex"));
}

/** Its name changes with its content. */
const ASSET = { maxAge: 365 * 24 * 3600 * 1000, immutable: true };
const LOOSE_FILE = { maxAge: 3600 * 1000 };

/** What the build may have written beside a file, the smallest first: of what a browser likes as much that is sent. */
const SUFFIXES: Readonly<Record<string, string>> = { br: ".br", gzip: ".gz", identity: "" };

/** How much a browser likes an encoding by its Accept-Encoding, from 0 for not at all to 1. */
function liking(accepted: string, encoding: string): number {
  const ranked = new Map(
    [...accepted.matchAll(/([^\s,;]+)\s*(?:;\s*q=([\d.]+))?/gi)].map(([, name = "", q = "1"]) => [
      name.toLowerCase(),
      Number(q),
    ]),
  );
  return ranked.get(encoding) ?? ranked.get("*") ?? 0;
}

/** Serves the files that `directory` holds now, each in the encoding that the browser likes best. */
function files(directory: string, caching: { maxAge: number; immutable?: boolean }): RequestHandler {
  const names = new Set(readdirSync(directory, { encoding: "utf8" }));
  // the page itself is made for each answer
  for (const page of ["index.html", "admin.html"]) names.delete(page);
  return (request, response, next) => {
    const name = request.path.slice(1);
    if (!names.has(name)) return next();
    const accepted = request.get("Accept-Encoding") ?? "";
    const liked = (encoding: string): number => liking(accepted, encoding);
    // who takes none of them is sent the file itself all the same
    const [encoding = "identity"] = Object.keys(SUFFIXES)
      .filter((each) => names.has(name + SUFFIXES[each]!) && liked(each) > 0)
      .toSorted((one, other) => liked(other) - liked(one));
    response.type(extname(name)).vary("Accept-Encoding");
    response.sendFile(name + SUFFIXES[encoding]!, {
      ...caching,
      root: directory,
      acceptRanges: false,
      ...(encoding !== "identity" && { headers: { "Content-Encoding": encoding } }),
    });
  };
}

/** `find` throws Refusal when the room may not be looked up, or is not there. */
export function pageRoutes(options: {
  client: BuiltClient;
  basePath: string;
  find: (request: Request, address: string) => Promise<void>;
  logger: Logger;
  refused: (code: ErrorCode) => void;
}): Router {
  const { client, basePath, find, logger, refused } = options;
  const sendPage = sender(client.template, client, basePath);

  const router = Router();
  // a page among them is a frame's
  router.get("/assets/:name.html", frameHeaders);
  router.use("/assets", files(join(client.directory, "assets"), ASSET), notFound);
  router.get("/", (_request, response) => sendPage(response));
  router.use(files(client.directory, LOOSE_FILE));
  router.get("/:address/", ({ path, originalUrl }, response, next) => {
    const address = addressInPath(path);
    if (address === undefined || path === `/${address}`) return next();
    const query = /\?.*$/s.exec(originalUrl)?.[0] ?? "";
    response.set("Cache-Control", "no-store").redirect(308, `${basePath}/${address}${query}`);
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
      if (refusal.code === "internal") logger.error({ err: error }, "a page could not look its room up");
      setRefusal(response, refusal);
    }
    sendPage(response);
  });
  return router;
}
