// Asks somebody who opens a link for the first time who they are. Knows no editor and no connection.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RoomDetails } from "#protocol/events.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { cleanName } from "#protocol/names.ts";
import { EntryNotes } from "../site/entryNotes.tsx";
import { Field } from "../parts/field.tsx";
import "../site/site.css";
import type { Page } from "../page.ts";
import { roomName } from "../parts/roomLabel.ts";
import { SiteHeader } from "../site/siteHeader.tsx";
import { Ago } from "../parts/times/timeWords.tsx";
import { words } from "./words.ts";

interface AskNameProps {
  readonly page: Page;
  /** what is known of the room so far */
  readonly room: RoomDetails | undefined;
  /** the link is one for viewing */
  readonly isForReading: boolean;
  readonly isGuarded: boolean;
  readonly onName: (name: string) => void;
}

export function AskName({ page, room, isForReading, isGuarded, onName }: AskNameProps) {
  const name = useSignal("");
  const error = useSignal("");
  useEffect(() => {
    document.title = `${words.value.join} – Code Companion`;
  }, [words.value]);
  const owner = room?.participants.find(({ participant }) => participant === room.owner);
  const how = isForReading ? words.value.howToRead : words.value.how;

  const enter = (event: SubmitEvent): void => {
    event.preventDefault();
    const clean = cleanName(name.value, DEFAULT_LIMITS.nameCharacters);
    if (clean === "") error.value = words.value.nameNeeded;
    else onName(clean);
  };

  return (
    <div class="site">
      <SiteHeader />
      <EntryNotes page={page} />
      <main class="card message">
        <h1>{isForReading ? words.value.invitedToRead : words.value.invited}</h1>
        <p>
          {isGuarded ? (
            words.value.guarded
          ) : room === undefined ? (
            how
          ) : (
            <>
              <strong>{roomName(room)}: </strong>
              {words.value.aRoom(room.programmingLanguage)} <Ago time={room.dateCreated} />
              {owner !== undefined && (
                <>
                  {" "}
                  {words.value.by} <strong>{owner.name}</strong>
                </>
              )}
              . {how}
            </>
          )}
        </p>
        <form onSubmit={enter} noValidate>
          <Field
            label={words.value.yourName}
            value={name}
            error={error.value}
            autocomplete="nickname"
            maxLength={DEFAULT_LIMITS.nameCharacters}
            autofocus
          />
          <button type="submit" class="button primary wide">
            {words.value.enter}
          </button>
        </form>
      </main>
    </div>
  );
}
