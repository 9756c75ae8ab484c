// A person's own key for a provider, in this browser alone: the server is told it with a question of theirs and keeps it nowhere. Knows no room.
import { signal } from "@preact/signals";
import type { OwnKey } from "../../../server/features/assist/messages.ts";
import { browserStorage, recordOf } from "../../stored.ts";
import { automatic } from "./storedChoices.ts";

const STORED = "companion:assist:key";

function read(): OwnKey | undefined {
  const { provider, model, key } = recordOf(browserStorage.readJson(STORED)) as Partial<OwnKey>;
  return provider && model && key ? { provider, model, key } : undefined;
}

/** undefined: there is none, or this page came over a connection on which others could read it */
export const ownKey = signal<OwnKey | undefined>(isSecureContext ? read() : undefined);

/** From now on it is this one; undefined: none. Where nothing can be stored it is there until the page is closed. */
export function setOwnKey(own: OwnKey | undefined): void {
  // what this person let go to somebody else before is no word for now
  if (!own) automatic.turn(false);
  ownKey.value = own;
  browserStorage.write(STORED, own && JSON.stringify(own));
}
