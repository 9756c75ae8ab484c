// What the server's operator says, for those who are in no room yet. Knows no room.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { OperatorStanding } from "../../../server/features/operator/messages.ts";
import { call } from "../../api.ts";
import { browserClock } from "../../browser.ts";
import { serverNow } from "../../serverClock.ts";
import type { EntryNote } from "../../ui/pageFeature.ts";
import "./entryNote.css";
import { words } from "./words.ts";

/** What holds when they come, until its time is over. */
export const entryNote: EntryNote = () => {
  const standing = useSignal<OperatorStanding>({});
  useEffect(() => {
    call<OperatorStanding>("api/operator").then(
      (told) => (standing.value = told),
      // the way in says itself that the server does not answer
      () => {},
    );
  }, []);
  const { notice, readOnly } = standing.value;
  useEffect(
    () =>
      notice &&
      browserClock.after(Math.max(0, notice.until - serverNow()), () => {
        const { notice: _over, ...rest } = standing.peek();
        standing.value = rest;
      }),
    [notice],
  );
  return (
    <>
      {readOnly && (
        <p class="entry-note">
          {words.value.nobodyNew}
          {readOnly.reason !== "" && ` ${words.value.because} ${readOnly.reason}`}
        </p>
      )}
      {notice && (
        <p class="entry-note">
          <strong>{words.value.from}</strong> {notice.text}
        </p>
      )}
    </>
  );
};
