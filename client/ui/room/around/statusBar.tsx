// The line under the editor: what is true of the connection, and what to do about it. Knows no socket.
import { DEFAULT_LANGUAGE } from "#protocol/languages.ts";
import { LanguageSelect } from "../../parts/languageSelect.tsx";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { browserClock } from "../../../browser.ts";
import { Areas } from "../areas.tsx";
import { show } from "../../parts/notices.tsx";
import { ownLanguage } from "../files/ownLanguage.ts";
import type { RoomModel } from "../roomModel.ts";
import { statusWords } from "../connection/statusWords.ts";
import { tip } from "../../parts/tips/tip.ts";
import { words } from "../../words.around.ts";
import { takesChanges } from "../../../sync/status.ts";

/** Names beyond these are a number. */
const NAMED = 2;

export function StatusBar({ model }: { readonly model: RoomModel }) {
  const status = model.status.value;
  const now = useSignal(browserClock.now());
  const { state } = status;
  useEffect(() => {
    if (state !== "offline") return undefined;
    now.value = browserClock.now();
    const ticking = setInterval(() => {
      now.value = browserClock.now();
    }, 1000);
    return () => clearInterval(ticking);
  }, [state]);
  const { tone, text } = statusWords(status, now.value, {
    isStopped: model.sockets.isStopped.value,
    isFailing: model.isStorageFailing.value,
    isHeld: model.isHeld.value === true,
  });
  return (
    <footer class="status-bar">
      <p class={`status ${tone}`}>
        <span class="status-dot" aria-hidden="true" />
        <span class="status-text">{text}</span>
      </p>
      {state === "offline" && (
        <button type="button" class="button small" onClick={() => model.retryNow()}>
          {words.value.status.tryNow}
        </button>
      )}
      {model.outdated.value && (state === "saved" || state === "readOnly") && (
        <p class="outdated">
          {words.value.status.newVersion}
          <button type="button" class="button small" onClick={() => location.reload()}>
            {words.value.status.reload}
          </button>
        </p>
      )}
      {state !== "ended" && (
        <>
          <Typing model={model} />
          <span class="status-space" />
          <Caret model={model} />
          <FileLanguage model={model} />
          {!model.workbench.isPhone.value && <Areas model={model} of={["statusBar"]} />}
        </>
      )}
      {/* the editor is described by it */}
      <p class="unseen" id={model.hintId}>
        {words.value.leaveEditor}
      </p>
    </footer>
  );
}

interface InRoom {
  readonly model: RoomModel;
}

function Typing({ model }: InRoom) {
  const { room, presences } = model;
  const { clients, you } = model.people;
  const typists = new Set([...presences.typists.value].map((client) => clients.value.get(client)?.participant));
  const names = (room.value?.participants ?? [])
    .filter(({ participant }) => typists.has(participant) && participant !== you.value?.participant)
    .map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <p class="typing">{words.value.typing(names.slice(0, NAMED), names.length - Math.min(names.length, NAMED))}</p>
  );
}

function Caret({ model }: InRoom) {
  const caret = model.caret.value;
  // it stands in the code of now, which is not what is seen
  const isCovered = [...model.features.values()].some(({ toNow }) => toNow?.value !== undefined);
  if (caret === undefined || isCovered) return null;
  return <p class="status-fact">{words.value.caret(caret)}</p>;
}

/** The language of the file that is shown: the room's, or what the file's name says. */
function FileLanguage({ model }: InRoom) {
  const room = model.room.value;
  const shown = room?.files.find(({ file }) => file === model.files.shown.value);
  const byName = shown && room && ownLanguage(room, shown);
  const canSet = takesChanges(model.status.value);
  const said = (
    <>
      <span class="unseen">{words.value.language}: </span>
      {byName ?? room?.programmingLanguage}
    </>
  );
  if (byName !== undefined) {
    const reason = words.value.byItsName(shown?.name ?? "");
    return (
      // a finger has no tooltip
      <button type="button" class="status-fact file-language" {...tip(reason)} onClick={() => show(reason)}>
        {said}
      </button>
    );
  }
  if (!canSet) return <p class="status-fact file-language">{said}</p>;
  return (
    <LanguageSelect
      label={words.value.language}
      value={room?.programmingLanguage ?? DEFAULT_LANGUAGE}
      onChange={(language) => model.setLanguage(language)}
    />
  );
}
