// What an upload shows: what can be chosen, the question about paths that are taken, how far it is, and what stayed out.
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../../ui/dialog.tsx";
import { fromList, type LeftOut } from "./candidates.ts";
import "./upload.css";
import { counted, type Progress, type Summary, type UploadModel } from "./uploadModel.ts";

/** More of a kind are counted. */
const MOST_LISTED = 50;

interface OfModel {
  readonly model: UploadModel;
}

export function UploadDialogs({ model }: OfModel) {
  const phase = model.phase.value;
  switch (phase.state) {
    case "idle":
      return null;
    case "choosing":
      return <Chooser model={model} />;
    case "asking":
      return <Question model={model} taken={phase.taken} />;
    case "looking":
    case "bringing":
      return model.isSlow.value ? (
        <UnderWay model={model} progress={phase.state === "bringing" ? phase.progress : undefined} />
      ) : null;
    case "told":
      return <Told model={model} summary={phase.summary} />;
  }
}

function Chooser({ model }: OfModel) {
  return (
    <Dialog title="Upload" onClose={() => model.close("choosing")}>
      <p>
        Texts from this device, for everybody in the room.
        <span class="upload-by-drop"> They can also be dropped anywhere on it, with whole folders.</span>
      </p>
      <div class="actions">
        <Choice model={model} label="Choose files" />
        <Choice model={model} label="Choose a folder" isFolder />
      </div>
    </Dialog>
  );
}

function Choice({ model, label, isFolder = false }: OfModel & { readonly label: string; readonly isFolder?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.webkitdirectory = isFolder;
  }, [isFolder]);
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        hidden
        type="file"
        multiple
        aria-label={label}
        onChange={({ currentTarget: { files } }) => {
          if (files && files.length > 0) void model.upload(async () => fromList(files));
        }}
      />
    </>
  );
}

function Question({ model, taken }: OfModel & { readonly taken: readonly string[] }) {
  const isOne = taken.length === 1;
  return (
    <Dialog
      title={isOne ? "This file is there already" : `${taken.length} of these files are there already`}
      onClose={() => model.close("asking")}
    >
      <Paths paths={taken} />
      <p>
        Both can stay, the new {isOne ? "one" : "ones"} with a number. Or the new text takes the place of the old, for
        everybody; you can put the old text back afterwards.
      </p>
      <div class="actions">
        {/* the dialog gives its focus to what asks for it */}
        <button type="button" class="button primary" autofocus onClick={() => model.answer("keepBoth")}>
          Keep both
        </button>
        <button type="button" class="button" onClick={() => model.answer("replace")}>
          Replace
        </button>
        <button type="button" class="button quiet" onClick={() => model.answer(undefined)}>
          Cancel
        </button>
      </div>
    </Dialog>
  );
}

function UnderWay({ model, progress }: OfModel & { readonly progress: Progress | undefined }) {
  const close = (): void => model.close(progress === undefined ? "looking" : "bringing");
  const isCancelled = progress?.isCancelled ?? false;
  return (
    <Dialog title="Uploading" onClose={close}>
      <progress class="upload-progress" aria-label="Uploaded" max={progress?.total} value={progress?.done} />
      <p role="status">
        {progress === undefined && "Looking for files …"}
        {progress && `${progress.done} of ${counted(progress.total, "file")}. `}
        {progress?.isOffline && "There is no connection; it goes on when there is one. "}
        {isCancelled && "What has begun is being finished."}
      </p>
      <div class="actions">
        <button type="button" class="button" disabled={isCancelled} onClick={() => model.cancel()}>
          Stop
        </button>
        <button type="button" class="button quiet" onClick={close}>
          Go on in the background
        </button>
      </div>
    </Dialog>
  );
}

function Told({ model, summary }: OfModel & { readonly summary: Summary }) {
  const { arrivals, leftOut, notBegun } = summary;
  const mixed = arrivals.filter(({ isMixed }) => isMixed);
  const replaced = arrivals.filter(({ before }) => before !== undefined);
  return (
    <Dialog
      title={arrivals.length === 0 ? "Nothing was uploaded" : `${counted(arrivals.length, "file")} uploaded`}
      onClose={() => model.close("told")}
    >
      {notBegun > 0 && <p>It was stopped: {counted(notBegun, "file was", "files were")} not begun.</p>}
      {replaced.length > 0 && (
        <section class="upload-part">
          <h3>Replaced</h3>
          <p>{counted(replaced.length, "file has", "files have")} a new text.</p>
          <div class="actions">
            <button type="button" class="button" onClick={() => void model.putBack(summary)}>
              Put the old text back
            </button>
          </div>
        </section>
      )}
      {leftOut.length > 0 && (
        <section class="upload-part">
          <h3>{counted(leftOut.length, "stayed", "stayed")} out</h3>
          {byReason(leftOut).map(([reason, paths]) => (
            <div key={reason} class="upload-reason">
              <p>{reason}</p>
              <Paths paths={paths} />
            </div>
          ))}
        </section>
      )}
      {mixed.length > 0 && (
        <section class="upload-part">
          <h3>Mixed line breaks</h3>
          <div class="upload-reason">
            <p>Their line breaks were of several kinds, and are now all of the kind that they had most.</p>
            <Paths paths={mixed.map(({ path }) => path)} />
          </div>
        </section>
      )}
      <div class="actions">
        <button type="button" class="button primary" onClick={() => model.close("told")}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

function Paths({ paths }: { readonly paths: readonly string[] }) {
  const rest = paths.length - MOST_LISTED;
  return (
    // it scrolls, so the keyboard has to reach it
    <ul class="upload-paths" tabIndex={0} aria-label="Files">
      {paths.slice(0, MOST_LISTED).map((path, index) => (
        <li key={index}>{path}</li>
      ))}
      {rest > 0 && <li>… and {rest.toLocaleString("en")} more</li>}
    </ul>
  );
}

/** The paths by their reasons, the first reason first. */
function byReason(leftOut: readonly LeftOut[]): [reason: string, paths: string[]][] {
  const reasons = new Map<string, string[]>();
  for (const { path, reason } of leftOut) reasons.set(reason, [...(reasons.get(reason) ?? []), path]);
  return [...reasons];
}
