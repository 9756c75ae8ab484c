// The list of notifications and what is told of. Loaded apart from the room. Knows no room.
import { useSignal } from "@preact/signals";
import type { TargetedMouseEvent } from "preact";
import { useId } from "preact/hooks";
import { closeDialogAround, Dialog } from "../../ui/parts/dialog.tsx";
import { NEWS_KINDS } from "../../ui/parts/notify.ts";
import { byDay } from "../../ui/parts/times/times.ts";
import { Ago } from "../../ui/parts/times/timeWords.tsx";
import { narrowed, type NewsType, typesOf } from "./grouping.ts";
import "./notifications.css";
import type { Notification, NotificationsModel, Permission } from "./notificationsModel.ts";
import { words } from "./words.later.ts";
import { words as notificationsWords } from "./words.ts";

interface OfNotifications {
  readonly model: NotificationsModel;
}

/** Why the browser's own are not to be had, if they are not. */
const whyNot = (permission: Permission): string | undefined =>
  permission === "denied" || permission === "missing" ? words.value[permission] : undefined;

export function NotificationsDialog({ model, onClose }: OfNotifications & { readonly onClose: () => void }) {
  const list = model.list.value;
  const wanted = useSignal<NewsType | undefined>(undefined);
  const types = typesOf(list);
  // the last of a type may have made way for newer news
  const type = types.find((one) => one === wanted.value);
  const now = Date.now();
  return (
    <Dialog title={notificationsWords.value.notifications} class="side" onClose={onClose}>
      {list.length === 0 ? (
        <p class="news-none">{words.value.none}</p>
      ) : (
        <>
          <button
            type="button"
            class="button small news-read"
            aria-disabled={model.unread.value === 0}
            onClick={() => model.readAll()}
          >
            {words.value.readAll}
          </button>
          {types.length > 1 && (
            <div class="news-types" role="group" aria-label={words.value.show}>
              {[undefined, ...types].map((one) => (
                <button
                  key={one}
                  type="button"
                  class="button small"
                  aria-pressed={one === type}
                  onClick={() => {
                    wanted.value = one;
                  }}
                >
                  {one === undefined ? words.value.all : words.value.types[one]}
                </button>
              ))}
            </div>
          )}
          {byDay(narrowed(list, type), now).map(({ day, items }) => (
            <Day key={day} day={day} items={items} model={model} />
          ))}
        </>
      )}
      <Settings model={model} />
    </Dialog>
  );
}

interface DayProps extends OfNotifications {
  readonly day: string;
  /** the newest first */
  readonly items: readonly Notification[];
}

function Day({ day, items, model }: DayProps) {
  const headId = useId();
  return (
    <section>
      <h3 id={headId}>{day}</h3>
      <ul class="news" aria-labelledby={headId}>
        {items.map((item) => (
          <Item key={item.id} item={item} model={model} />
        ))}
      </ul>
    </section>
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
      {!isRead && <span class="unseen">{words.value.unread} </span>}
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
  const why = whyNot(permission);
  return (
    <details class="news-settings">
      <summary>{words.value.settings}</summary>
      <fieldset>
        <legend>{words.value.tellWhen}</legend>
        {NEWS_KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="checkbox"
              checked={!muted.has(kind)}
              onChange={({ currentTarget }) => model.setMuted(kind, !currentTarget.checked)}
            />
            {words.value.kinds[kind]}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{words.value.whileHidden}</legend>
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
          {words.value.byBrowser}
        </label>
        <p id="news-by-browser">{why ?? words.value.why}</p>
      </fieldset>
    </details>
  );
}
