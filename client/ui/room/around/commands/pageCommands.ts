// Actions for the page itself, as commands. Loaded behind the first text; knows no feature.
import { LANGUAGES } from "#protocol/languages.ts";
import { PAGE_LANGUAGES, type PageLanguage, pageLanguage } from "../../../../words.ts";
import type { Command } from "../../../pageFeature.ts";
import { KEYS } from "../../../keys.ts";
import { chooseLanguage } from "../../../language.ts";
import { show } from "../../../parts/notices.tsx";
import { ownLanguage } from "../../files/ownLanguage.ts";
import type { RoomModel } from "../../roomModel.ts";
import { go as goToPage } from "../../../route.ts";
import { setTheme, theme, THEMES } from "../../../theme.ts";
import { words as around } from "../../../words.around.ts";
import { placeCommands } from "./placeCommands.ts";
import { goRound } from "./parts.ts";
import { words } from "./words.ts";
import { takesChanges } from "../../../../sync/status.ts";

/** What can be done now; read anew when a signal changes that it reads. */
export const pageCommands = (model: RoomModel): readonly Command[] => [
  ...(model.isOver.value ? [] : placeCommands(model.workbench)),
  ...ofTabs(model),
  ...ofRoom(model),
  { id: "page.code", name: words.value.goToCode, key: KEYS.code, run: () => model.files.editor.peek()?.focus() },
  { id: "page.nextPart", name: words.value.nextPart, key: KEYS.nextPart, run: () => goRound(1) },
  { id: "page.previousPart", name: words.value.previousPart, key: KEYS.previousPart, run: () => goRound(-1) },
  { id: "page.save", name: words.value.save, key: KEYS.save, run: () => show(howSaved(model)) },
  { id: "page.print", name: words.value.print, run: () => print() },
  { id: "page.home", name: words.value.home, run: () => goToPage("") },
  ...ofLooks(),
  ...ofLanguage(model),
];

function ofTabs({ files, room }: RoomModel): readonly Command[] {
  const tabs = files.tabs.value;
  const shown = files.shown.value;
  const go = (file: number | undefined) => () => {
    if (file !== undefined) files.edit(file);
  };
  if (tabs.length < 2) return [];
  const at = tabs.indexOf(shown);
  const pathOf = (file: number): string => room.value?.files.find((one) => one.file === file)?.name ?? "";
  return [
    { id: "tabs.next", name: words.value.nextTab, key: KEYS.nextTab, run: go(tabs.at((at + 1) % tabs.length)) },
    { id: "tabs.previous", name: words.value.previousTab, key: KEYS.previousTab, run: go(tabs.at(at - 1)) },
    { id: "tabs.close", name: words.value.closeTab, key: KEYS.closeTab, run: () => files.close(shown) },
    ...tabs.slice(0, KEYS.tabs.length).map((file, index) => ({
      id: `tabs.${index + 1}`,
      name: words.value.tab(index + 1, pathOf(file)),
      key: KEYS.tabs[index],
      run: go(file),
    })),
  ];
}

const canSet = ({ status }: RoomModel): boolean => takesChanges(status.value);

function ofRoom(model: RoomModel): readonly Command[] {
  const rename = (): void => {
    model.isRenaming.value = true;
  };
  return [
    ...(canSet(model) ? [{ id: "room.rename", name: words.value.rename, run: rename }] : []),
    ...(model.status.value.state === "offline"
      ? [{ id: "room.retry", name: words.value.retry, run: () => model.retryNow() }]
      : []),
  ];
}

function ofLanguage(model: RoomModel): readonly Command[] {
  const room = model.room.value;
  const shown = room?.files.find(({ file }) => file === model.files.shown.value);
  // where the file has its own, another one for the room would change nothing that is seen
  if (!canSet(model) || !room || !shown || ownLanguage(room, shown) !== undefined) return [];
  return LANGUAGES.filter((language) => language !== room.programmingLanguage).map((language) => ({
    id: `room.language.${language}`,
    name: words.value.language(language),
    run: () => model.setLanguage(language),
  }));
}

const isPageLanguage = (language: string): language is PageLanguage => Object.hasOwn(PAGE_LANGUAGES, language);

const ofLooks = (): readonly Command[] => [
  ...THEMES.filter((one) => one !== theme.value).map((one) => ({
    id: `page.theme.${one}`,
    name: around.value.theme(around.value.themes[one]),
    run: () => setTheme(one),
  })),
  ...Object.keys(PAGE_LANGUAGES)
    .filter(isPageLanguage)
    .filter((language) => language !== pageLanguage.value)
    .map((language) => ({
      id: `page.language.${language}`,
      name: words.value.pageLanguage(PAGE_LANGUAGES[language]),
      run: () => void chooseLanguage(language).catch(() => show(words.value.languageNotLoaded)),
    })),
];

/** The truth about what was typed, in a sentence. */
function howSaved({ status, isStorageFailing }: RoomModel): string {
  const now = status.peek();
  switch (now.state) {
    case "saved":
      return words.value.saved;
    case "saving":
      return words.value.saving(now.pending);
    case "offline":
      return now.pending > 0 && isStorageFailing.peek()
        ? words.value.offlineUnkept(now.pending)
        : words.value.offline(now.pending);
    case "readOnly":
      return words.value.readOnly;
    case "ended":
      return now.message;
    case "connecting":
    case "waiting":
      return words.value.connecting;
  }
}
