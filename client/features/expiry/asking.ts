// What is asked of the other half, and what is said of its answer. Knows no screen.
import { call } from "../../api.ts";
import { serverNow } from "../../serverClock.ts";
import { show } from "../../ui/parts/notices.tsx";
import { pageLocale } from "../../words.ts";
import { noteKept } from "./kept.ts";
import { words } from "./words.ts";

/** In ms since 1970; null: never. */
type ExpiresAt = number | null;

const ask = async (roomId: string, key: string | undefined, method: "GET" | "POST"): Promise<ExpiresAt> => {
  const headers = { authorization: `Bearer ${key ?? ""}` };
  const { expiresAt } = await call<{ readonly expiresAt: ExpiresAt }>(`api/rooms/${roomId}/expiry`, {
    method,
    headers,
  });
  return expiresAt;
};

let last: Promise<unknown> = Promise.resolve();

/** When the room is deleted unless somebody visits it, for an owner; to ask is no visit. One room is asked of at a time. Throws ApiError. */
export function expiryOf(roomId: string, key: string): Promise<ExpiresAt> {
  const asked = last.then(() => ask(roomId, key, "GET"));
  last = asked.catch(() => {});
  return asked;
}

/** Keeps the room as a visit does, and says until when. Throws ApiError. */
export async function keepRoom(roomId: string, key: string | undefined): Promise<void> {
  const expiresAt = await ask(roomId, key, "POST");
  noteKept(roomId, serverNow());
  const until = (time: number): string =>
    new Intl.DateTimeFormat(pageLocale.value, { dateStyle: "long", timeStyle: "short" }).format(time);
  show(expiresAt === null ? words.value.keptForEver : words.value.kept(until(expiresAt)));
}
