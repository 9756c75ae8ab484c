// This browser's rooms on the start page: search, star, rename, forget, delete, and who is in them now. Knows no room from the inside.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ApiError, deleteRoom, getRoom, messageOf, type RoomNow, setTitle } from "../../api.ts";
import type { KnownRoom } from "../../identity.ts";
import { pressed } from "../../pressed.ts";
import { DeleteRoomDialog } from "../parts/deleteRoomDialog.tsx";
import { type ListedRoomAction, MyRoom } from "./myRoom.tsx";
import "./myRooms.css";
import type { RoomNote } from "../pageFeature.ts";
import { announce, show } from "../parts/notices.tsx";
import type { Page } from "../page.ts";
import { hereWords } from "../parts/listedNames.ts";
import { inOrder, matching, myRole, named } from "./roomList.ts";
import { roomName } from "../parts/roomLabel.ts";
import { PERIOD_MS, RoomWatch } from "./roomWatch.ts";
import { words as around } from "../words.around.ts";
import { words } from "./words.ts";

/** Rooms shown before somebody asks for all of them. */
const FIRST = 20;
/** What was looked up so lately is not again. */
const FRESH_MS = 5_000;

/** What gets the focus next: something of a room's line, or something beside the list. */
interface FocusTarget {
  readonly roomId?: string;
  readonly selector: string;
}

