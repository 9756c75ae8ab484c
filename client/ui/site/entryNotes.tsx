// What features say on the way into a room, over what stands there. Knows no feature.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { EntryNote } from "../pageFeature.ts";
import type { Page } from "../page.ts";

/** Always there, so that a screen reader says what comes into it. */
export function EntryNotes({ page }: { readonly page: Page }) {
  const notes = useSignal<readonly EntryNote[]>([]);
  useEffect(() => {
    // the way in is whole without them
    page.entryNotes().then(
      (loaded) => (notes.value = loaded),
      () => {},
    );
  }, []);
  return (
    <div class="entry-notes" aria-live="polite">
      {notes.value.map((Note) => (
        <Note key={Note} />
      ))}
    </div>
  );
}
