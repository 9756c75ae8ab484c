// What is asked about moments and edits: one dialog at a time. Loaded when the first is opened; knows no text.
import type { ComponentChildren } from "preact";
import { NameDialog } from "./versions/nameDialog.tsx";
import { VersionDialog } from "./versions/versionDialog.tsx";
import type { Asked, OfReview } from "./review.ts";
import { RestoreDialog } from "./restore/restoreDialog.tsx";
import { UndoDialog } from "./undo/undoDialog.tsx";

export function Dialogs({ review }: OfReview) {
  const asked = review.asked.value;
  return asked && <Asking key={asked.what} review={review} asked={asked} />;
}

function Asking({ review, asked }: OfReview & { readonly asked: Asked }): ComponentChildren {
  const close = (): void => {
    // another may have taken its place
    if (review.asked.peek() === asked) review.asked.value = undefined;
  };
  switch (asked.what) {
    case "version":
      return <VersionDialog review={review} version={asked.version} onClose={close} />;
    case "name":
      return <NameDialog review={review} at={asked.at} onClose={close} />;
    case "rename":
      return <NameDialog review={review} at={asked.moment.at} moment={asked.moment} onClose={close} />;
    case "restore":
      return <RestoreDialog review={review} at={asked.at} first={asked.first} onClose={close} />;
    case "undo":
      return <UndoDialog review={review} participant={asked.participant} onClose={close} />;
  }
}
