// The head of a room: what it is, who is here, and its tools; narrow screens have the lesser ones in a menu.
import { useComputed } from "@preact/signals";
import { DEFAULT_LANGUAGE } from "#protocol/languages.ts";
import { languageByName } from "../editor/fileNames.ts";
import { closeDialogAround, Dialog } from "./dialog.tsx";
import { LogoIcon, MenuIcon } from "./icons.tsx";
import { LanguageSelect } from "./languageSelect.tsx";
import { Link } from "./link.tsx";
import { PeopleButton, PeopleDialog } from "./people.tsx";
import type { RoomModel } from "./roomModel.ts";
import { narrow } from "./screenWidth.ts";
import { RoomTitle } from "./roomTitle.tsx";
import { ShareButton } from "./shareButton.tsx";
import { ThemeSwitch } from "./themeSwitch.tsx";
import { Ago } from "./timeWords.tsx";

interface InRoom {
  readonly model: RoomModel;
}

export function RoomHeader({ model }: InRoom) {
  const open = model.dialog;
  const close = (): void => {
    open.value = undefined;
  };
  // nobody is known to be there, and nothing can be done there
  const isOver = model.status.value.state === "ended";
  const Share = [...model.features.values()].find((feature) => feature.Share)?.Share;
  return (
    <header class="room-header">
      <Link to="" class="brand" title="Code Companion: to the start">
        <LogoIcon />
        <span class="unseen">Code Companion: to the start</span>
      </Link>
      <div class="room-title">
        <RoomTitle model={model} />
        {!narrow.value && <Origin model={model} />}
      </div>
      {isOver ? (
        !narrow.value && <ThemeSwitch />
      ) : (
        <>
          {!narrow.value && <Tools model={model} />}
          {[...model.features].map(([name, { Button }]) => Button && <Button key={name} />)}
          <PeopleButton
            model={model}
            onClick={() => {
              open.value = "people";
            }}
          />
          {Share ? <Share /> : <ShareButton roomId={model.roomId} />}
          {narrow.value && (
            <button
              type="button"
              class="button quiet icon-only"
              aria-label="Room menu"
              aria-haspopup="dialog"
              onClick={() => {
                open.value = "menu";
              }}
            >
              <MenuIcon />
            </button>
          )}
        </>
      )}
      {open.value === "people" && <PeopleDialog model={model} onClose={close} />}
      {open.value === "menu" && (
        <Dialog title={`Room ${model.name.value}`} class="side" onClose={close}>
          <Origin model={model} />
          <div
            class="menu-tools"
            onClick={({ target, currentTarget }) => {
              // closed like this, the focus is back at the menu's button before it goes on
              if (opensAnother(target)) closeDialogAround(currentTarget);
            }}
          >
            <Tools model={model} />
          </div>
        </Dialog>
      )}
    </header>
  );
}

/** What opens something else takes the place of the menu. */
const opensAnother = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("button:is([aria-expanded], [aria-haspopup])") !== null;

function Origin({ model }: { readonly model: RoomModel }) {
  const room = model.room.value;
  if (room === undefined) return <p class="origin" />;
  const owner = room.participants.find(({ participant }) => participant === room.owner);
  return (
    <p class="origin">
      Created <Ago time={room.dateCreated} />
      {owner !== undefined && ` by ${owner.name}`}
    </p>
  );
}

function Tools({ model }: InRoom) {
  const room = model.room.value;
  const canSet = useComputed(() => ["saved", "saving"].includes(model.status.value.state));
  const shown = room?.files.find(({ file }) => file === model.files.shown.value);
  const byName = shown && languageByName(shown.name);
  const isReader = model.status.value.state === "readOnly";
  const whyFixed = isReader ? "You may read this room, not change it" : byName && "The file’s name says its language";
  return (
    <>
      <LanguageSelect
        label="Language"
        value={byName ?? room?.programmingLanguage ?? DEFAULT_LANGUAGE}
        disabled={!canSet.value || byName !== undefined}
        title={whyFixed}
        onChange={(language) => model.setLanguage(language)}
      />
      {[...model.features].map(([name, { Tool }]) => Tool && <Tool key={name} />)}
      <ThemeSwitch />
    </>
  );
}
