// The HTTP calls of the page. Knows addresses and errors, no room and no screen.
import type { RoomDetails } from "#protocol/events.ts";
import type { Language } from "#protocol/languages.ts";

/** The address of the home page, with its closing slash; all addresses are relative to it, so any sub-path works. */
export const homeUrl = (): string => new URL("./", document.baseURI).href;

/** The server's refusal, or `unreachable` when no answer came; `message` is a sentence for a person. */
export class ApiError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

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

/** The address of the room that a join code leads to. Throws ApiError, with code code_not_found where it leads nowhere. */
export const addressOfCode = async (code: string): Promise<string> =>
  (
    await call<{ address: string }>("api/join-code", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code }),
    })
  ).address;

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

async function call<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(new URL(path, homeUrl()), init);
    body = response.status === 204 ? undefined : await response.json();
  } catch {
    throw new ApiError("unreachable", "The server cannot be reached. Check your connection and try again.");
  }
  if (response.ok) return body as Answer;
  const { code = "internal", message = "Something went wrong on the server. Try again." } =
    (body as { error?: { code?: string; message?: string } }).error ?? {};
  throw new ApiError(code, message);
}
