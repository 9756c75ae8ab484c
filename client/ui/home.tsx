// The start: create a room, join one, or go back to one. Knows no room from the inside.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { DEFAULT_LANGUAGE, type Language } from "#protocol/languages.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { cleanName } from "#protocol/names.ts";
import { ApiError, createRoom, homeUrl, placeOfCode } from "../api.ts";
import { readRoomLink } from "../roomLink.ts";
import { Field } from "./field.tsx";
import "./home.css";
import { LanguageSelect } from "./languageSelect.tsx";
import { loadRoom } from "./loadRoom.ts";
import { MyRooms } from "./myRooms.tsx";
import type { Page } from "./page.ts";
import { go } from "./route.ts";
import { SiteHeader } from "./siteHeader.tsx";

export function Home({ page }: { readonly page: Page }) {
  const name = useSignal(page.memory.name);
  useEffect(() => {
    document.title = "Code Companion";
    void loadRoom();
  }, []);
  return (
    <div class="site">
      <SiteHeader />
      <main class="home">
        <section class="pitch">
          <h1>
            Write code <em>together</em>, in one link.
          </h1>
          <p>Create a room, send its link, and type. Nobody signs up, nobody installs anything.</p>
          <ul>
            <li>“Saved” means stored: no keystroke is lost when a connection drops.</li>
            <li>You see who is where. Undo takes back your own work only.</li>
            <li>On a phone, by keyboard alone, and with a screen reader.</li>
          </ul>
        </section>
        <section class="card start" aria-label="Start">
          <CreateRoom page={page} name={name} />
          <p class="or">
            <span>or</span>
          </p>
          <JoinRoom page={page} name={name} />
        </section>
        <MyRooms memory={page.memory} />
      </main>
    </div>
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
    nameError.value = clean === "" ? "Type your name first, so that others know who you are." : "";
    error.value = "";
    if (clean === "") return;
    busy.value = true;
    page.memory.name = clean;
    try {
      const { roomId, key, participant } = await createRoom(clean, language.value);
      page.memory.remember({
        roomId,
        name: clean,
        key,
        participant,
        language: language.value,
        visited: Date.now(),
      });
      go(roomId);
    } catch (problem) {
      error.value = problem instanceof ApiError ? problem.message : "Something went wrong. Try again.";
      busy.value = false;
    }
  };

  return (
    <form onSubmit={create} noValidate>
      <h2>New room</h2>
      <Field
        label="Your name"
        value={name}
        error={nameError.value}
        autocomplete="nickname"
        maxLength={DEFAULT_LIMITS.nameCharacters}
      />
      <LanguageSelect
        label="Language"
        value={language.value}
        onChange={(chosen) => {
          language.value = chosen;
        }}
      />
      <button type="submit" class="button primary wide" aria-disabled={busy.value}>
        {busy.value ? "Creating…" : "Create room"}
      </button>
      <p class="field-error" role="alert">
        {error.value}
      </p>
    </form>
  );
}

function JoinRoom({ page, name }: StartProps) {
  const link = useSignal("");
  const error = useSignal("");
  const busy = useSignal(false);

  const join = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy.value) return;
    const pasted = readRoomLink(link.value, homeUrl());
    error.value = "";
    if (pasted.is === "elsewhere") error.value = "That link is of another site. Open it in a new tab.";
    else if (pasted.is === "unclear")
      error.value = "That is not a room link or join code. Paste the whole link, or type the 8 letters of the code.";
    else {
      const clean = cleanName(name.value, DEFAULT_LIMITS.nameCharacters);
      if (clean !== "") page.memory.name = clean;
      busy.value = true;
      try {
        if (pasted.is === "room") go(pasted.roomId, pasted.invitation);
        else {
          const { address, invitation } = await placeOfCode(pasted.code);
          go(address, invitation);
        }
      } catch (problem) {
        error.value = problem instanceof ApiError ? problem.message : "Something went wrong. Try again.";
        busy.value = false;
      }
    }
  };

  return (
    <form onSubmit={join} noValidate class="join">
      <Field
        label="Room link or code"
        value={link}
        error={error.value}
        placeholder="Paste or type it"
        autocomplete="off"
      />
      <button type="submit" class="button" aria-disabled={busy.value}>
        {busy.value ? "Joining…" : "Join"}
      </button>
    </form>
  );
}
