// Serves the built client: one page for every address, and its hashed assets. Knows of rooms only whether one exists.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Request, type Response, Router } from "express";
import sirv from "sirv";
import { Refusal } from "../protocol/errors.ts";
import { isRoomId } from "../protocol/roomId.ts";
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

const ASSET_SECONDS = 365 * 24 * 3600;
const LOOSE_FILE_SECONDS = 3600;

/** `find` throws Refusal when the room may not be looked up, or is not there. */
export function pageRoutes(options: {
  client: BuiltClient;
  basePath: string;
  find: (request: Request, roomId: string) => Promise<void>;
  log: Log;
}): Router {
  const { client, basePath, find, log } = options;
  const page = client.template.replaceAll("__BASE_PATH__", basePath).replaceAll("__BUILD__", client.build);
  const sendPage = (response: Response): void => {
    response
      .type("html")
      .set("Cache-Control", "no-store")
      .send(page.replaceAll("__CSP_NONCE__", nonceOf(response)));
  };
  const files = sirv(client.directory, {
    brotli: true,
    gzip: true,
    etag: true,
    extensions: [],
    maxAge: LOOSE_FILE_SECONDS,
  });
  const assets = sirv(join(client.directory, "assets"), {
    brotli: true,
    gzip: true,
    extensions: [],
    maxAge: ASSET_SECONDS,
    immutable: true,
  });

  const router = Router();
  router.use("/assets", assets, notFound);
  router.get("/", (_request, response) => sendPage(response));
  // a template is no page: index.html itself is not there
  router.get(/^\/(?!index\.html)[\w-]+\.\w+$/, files);
  // a page that says what is missing, with the status that says it too
  router.get("/{*path}", async (request, response) => {
    response.set("X-Robots-Tag", "noindex");
    try {
      const roomId = request.path.slice(1);
      if (!isRoomId(roomId)) throw new Refusal("room_not_found");
      await find(request, roomId);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === "internal") log.error({ err: error }, "a page could not look its room up");
      setRefusal(response, refusal);
    }
    sendPage(response);
  });
  return router;
}
