// Somebody who runs the server, at its dashboard over HTTP. Knows no figure.
import type { Feature } from "../features/feature.ts";
import type { Overview, RoomPage, ServerEvent } from "../dashboard/messages.ts";

/** Passes on what the operator says, as it is. */
export const hearing: Feature = {
  name: "hearing",
  open(room) {
    const standing = (): object => ({ type: "standing", ...room.operatorSaid });
    room.whenOperatorSays((ending) => room.broadcast(ending ? { type: "ending", ...ending } : standing()));
    return {
      joined({ client }) {
        if (Object.keys(room.operatorSaid).length > 0) room.send(client, standing());
      },
    };
  },
};

export const ADMIN_TOKEN = "a-token-for-tests-only";

/** A look at 10,000 rooms takes a second or two. */
const LOOKED_WITHIN_MS = 20_000;

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** of JSON what it says, else the text */
  readonly body: unknown;
}

interface Asked {
  readonly method?: string;
  readonly body?: object;
  /** absent: this server's own; null: none is named */
  readonly origin?: string | null;
  readonly headers?: Record<string, string>;
}

export class Operator {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  cookie = "";

  /** `url`: of the server, with its base path. */
  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  /** Signed in, by `address` where the server trusts what a proxy says. */
  static async signedIn(url: string, address?: string): Promise<Operator> {
    const operator = new Operator(url, address === undefined ? {} : { "X-Forwarded-For": address });
    const { status, body } = await operator.signIn();
    if (status !== 204) throw new Error(`not signed in: ${JSON.stringify(body)}`);
    return operator;
  }

  async ask(path: string, { method = "GET", body, origin, headers }: Asked = {}): Promise<Answered> {
    const response = await fetch(`${this.#url}/admin${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...this.#headers,
        ...(this.cookie && { Cookie: this.cookie }),
        ...(origin !== null && { Origin: origin ?? new URL(this.#url).origin }),
        ...(body && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  async signIn(token = ADMIN_TOKEN): Promise<Answered> {
    const answered = await this.ask("/api/session", { method: "POST", body: { token } });
    const [cookie] = answered.headers.get("set-cookie")?.split(";") ?? [];
    if (answered.status === 204 && cookie !== undefined) this.cookie = cookie;
    return answered;
  }

  /** What is told; throws where it is refused. */
  async look<Told>(path: string): Promise<Told> {
    const { status, body } = await this.ask(`/api/${path}`);
    if (status !== 200) throw new Error(`${path} is ${status}: ${JSON.stringify(body)}`);
    return body as Told;
  }

  overview(): Promise<Overview> {
    return this.look("overview");
  }

  /** The first page of rooms once all have been looked at. */
  async rooms(by = "people", page = 0): Promise<RoomPage> {
    const giveUpAt = performance.now() + LOOKED_WITHIN_MS;
    for (;;) {
      const rooms = await this.look<RoomPage>(`rooms?by=${by}&page=${page}`);
      if (rooms.lookedAt !== null) return rooms;
      if (performance.now() > giveUpAt) throw new Error("the rooms are not looked at");
    }
  }

  async events(query = ""): Promise<readonly ServerEvent[]> {
    return (await this.look<{ events: readonly ServerEvent[] }>(`events${query}`)).events;
  }

  /** Says something; throws where it is refused. */
  async say(method: "PUT" | "POST", path: string, body: object): Promise<unknown> {
    const { status, body: told } = await this.ask(`/api/${path}`, { method, body });
    if (status >= 300) throw new Error(`${path} is ${status}: ${JSON.stringify(told)}`);
    return told;
  }

  /** What the stream says, as it comes, until `abort`. */
  async *live(abort: AbortSignal): AsyncGenerator<{ readonly event: string; readonly data: unknown }> {
    const response = await fetch(`${this.#url}/admin/api/live`, {
      headers: { ...this.#headers, Cookie: this.cookie },
      signal: abort,
    });
    let text = "";
    const decoder = new TextDecoder();
    for await (const piece of response.body!) {
      text += decoder.decode(piece as Uint8Array, { stream: true });
      const parts = text.split("\n\n");
      text = parts.pop()!;
      for (const part of parts) {
        const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/s.exec(part) ?? [];
        yield { event, data: JSON.parse(data) };
      }
    }
  }
}
