// A provider of nothing: it speaks the wire formats of the real ones, does what it is told or what the question says, and keeps what it was asked. Knows no model.
//
// `node --import tsx server/features/assist/test/fakeProvider.ts 4170` starts one for AI_PROVIDER=compatible,
// AI_BASE_URL=http://127.0.0.1:4170/v1. A question with a line "FAKE: slow 20" is answered in that way, and one with a
// block between ````answer and ```` with what stands in the block, else with "You said: " and the question's last line.
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { pathToFileURL } from "node:url";
import { type Body, formatOf, type WireFormat } from "./wireFormats.ts";

export const WAYS = [
  "ok",
  /** 401, with the key in its sentence */
  "unauthorized",
  "busy",
  "down",
  "missing",
  "redirect",
  "contextTooLong",
  /** after so many pieces the socket is torn off; ends cleanly without its last event; says that there is trouble; says nothing more */
  "destroy",
  "fin",
  "trouble",
  "stall",
  /** so many ms between two pieces */
  "slow",
  "endless",
  "html",
  "tooLong",
  "refusal",
  "empty",
  /** calls a tool that nobody has given it, to fetch the address that is its text */
  "tool",
] as const;
export type Way = (typeof WAYS)[number];

export interface Behaviour {
  readonly way: Way;
  /** pieces before it, or ms between them */
  readonly count?: number;
  /** what it says, or what it makes of all that it is told */
  readonly text?: string | ((asked: Asked) => string);
  /** characters of one piece; absent: PIECE */
  readonly piece?: number;
}

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: Body;
  readonly system: string;
  readonly user: string;
  /** resolves when its socket is closed, or its answer is over */
  readonly closed: Promise<void>;
  /** the other side has closed it before the answer was over */
  wasCut: boolean;
}

/** Characters of one piece of an answer, and ms between two where nothing else is said. */
const PIECE = 7;
const ENDLESS_MS = 5;
const RETRY_SECONDS = 7;

const REASONS: Partial<Record<Way, Parameters<WireFormat["end"]>[0]["reason"]>> = {
  tooLong: "length",
  refusal: "filter",
  tool: "tool",
};

/** What the question says of its answer. */
function scripted(user: string): Behaviour {
  const [, way = "ok", count] = [...user.matchAll(/^FAKE: (\w+)(?: (\d+))?$/gm)].at(-1) ?? [];
  const [, text] = [...user.matchAll(/^````answer\n([^]*?)\n````$/gm)].at(-1) ?? [];
  const known = WAYS.find((one) => one === way) ?? "ok";
  const last = user.trimEnd().split("\n").at(-1) ?? "";
  return { way: known, text: text ?? `You said: ${last}`, ...(count !== undefined && { count: Number(count) }) };
}

export class FakeProvider {
  readonly #server: Server;
  readonly asked: Asked[] = [];
  /** for all that is asked from now on; undefined: as the question says */
  behaviour: Behaviour | undefined;
  #whenAsked: (() => void)[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on("data", (piece: Buffer) => pieces.push(piece));
      request.on("end", () => {
        const raw = Buffer.concat(pieces).toString();
        void this.#answer(request.url ?? "", request.headers, raw, response).catch(() => response.destroy());
      });
    });
  }

  static async start(port = 0): Promise<FakeProvider> {
    const fake = new FakeProvider();
    fake.#server.listen(port, "127.0.0.1");
    await once(fake.#server, "listening");
    return fake;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next question, or the last one where it has come by now. */
  async next(count = this.asked.length + 1): Promise<Asked> {
    while (this.asked.length < count) await new Promise<void>((resolve) => this.#whenAsked.push(resolve));
    return this.asked[count - 1]!;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #answer(path: string, headers: IncomingHttpHeaders, raw: string, response: ServerResponse): Promise<void> {
    const format = formatOf(path.split("?")[0]!);
    const body = (raw === "" ? {} : JSON.parse(raw)) as Body;
    const told = format?.question(body) ?? { system: "", user: "" };
    const closed = once(response, "close").then(() => {});
    const asked: Asked = { path, headers, raw, body, ...told, closed, wasCut: false };
    response.on("close", () => (asked.wasCut = !response.writableFinished));
    this.asked.push(asked);
    for (const tell of this.#whenAsked.splice(0)) tell();
    if (!format) return void response.writeHead(404).end();
    await this.#behave(this.behaviour ?? scripted(told.user), format, asked, response);
  }

  async #behave(behaviour: Behaviour, format: WireFormat, asked: Asked, response: ServerResponse): Promise<void> {
    const refuse = (status: number, message: string, more: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...more });
      response.end(JSON.stringify(format.refusal(status, message)));
    };
    switch (behaviour.way) {
      case "unauthorized":
        return refuse(401, `Incorrect API key provided: ${format.key(asked.headers)}.`);
      case "busy":
        return refuse(429, "Rate limit reached.", { "retry-after": String(behaviour.count ?? RETRY_SECONDS) });
      case "down":
        return refuse(503, "Overloaded.");
      case "missing":
        return refuse(404, "The model does not exist.");
      case "contextTooLong":
        return refuse(400, "This model's maximum context length is 10 tokens.");
      case "redirect":
        return void response.writeHead(307, { location: `${this.origin}/elsewhere/chat/completions` }).end();
      case "html":
        return void response.writeHead(200, { "content-type": "text/html" }).end("<html><b>Sign in</b></html>");
      default:
        return this.#stream(behaviour, format, asked, response);
    }
  }

  async #stream(
    { way, count, text: told = "Hello, this is an answer.", piece: length = PIECE }: Behaviour,
    format: WireFormat,
    asked: Asked,
    response: ServerResponse,
  ): Promise<void> {
    const { body, user } = asked;
    const text = typeof told === "string" ? told : told(asked);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(format.begin(body.model ?? "fake"));
    const pieces = way === "empty" ? [] : (text.match(new RegExp(`[^]{1,${length}}`, "gu")) ?? []);
    const breaks = way === "destroy" || way === "fin" || way === "trouble" || way === "stall";
    const ms = way === "slow" ? (count ?? 50) : way === "endless" ? ENDLESS_MS : 0;
    const last = breaks ? (count ?? 2) : pieces.length;
    let said = "";
    for (let at = 0; (at < last || way === "endless") && !(breaks && at >= pieces.length); at++) {
      const piece = pieces[at % pieces.length]!;
      said += piece;
      response.write(format.delta(piece));
      await new Promise((resolve) => (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve)));
      if (response.destroyed) return;
    }
    if (way === "destroy") return void (response.socket as Socket).destroy();
    if (way === "fin") return void response.end();
    if (way === "stall") return;
    if (way === "trouble") return void response.end(format.trouble("Something went wrong here."));
    if (way === "tool") response.write(format.tool("fetch", JSON.stringify({ url: text })));
    const reason = REASONS[way] ?? "stop";
    response.end(format.end({ reason, in: Math.ceil(user.length / 4), out: Math.ceil(said.length / 4) }, said));
  }
}

const [, main = "", port] = process.argv;
if (import.meta.url === pathToFileURL(main).href) {
  const fake = await FakeProvider.start(Number(port ?? 0));
  process.stdout.write(`${fake.origin}/v1\n`);
}
