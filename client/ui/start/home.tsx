// The start: create a room, join one, or go back to one. Knows no room from the inside.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { DEFAULT_LANGUAGE, type Language } from "#protocol/languages.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { cleanName } from "#protocol/names.ts";
import { createRoom, homeUrl, messageOf } from "../../api.ts";
import { readRoomLink } from "../../roomLink.ts";
import { PAGE_LANGUAGES, type PageLanguage, pageLanguage } from "../../words.ts";
import { EntryNotes } from "../site/entryNotes.tsx";
import type { WayIn } from "../pageFeature.ts";
import { Field } from "../parts/field.tsx";
import "../site/site.css";
import { chooseLanguage } from "../language.ts";
import { LanguageSelect } from "../parts/languageSelect.tsx";
import { loadRoom } from "../room/loadRoom.ts";
import { MyRooms } from "./myRooms.tsx";
import { show } from "../parts/notices.tsx";
import type { Page } from "../page.ts";
import { go } from "../route.ts";
import { isPhoneNow } from "../phone.ts";
import { SiteHeader } from "../site/siteHeader.tsx";
import { words } from "./words.ts";

export function Home({ page }: { readonly page: Page }) {
  const name = useSignal(page.memory.name);
  useEffect(() => {
    document.title = "Code Companion";
    void loadRoom();
  }, []);
  const [before, stressed, after] = words.value.pitch;
  return (
    <div class="site">
      <SiteHeader />
      <EntryNotes page={page} />
      <main class="home">
        <section class="pitch">
          <h1>
            {before}
            <em>{stressed}</em>
            {after}
          </h1>
          <p>{words.value.lead}</p>
          <ul>
            {words.value.uses.map(([who, what]) => (
              <li key={who}>
                <strong>{who}</strong> {what}
              </li>
            ))}
          </ul>
        </section>
        <section class="card start" aria-label={words.value.start}>
          <CreateRoom page={page} name={name} />
          <p class="or">
            <span>{words.value.or}</span>
          </p>
          <JoinRoom page={page} name={name} />
        </section>
        <MyRooms page={page} />
      </main>
      <PageLanguages />
    </div>
  );
}

const LANGUAGES = Object.keys(PAGE_LANGUAGES) as PageLanguage[];

/** Each by its own name, for whoever reads the other one. */
function PageLanguages() {
  const choose = (language: PageLanguage) => () => {
    chooseLanguage(language).catch(() => show(words.value.languageNotLoaded));
  };
  return (
    <footer class="page-languages">
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          class="button quiet small"
          lang={language}
          aria-pressed={language === pageLanguage.value}
          onClick={choose(language)}
        >
          {PAGE_LANGUAGES[language]}
        </button>
      ))}
    </footer>
  );
}

interface StartProps {
  readonly page: Page;
  readonly name: Signal<string>;
}

function CreateRoom({ page, name }: StartProps) {
  const language = useSignal<Language>(page.memory.rooms[0]?.language ?? DEFAULT_LANGUAGE);
  const nameError = useSignal("");
  const error = useSignal("");
  const busy = useSignal(false);

  const create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy.value) return;
    const clean = cleanName(name.value, DEFAULT_LIMITS.nameCharacters);
    nameError.value = clean === "" ? words.value.nameNeeded : "";
    error.value = "";
    if (clean === "") return;
    busy.value = true;
    page.memory.name = clean;
    try {
      const { roomId, key, participant, room } = await createRoom(clean, language.value);
      page.memory.remember({
        roomId,
        name: clean,
        key,
        participant,
        dateCreated: room.dateCreated,
        language: language.value,
        visited: Date.now(),
      });
      go(roomId);
    } catch (problem) {
      error.value = messageOf(problem);
      busy.value = false;
    }
  };

  return (
    <form onSubmit={create} noValidate>
      <h2>{words.value.newRoom}</h2>
      <Field
        label={words.value.yourName}
        value={name}
        error={nameError.value}
        autocomplete="nickname"
        // on a phone it would bring up the keyboard, and hide what this is
        autofocus={!isPhoneNow()}
        maxLength={DEFAULT_LIMITS.nameCharacters}
      />
      <LanguageSelect
        label={words.value.language}
        value={language.value}
        onChange={(chosen) => {
          language.value = chosen;
        }}
      />
      <button type="submit" class="button primary wide" aria-disabled={busy.value}>
        {busy.value ? words.value.creating : words.value.create}
      </button>
      <p class="field-error" role="alert">
        {error.value}
      </p>
    </form>
  );
}

/** The first of what else than a link leads into a room. */
async function wayInOf(page: Page): Promise<WayIn | undefined> {
  const [wayIn] = (await page.waysIn().catch(() => undefined)) ?? [];
  return wayIn;
}

function JoinRoom({ page, name }: StartProps) {
  const link = useSignal("");
  const error = useSignal("");
  const busy = useSignal(false);
  const wayIn = useSignal<WayIn | undefined>(undefined);
  useEffect(() => {
    void wayInOf(page).then((found) => {
      wayIn.value = found;
    });
  }, [page]);

  const join = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy.value) return;
    const pasted = readRoomLink(link.value, homeUrl());
    error.value = "";
    if (pasted.is === "elsewhere") {
      error.value = words.value.elsewhere;
      return;
    }
    const way = pasted.is === "room" ? undefined : await wayInOf(page);
    const place = pasted.is === "room" ? pasted : way?.find(pasted.text);
    if (place === undefined) {
      error.value = way?.unclear() ?? words.value.noRoomLink;
      return;
    }
    const clean = cleanName(name.value, DEFAULT_LIMITS.nameCharacters);
    if (clean !== "") page.memory.name = clean;
    busy.value = true;
    try {
      const { roomId, ...said } = await place;
      go(roomId, said);
    } catch (problem) {
      error.value = messageOf(problem);
      busy.value = false;
    }
  };

  return (
    <form onSubmit={join} noValidate class="join">
      <Field
        label={wayIn.value?.label() ?? words.value.roomLink}
        value={link}
        error={error.value}
        placeholder={words.value.placeholder}
        autocomplete="off"
      />
      <button type="submit" class="button" aria-disabled={busy.value}>
        {busy.value ? words.value.joining : words.value.join}
      </button>
    </form>
  );
}
