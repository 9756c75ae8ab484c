// What reviewing the past shows over the code: a comparison, and what is asked about. Loaded when the first is wanted; knows no text.
import { CompareView } from "./compare/compareView.tsx";
import { Dialogs } from "./dialogs.tsx";
import type { OfReview } from "./review.ts";

export function Screens({ review }: OfReview) {
  const comparison = review.compared.value;
  return (
    <>
      {comparison && <CompareView review={review} comparison={comparison} />}
      <Dialogs review={review} />
    </>
  );
}
