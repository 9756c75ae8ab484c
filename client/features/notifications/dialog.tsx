// The list of notifications and what is told of. Loaded apart from the room. Knows no room.
import type { TargetedMouseEvent } from "preact";
import { closeDialogAround, Dialog } from "../../ui/dialog.tsx";
import { NEWS_KINDS, type NewsKind } from "../../ui/notify.ts";
import { Ago } from "../../ui/timeWords.tsx";
import "./notifications.css";
import type { Notification, NotificationsModel, Permission } from "./notificationsModel.ts";

interface OfNotifications {
  readonly model: NotificationsModel;
}

const KIND_WORDS: Readonly<Record<NewsKind, string>> = {
  joined: "Somebody comes in",
  left: "Somebody leaves",
  waiting: "Somebody waits to be let in",
  admitted: "I am let in",
  mentioned: "I am mentioned in the chat",
  roleChanged: "My role changes",
  removed: "I am put out of the room",
  lookHere: "An owner asks everyone to look",
  fileMade: "Somebody makes a file",
};

/** Why the browser's own are not to be had. */
const PERMISSION_WORDS: Readonly<Partial<Record<Permission, string>>> = {
  denied: "This browser was told not to allow it for this site. Its settings for the site change that.",
  missing: "This browser does not have it for this page.",
};

export function NotificationsDialog({ model, onClose }: OfNotifications & { readonly onClose: () => void }) {
  const list = model.list.value;
  return (
    <Dialog title="Notifications" class="side" onClose={onClose}>
      {list.length === 0 ? (
        <p class="news-none">Nothing has happened yet.</p>
      ) : (
        <>
          <button
            type="button"
            class="button small news-read"
            aria-disabled={model.unread.value === 0}
            onClick={() => model.readAll()}
          >
            Mark all read
          </button>
          <ul class="news" aria-label="Notifications, the newest first">
            {list.map((item) => (
              <Item key={item.id} item={item} model={model} />
            ))}
          </ul>
        </>
      )}
      <Settings model={model} />
    </Dialog>
  );
}

function Item({ item, model }: OfNotifications & { readonly item: Notification }) {
  const { id, text, time, isRead, go } = item;
  const lead = ({ currentTarget }: TargetedMouseEvent<HTMLElement>): void => {
    // closed first, so that the focus can go where this leads
    closeDialogAround(currentTarget);
    requestAnimationFrame(() => model.go(id));
  };
  const content = (
    <>
      {!isRead && <span class="news-dot" />}
      {!isRead && <span class="unseen">Unread: </span>}
      <span class="news-text" dir="auto">
        {text}
      </span>{" "}
      <Ago time={time} now={() => Date.now()} />
    </>
  );
  return (
    <li class={isRead ? "" : "unread"}>
      {go === undefined ? (
        <p class="news-item">{content}</p>
      ) : (
        <button type="button" class="news-item" onClick={lead}>
          {content}
        </button>
      )}
    </li>
  );
}

function Settings({ model }: OfNotifications) {
  const { muted, byBrowser } = model.settings.value;
  const permission = model.permission.value;
  const why = PERMISSION_WORDS[permission];
  return (
    <details class="news-settings">
      <summary>Settings</summary>
      <fieldset>
        <legend>Tell me when</legend>
        {NEWS_KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="checkbox"
              checked={!muted.has(kind)}
              onChange={({ currentTarget }) => model.setMuted(kind, !currentTarget.checked)}
            />
            {KIND_WORDS[kind]}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>While this tab is hidden</legend>
        <label>
          <input
            type="checkbox"
            checked={byBrowser && permission === "granted"}
            disabled={why !== undefined}
            aria-describedby="news-by-browser"
            onChange={({ currentTarget }) => {
              const wanted = currentTarget.checked;
              // until the browser has been allowed to
              currentTarget.checked = byBrowser;
              void model.setByBrowser(wanted);
            }}
          />
          Let the browser tell me
        </label>
        <p id="news-by-browser">
          {why ?? "So that you notice while you look at something else. The browser asks you once."}
        </p>
      </fieldset>
    </details>
  );
}
