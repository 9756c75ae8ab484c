// What the dashboard asks of the server: answers over HTTP, and the stream of what happens. Knows addresses and codes, no screen.
import type {
  Abuse,
  BlockWish,
  EventKind,
  Events,
  FeatureFigures,
  Live,
  Minutes,
  NoticeWish,
  Overview,
  ReadOnlyWish,
  RoomOrder,
  RoomPage,
  RoomTitle,
  Standing,
} from "../../server/dashboard/messages.ts";
import { ApiError, call, homeUrl } from "../api.ts";

/** How an operator ends a room: who is in it goes, it expires now, or it is deleted for ever. */
export const ENDINGS = ["close", "expire", "delete"] as const;
export type Ending = (typeof ENDINGS)[number];

/** Which events are asked for; an empty list or text leaves none out. */
export interface Sought {
  readonly kinds: readonly EventKind[];
  /** a room's hash */
  readonly room: string;
  readonly what: string;
}

/** Hears the stream, each call by itself. */
export interface LiveListener {
  heard<Kind extends keyof Live>(kind: Kind, told: Live[Kind]): void;
  /** The stream is there, at first or again. */
  opened(): void;
  /** It is cut; it is opened again by itself, until `close`. */
  cut(): void;
}

const PATH = "admin/api/";
const KINDS = ["overview", "happened", "missed", "signed-out"] as const satisfies readonly (keyof Live)[];
/** A stream that was refused is not opened again by the browser; it is tried again after so long. */
const AGAIN_MS = 5_000;

const get = <Answer>(path: string): Promise<Answer> => call<Answer>(PATH + path);

const send = <Answer>(method: "POST" | "PUT", path: string, body: object = {}): Promise<Answer> =>
  call<Answer>(PATH + path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** Each call rejects with ApiError: `admin.signed_out` where nobody is signed in. */
export const adminApi = {
  signIn: (token: string): Promise<void> => send("POST", "session", { token }),
  signOut: (): Promise<void> => call(`${PATH}session`, { method: "DELETE" }),
  overview: (): Promise<Overview> => get("overview"),
  minutes: (): Promise<Minutes> => get("minutes"),
  /** `isFresh`: answered once all have been looked at anew */
  rooms: (by: RoomOrder, page: number, isFresh = false): Promise<RoomPage> =>
    get(`rooms?by=${by}&page=${page}${isFresh ? "&fresh=1" : ""}`),
  features: (): Promise<FeatureFigures> => get("features"),
  events: ({ kinds, room, what }: Sought): Promise<Events> => {
    const asked = Object.entries({ kinds: kinds.join(), room, what }).filter(([, text]) => text !== "");
    return get(`events?${String(new URLSearchParams(asked))}`);
  },
  abuse: (): Promise<Abuse> => get("abuse"),
  titleOf: (hash: string): Promise<RoomTitle> => send("POST", `rooms/${encodeURIComponent(hash)}/title`),
  end: (how: Ending, hash: string, reason: string): Promise<void> =>
    send("POST", `rooms/${encodeURIComponent(hash)}/${how}`, { reason }),
  block: (wish: BlockWish): Promise<Standing> => send("PUT", "blocks", wish),
  tellRooms: (wish: NoticeWish): Promise<Standing> => send("PUT", "notice", wish),
  setReadOnly: (wish: ReadOnlyWish): Promise<Standing> => send("PUT", "read-only", wish),

  /** Opens the stream; the returned function closes it. */
  live(listener: LiveListener): () => void {
    let closed = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource | undefined;
    const open = (): void => {
      const stream = new EventSource(new URL(`${PATH}live`, homeUrl()));
      source = stream;
      stream.addEventListener("open", () => listener.opened());
      stream.addEventListener("error", () => {
        if (closed) return;
        if (stream.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
        listener.cut();
      });
      for (const kind of KINDS)
        stream.addEventListener(kind, ({ data }: MessageEvent<string>) => listener.heard(kind, JSON.parse(data)));
    };
    open();
    return () => {
      closed = true;
      clearTimeout(again);
      source?.close();
    };
  },
};

export type AdminApi = typeof adminApi;

/** Whether a call was refused because nobody is signed in. */
export const isSignedOut = (problem: unknown): boolean =>
  problem instanceof ApiError && problem.code === "admin.signed_out";
