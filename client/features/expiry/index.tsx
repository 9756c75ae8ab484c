// The page's half of the expiry: owners are told that their room is not kept for long, and keep it with one press. Knows no setting.
import { signal } from "@preact/signals";
import type { ExpiryMessage } from "../../../server/features/expiry/messages.ts";
import { call, messageOf } from "../../api.ts";
import type { PageFeature, PageRoom } from "../../ui/feature.ts";
import { show } from "../../ui/notices.tsx";
import { pageLocale } from "../../words.ts";
import { atMost } from "./atMost.ts";
import "./expiry.css";
import { words } from "./words.ts";

/** What the other half answers; null: never. */
interface Kept {
  readonly expiresAt: number | null;
}

/** Keeps the room as a visit does, and says until when. */
async function keep(room: PageRoom): Promise<void> {
  const { expiresAt } = await call<Kept>(`api/rooms/${room.roomId}/expiry`, {
    method: "POST",
    headers: { authorization: `Bearer ${room.key() ?? ""}` },
  });
  const until = (time: number): string =>
    new Intl.DateTimeFormat(pageLocale.value, { dateStyle: "long", timeStyle: "short" }).format(time);
  show(expiresAt === null ? words.value.keptForEver : words.value.kept(until(expiresAt)));
}

export const expiry: PageFeature = {
  name: "expiry",
  open(room) {
    /** ms after the last visit; undefined: nothing needs to be said */
    const afterMs = signal<number | undefined>(undefined);
    const press = (): void =>
      void keep(room)
        .then(() => (afterMs.value = undefined))
        .catch((problem: unknown) => show(messageOf(problem)));
    const Bar = () => (
      <div role="status">
        {afterMs.value !== undefined && (
          <p class="expiry-bar">
            <span>{words.value.expires(atMost(afterMs.value))}</span>
            <button type="button" class="button small" aria-label={words.value.keepRoom} onClick={press}>
              {words.value.keep}
            </button>
          </p>
        )}
      </div>
    );
    return {
      areas: { above: Bar },
      commands: () =>
        afterMs.value === undefined ? [] : [{ id: "expiry.keep", name: words.value.keepRoom, run: press }],
      message: (data) => {
        afterMs.value = (data as ExpiryMessage).afterMs;
      },
    };
  },
};
