// What can be done with one version. Knows no list.
import { Dialog } from "../../../ui/parts/dialog.tsx";
import { clockTime } from "../clock.ts";
import type { Asked, Review } from "../review.ts";
import { nameOf, numberOf } from "./versionName.ts";
import type { Version } from "./versionsIn.ts";
import "./versions.css";
import { words } from "./words.ts";

interface VersionDialogProps {
  readonly review: Review;
  readonly version: Version;
  readonly onClose: () => void;
}

export function VersionDialog({ review, version, onClose }: VersionDialogProps) {
  const { time, before, reason } = version;
  const name = nameOf(review, version);
  const moment = reason.type === "named" ? reason.moment : undefined;
  const done = (run: () => void) => () => {
    onClose();
    run();
  };
  const ask = (asked: Asked) => () => {
    review.asked.value = asked;
  };
  const mayRename = moment !== undefined && review.mayRename(moment);
  const names = review.past.history.people.value;
  const namedBy = moment && names.find(({ participant }) => participant === moment.participant)?.name;
  return (
    <Dialog title={name} onClose={onClose}>
      <p class="version-about">
        {numberOf(version)} · {clockTime(time)}
        {namedBy !== undefined && ` · ${words.value.namedBy(namedBy)}`}
      </p>
      <div class="version-actions">
        <Action name={words.value.look} run={done(() => review.look(time))} />
        {!review.isComparedWithNow(time) && (
          <Action name={words.value.compareNow} run={done(() => review.compare(time, undefined))} />
        )}
        {before !== undefined && (
          <Action name={words.value.compareBefore} run={done(() => review.compare(before, time))} />
        )}
        <Action
          name={words.value.compareOther}
          run={done(() => {
            review.comparing.value = version;
            review.past.room.workbench.show("versions", true);
          })}
        />
        {review.mayWrite.value && <Action name={words.value.restore} run={() => review.askRestore(time)} />}
        {mayRename && <Action name={words.value.rename} run={ask({ what: "rename", moment })} />}
        {mayRename && <Action name={words.value.unname} run={done(() => review.unname(moment))} />}
        {!moment && review.mayWrite.value && (
          <Action name={words.value.nameMoment} run={ask({ what: "name", at: time })} />
        )}
        <Action name={words.value.fork} run={done(() => review.past.askFork(time))} />
        <Action
          name={words.value.copyLink}
          run={done(() => void review.past.copyLinkTo(moment ? { number: moment.number } : { time }))}
        />
      </div>
    </Dialog>
  );
}

function Action({ name, run }: { readonly name: string; readonly run: () => void }) {
  return (
    <button type="button" class="button" onClick={run}>
      {name}
    </button>
  );
}
