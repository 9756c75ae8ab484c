// The history under the code, on a phone over it: what plays it, and the time line. Knows no edit.
import { useEffect } from "preact/hooks";
import { PastBar } from "../bar.tsx";
import type { OfPast } from "../past.tsx";
import { TimeLine } from "./timeLine.tsx";
import { Transport } from "./transport.tsx";
import { words } from "../words.later.ts";

export function HistoryPanel({ past }: OfPast) {
  useEffect(() => void past.refresh(), [past]);
  const { track } = past.playback.player;
  const { isHere, progress } = past.history;
  if (track.value.length === 0 && past.trouble.value !== undefined) return <Trouble past={past} />;
  if (track.value.length === 0)
    return <p class="history-note">{isHere && !progress.value ? words.value.empty : words.value.reading(0)}</p>;
  return (
    <div class="history">
      {past.trouble.value !== undefined && <Trouble past={past} />}
      {past.isBarInTab && <PastBar past={past} />}
      <Transport past={past} />
      <TimeLine past={past} />
    </div>
  );
}

function Trouble({ past }: OfPast) {
  return (
    <div class="history-note" role="alert">
      <p>{past.trouble.value}</p>
      <button type="button" class="button small" onClick={() => void past.refresh()}>
        {words.value.again}
      </button>
    </div>
  );
}
