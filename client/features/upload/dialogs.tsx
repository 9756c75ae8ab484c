// What an upload shows: what can be chosen, the question about paths that are taken, how far it is, and what stayed out.
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { fromList, type LeftOut } from "./candidates.ts";
import "./upload.css";
import { type Progress, type Summary, type UploadModel } from "./uploadModel.ts";
import { words } from "./words.later.ts";
import { words as uploadWords } from "./words.ts";

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
    <Dialog title={uploadWords.value.upload} onClose={() => model.close("choosing")}>
      <p>
        {words.value.choose.text}
        <span class="upload-by-drop"> {words.value.choose.byDrop}</span>
      </p>
      <div class="actions">
        <Choice model={model} label={words.value.choose.files} />
        <Choice model={model} label={words.value.choose.folder} isFolder />
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
  return (
    <Dialog title={words.value.taken.title(taken.length)} onClose={() => model.close("asking")}>
      <Paths paths={taken} />
      <p>{words.value.taken.text(taken.length)}</p>
      <div class="actions">
        {/* the dialog gives its focus to what asks for it */}
        <button type="button" class="button primary" autofocus onClick={() => model.answer("keepBoth")}>
          {words.value.taken.keepBoth}
        </button>
        <button type="button" class="button" onClick={() => model.answer("replace")}>
          {words.value.taken.replace}
        </button>
        <button type="button" class="button quiet" onClick={() => model.answer(undefined)}>
          {words.value.taken.cancel}
        </button>
      </div>
    </Dialog>
  );
}

function UnderWay({ model, progress }: OfModel & { readonly progress: Progress | undefined }) {
  const close = (): void => model.close(progress === undefined ? "looking" : "bringing");
  const isCancelled = progress?.isCancelled ?? false;
  return (
    <Dialog title={words.value.underWay.title} onClose={close}>
      <progress
        class="upload-progress"
        aria-label={words.value.underWay.uploaded}
        max={progress?.total}
        value={progress?.done}
      />
      <p role="status">
        {progress ? words.value.underWay.progress(progress.done, progress.total) : words.value.underWay.looking}
        {progress?.isOffline && ` ${words.value.underWay.offline}`}
        {isCancelled && ` ${words.value.underWay.stopping}`}
      </p>
      <div class="actions">
        <button type="button" class="button" disabled={isCancelled} onClick={() => model.cancel()}>
          {words.value.underWay.stop}
        </button>
        <button type="button" class="button quiet" onClick={close}>
          {words.value.underWay.inBackground}
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
    <Dialog title={words.value.told.title(arrivals.length)} onClose={() => model.close("told")}>
      {notBegun > 0 && <p>{words.value.told.notBegun(notBegun)}</p>}
      {replaced.length > 0 && (
        <section class="upload-part">
          <h3>{words.value.told.replaced}</h3>
          <p>{words.value.told.newText(replaced.length)}</p>
          <div class="actions">
            <button type="button" class="button" onClick={() => void model.putBack(summary)}>
              {words.value.told.putBack}
            </button>
          </div>
        </section>
      )}
      {leftOut.length > 0 && (
        <section class="upload-part">
          <h3>{words.value.told.leftOut(leftOut.length)}</h3>
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
          <h3>{words.value.told.mixed}</h3>
          <div class="upload-reason">
            <p>{words.value.told.mixedText}</p>
            <Paths paths={mixed.map(({ path }) => path)} />
          </div>
        </section>
      )}
      <div class="actions">
        <button type="button" class="button primary" onClick={() => model.close("told")}>
          {words.value.told.done}
        </button>
      </div>
    </Dialog>
  );
}

function Paths({ paths }: { readonly paths: readonly string[] }) {
  const rest = paths.length - MOST_LISTED;
  return (
    // it scrolls, so the keyboard has to reach it
    <ul class="upload-paths" tabIndex={0} aria-label={words.value.told.files}>
      {paths.slice(0, MOST_LISTED).map((path, index) => (
        <li key={index}>{path}</li>
      ))}
      {rest > 0 && <li>{words.value.told.more(rest)}</li>}
    </ul>
  );
}

/** The paths by their reasons, the first reason first. */
function byReason(leftOut: readonly LeftOut[]): [reason: string, paths: string[]][] {
  const reasons = new Map<string, string[]>();
  for (const { path, reason } of leftOut) reasons.set(reason, [...(reasons.get(reason) ?? []), path]);
  return [...reasons];
}
