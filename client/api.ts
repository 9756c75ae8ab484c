// The HTTP calls of the page. Knows addresses and errors, no room and no screen.
import type { RoomDetails } from "#protocol/events.ts";
import type { Language } from "#protocol/languages.ts";
import { heardDate } from "./serverClock.ts";
import { refusalWords, words } from "./words.errors.ts";

/** The address of the home page, with its closing slash; all addresses are relative to it, so any sub-path works. */
export const homeUrl = (): string => new URL("./", document.baseURI).href;

/** The server's refusal, or `unreachable` when no answer came; `message` is a sentence for a person. */
export class ApiError extends Error {
  readonly code: string;
  /** undefined: the server does not say when to ask again */
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, retryAfterMs?: number) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The sentence for whatever a call of these was rejected with. */
export const messageOf = (problem: unknown): string =>
  problem instanceof ApiError ? problem.message : words.value.unknown;

/** What the creator of a room gets; `key` is the owner's secret. */
export interface CreatedRoom {
  readonly roomId: string;
  readonly key: string;
  readonly participant: number;
  readonly room: RoomDetails;
}

/** Creates a room. Throws ApiError. */
export const createRoom = (name: string, language: Language): Promise<CreatedRoom> =>
  call<CreatedRoom>("api/rooms", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, language }),
  });

/** Reads what may be known of a room: by anybody with the link, or with a participant's key. Throws ApiError, with code room_not_found where there is none. */
export const getRoom = (roomId: string, key?: string): Promise<RoomNow> =>
  call<RoomNow>(addressOf(roomId), key === undefined ? {} : bearing(key, {}));

/** A room and who is in it. */
export interface RoomNow extends RoomDetails {
  /** numbers of the participants who are in it now */
  readonly here: readonly number[];
}

const bearing = (key: string, init: RequestInit): RequestInit => ({
  ...init,
  headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
});

/** Gives the room another title, for everybody. Throws ApiError. */
export const setTitle = (roomId: string, key: string, title: string): Promise<RoomDetails> =>
  call<RoomDetails>(addressOf(roomId), bearing(key, { method: "PATCH", body: JSON.stringify({ title }) }));

/** Deletes the room, for everybody and for ever. Throws ApiError. */
export const deleteRoom = (roomId: string, key: string): Promise<void> =>
  call<void>(addressOf(roomId), bearing(key, { method: "DELETE" }));

const addressOf = (roomId: string): string => `api/rooms/${encodeURIComponent(roomId)}`;

/** A file that the server gives to keep, under the name that it has there; `key`: a participant's secret. Throws ApiError. @public */
export async function getFile(path: string, key?: string): Promise<File> {
  const response = await ask(path, key === undefined ? {} : bearing(key, {}));
  return new File(
    [await response.blob().catch(unreachable)],
    nameIn(response.headers.get("content-disposition") ?? ""),
  );
}

/** The file's name in a Content-Disposition: the one in any letters where there are two. */
function nameIn(disposition: string): string {
  const [, coded] = /filename\*=UTF-8''([^;]+)/.exec(disposition) ?? [];
  if (coded !== undefined) return decodeURIComponent(coded);
  const [, quoted, plain = "download"] = /filename=(?:"([^"]*)"|([^;]*))/.exec(disposition) ?? [];
  return quoted ?? plain;
}

const unreachable = (): never => {
  throw new ApiError("unreachable", words.value.unreachable);
};

/** The JSON that the server answers at a path from the home page on. Throws ApiError. @public */
export async function call<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  const response = await ask(path, init);
  return response.status === 204 ? (undefined as Answer) : ((await response.json().catch(unreachable)) as Answer);
}

/** The answer, when the server agrees. Throws ApiError. */
async function ask(path: string, init?: RequestInit): Promise<Response> {
  const asked = Date.now();
  const response = await fetch(new URL(path, homeUrl()), init).catch(unreachable);
  heardDate(response.headers.get("date"), asked, Date.now());
  if (response.ok) return response;
  const body = (await response.json().catch(unreachable)) as { error?: { code?: string; message?: string } };
  const { code = "internal", message } = body.error ?? {};
  const retryAfterS = response.headers.get("retry-after");
  throw new ApiError(code, refusalWords(code, message), retryAfterS === null ? undefined : Number(retryAfterS) * 1_000);
}
