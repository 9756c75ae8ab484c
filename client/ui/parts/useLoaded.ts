// A component that is loaded when it is wanted first, so that the first load of a room stays small. Knows no feature.
import { useSignal, useSignalEffect } from "@preact/signals";
import type { FunctionComponent } from "preact";

/**
 * The component, while it is wanted and here. `failed` runs when it could not be had; it is tried again when it is wanted anew, as
 * the signals say that `isWanted` reads.
 */
export function useLoaded<Props>(
  isWanted: () => boolean,
  load: () => Promise<FunctionComponent<Props>>,
  failed: () => void,
): FunctionComponent<Props> | undefined {
  const loaded = useSignal<{ readonly Component: FunctionComponent<Props> } | undefined>(undefined);
  useSignalEffect(() => {
    if (!isWanted() || loaded.value !== undefined) return;
    load().then((Component) => {
      loaded.value = { Component };
    }, failed);
  });
  return isWanted() ? loaded.value?.Component : undefined;
}