export function MyRooms({ page }: { readonly page: Page }) {
  const { memory } = page;
  const section = useRef<HTMLElement>(null);
  const rooms = useSignal(memory.rooms);
  const now = useSignal<ReadonlyMap<string, RoomNow>>(new Map());
  const search = useSignal("");
  const isWhole = useSignal(false);
  const renaming = useSignal<string | undefined>(undefined);
  const deleting = useSignal<KnownRoom | undefined>(undefined);
  const forgotten = useSignal<readonly KnownRoom[]>([]);
  const notes = useSignal<readonly RoomNote[]>([]);
  const focusNext = useRef<FocusTarget | undefined>(undefined);

  const found = useComputed(() => matching(inOrder(rooms.value), now.value, search.value));
  const shown = useComputed(() => (isWhole.value ? found.value : found.value.slice(0, FIRST)));
  const gone = useComputed(() => rooms.value.filter((room) => room.gone));
  const asked = useComputed(() =>
    shown.value
      .filter((room) => room.gone !== true)
      .map(({ roomId }) => roomId)
      .join(),
  );

  const read = (): void => {
    rooms.value = memory.rooms;
  };
  const told = (roomId: string, details: RoomNow | undefined): void => {
    const room = memory.room(roomId);
    if (room === undefined) return;
    if (details === undefined) memory.change(roomId, { gone: true });
    else {
      now.value = new Map(now.value).set(roomId, details);
      const { title, dateCreated, programmingLanguage: language } = details;
      if (room.title === title && room.dateCreated === dateCreated && room.language === language) return;
      memory.change(roomId, { title, dateCreated, language });
    }
    read();
  };
  const watch = useMemo(
    () => new RoomWatch({ lookUp: (roomId) => getRoom(roomId, memory.room(roomId)?.key), told, now: Date.now }),
    [],
  );
  const look = (freshMs: number): void => {
    if (document.visibilityState === "visible" && asked.value !== "") watch.look(asked.value.split(","), freshMs);
  };

  useEffect(() => {
    // the list is whole without them
    void page
      .roomNotes()
      .then((loaded) => (notes.value = loaded))
      .catch(() => {});
  }, []);
  useEffect(() => {
    const refresh = (): void => {
      read();
      look(FRESH_MS);
    };
    const ticking = setInterval(refresh, PERIOD_MS);
    const listening = new AbortController();
    document.addEventListener("visibilitychange", refresh, { signal: listening.signal });
    // another tab has changed the list
    addEventListener("storage", read, { signal: listening.signal });
    return () => {
      clearInterval(ticking);
      listening.abort();
      watch.stop();
    };
  }, []);
  useEffect(() => look(PERIOD_MS), [asked.value]);
  useLayoutEffect(() => {
    const target = focusNext.current;
    if (target === undefined) return;
    focusNext.current = undefined;
    const line = target.roomId === undefined ? "" : `[data-room="${target.roomId}"] `;
    section.current?.querySelector<HTMLElement>(line + target.selector)?.focus();
  });

  const forget = (leaving: readonly KnownRoom[]): void => {
    memory.forget(...leaving.map(({ roomId }) => roomId));
    forgotten.value = leaving;
    focusNext.current = { selector: ".undo button" };
    announce(words.value.forgotten(named(leaving)));
    read();
  };
  const undo = (): void => {
    const [first] = forgotten.value;
    memory.remember(...forgotten.value);
    announce(words.value.backInList(named(forgotten.value)));
    forgotten.value = [];
    focusNext.current = { ...(first && { roomId: first.roomId }), selector: ".forget" };
    read();
  };

  const act = (action: ListedRoomAction, room: KnownRoom): void => {
    const { roomId } = room;
    switch (action) {
      case "star":
        memory.change(roomId, { starred: room.starred !== true });
        // the line moves
        focusNext.current = { roomId, selector: ".star" };
        return read();
      case "rename":
        renaming.value = roomId;
        return;
      case "forget":
        return forget([room]);
      case "delete":
        deleting.value = room;
    }
  };

  const rename = async (room: KnownRoom, title: string | undefined, byKeyboard: boolean): Promise<void> => {
    const { roomId, key } = room;
    if (byKeyboard) focusNext.current = { roomId, selector: ".rename" };
    renaming.value = undefined;
    if (title === undefined || key === undefined) return;
    try {
      const details = await setTitle(roomId, key, title);
      memory.change(roomId, { title: details.title });
      const before = now.value.get(roomId);
      if (before) now.value = new Map(now.value).set(roomId, { ...before, ...details });
      announce(words.value.renamed(roomName(details)));
    } catch (problem) {
      tell(problem, roomId);
    }
    read();
  };

  const remove = async (room: KnownRoom): Promise<void> => {
    const { roomId, key } = room;
    if (key === undefined) return;
    try {
      await deleteRoom(roomId, key);
      const next = shown.value[shown.value.findIndex((one) => one.roomId === roomId) + 1];
      memory.forget(roomId);
      focusNext.current = next ? { roomId: next.roomId, selector: ".my-room-title" } : { selector: "h2" };
      show(around.value.deleteRoom.done(roomName(room)));
    } catch (problem) {
      tell(problem, roomId);
    }
    read();
  };

  const tell = (problem: unknown, roomId: string): void => {
    if (problem instanceof ApiError && problem.code === "room_not_found") memory.change(roomId, { gone: true });
    show(messageOf(problem));
  };

  /** From line to line with the arrows, on whatever of a line has the focus; from the search into the list, and back. */
  const move = (event: KeyboardEvent): void => {
    const { target, key } = event;
    const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
    if (step === 0 || !(target instanceof HTMLElement) || renaming.value !== undefined) return;
    const lines = [...(section.current?.querySelectorAll<HTMLElement>(".my-room") ?? [])];
    const line = lines.findIndex((one) => one.contains(target));
    if (line === -1 && !(target.matches(".my-rooms-search") && step === 1)) return;
    event.preventDefault();
    const control = ["star", "rename", "forget", "delete"].find((name) => target.classList.contains(name));
    const to = lines[line + step];
    const same = control === undefined ? null : to?.querySelector<HTMLElement>(`.${control}`);
    const next = same ?? to?.querySelector<HTMLElement>("a.my-room-title, .forget");
    if (next) next.focus();
    else if (step === -1) section.current?.querySelector<HTMLElement>(".my-rooms-search")?.focus();
  };

  const count = rooms.value.length;
  const question = deleting.value;
  return (
    <section class="my-rooms" aria-labelledby="my-rooms" ref={section} onKeyDown={pressed(move)}>
      <div class="my-rooms-head">
        <h2 id="my-rooms" tabIndex={-1}>
          {words.value.myRooms}
        </h2>
        {count > 1 && (
          <input
            type="search"
            class="my-rooms-search"
            aria-label={words.value.search}
            placeholder={words.value.searchMany(count)}
            autocomplete="off"
            spellcheck={false}
            value={search.value}
            onInput={(event) => {
              search.value = event.currentTarget.value;
              // so that a letter is never more than a few lines' work
              isWhole.value = false;
              announce(words.value.found(found.value.length, count));
            }}
          />
        )}
      </div>
      {forgotten.value.length > 0 && (
        <p class="my-rooms-note undo">
          <span>
            {words.value.forgotten(named(forgotten.value))}
            {forgotten.value.some((room) => myRole(room, now.value.get(room.roomId)) === "owner") &&
              ` ${words.value.ownersKey}`}
          </span>
          <button type="button" class="button small" onClick={undo}>
            {words.value.undo}
          </button>
        </p>
      )}
      {gone.value.length > 0 && (
        <p class="my-rooms-note">
          <span>{words.value.goneRooms(gone.value.length)}</span>
          <button type="button" class="button small" onClick={() => forget(gone.value)}>
            {words.value.forgetGone(gone.value.length)}
          </button>
        </p>
      )}
      {count === 0 && <p class="my-rooms-empty">{words.value.none}</p>}
      {count > 0 && found.value.length === 0 && <p class="my-rooms-empty">{words.value.noneFound}</p>}
      <ul>
        {shown.value.map((room) => (
          <MyRoom
            key={room.roomId}
            room={room}
            now={now.value.get(room.roomId)}
            notes={notes.value}
            isRenaming={renaming.value === room.roomId}
            onAction={act}
            onTitle={rename}
          />
        ))}
      </ul>
      {shown.value.length < found.value.length && (
        <button
          type="button"
          class="button my-rooms-all"
          onClick={() => {
            focusNext.current = {
              ...(found.value[FIRST] && { roomId: found.value[FIRST].roomId }),
              selector: ":is(a.my-room-title, .forget)",
            };
            isWhole.value = true;
          }}
        >
          {words.value.showAll(found.value.length)}
        </button>
      )}
      {question !== undefined && (
        <DeleteRoomDialog
          name={roomName(question)}
          here={hereOthers(question, now.value.get(question.roomId))}
          onDelete={() => void remove(question)}
          onClose={() => {
            deleting.value = undefined;
          }}
        />
      )}
    </section>
  );
}

const hereOthers = ({ participant }: KnownRoom, now: RoomNow | undefined): string =>
  now === undefined ? "" : hereWords(now, participant);
