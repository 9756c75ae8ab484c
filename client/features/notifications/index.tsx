// Notifications: the bell with what is unread, and who reads the news. The list is loaded when it is opened first. Has no other half.
import { type Signal, signal } from "@preact/signals";
import { browserStorage } from "../../stored.ts";
import { Badge } from "../../ui/parts/badge.tsx";
import type { PageFeature } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { readNews } from "../../ui/parts/notify.ts";
import { tip } from "../../ui/parts/tips/tip.ts";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { browserNotifications } from "./browserNotifications.ts";
import { NotificationsModel } from "./notificationsModel.ts";
import { SettingsMemory } from "./settings.ts";
import { words } from "./words.ts";

interface OfNotifications {
  readonly model: NotificationsModel;
  readonly isOpen: Signal<boolean>;
}

function Bell({ model, isOpen }: OfNotifications) {
  const unread = model.unread.value;
  return (
    <button
      type="button"
      class="button quiet badged"
      aria-label={unread > 0 ? words.value.unread(unread) : words.value.notifications}
      aria-haspopup="dialog"
      {...tip(words.value.notifications)}
      onClick={() => {
        isOpen.value = true;
      }}
    >
      <Icon>
        <path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.5 1.500h-15zM10 20.500a2.2 2.2 0 0 0 4 0" />
      </Icon>
      <span>{words.value.notifications}</span>
      <Badge count={unread} />
    </button>
  );
}

function LazyDialog({ model, isOpen }: OfNotifications) {
  const close = (): void => {
    isOpen.value = false;
  };
  const Dialog = useOpened({
    isOpen: () => isOpen.value,
    load: async () => (await import("./dialog.tsx")).NotificationsDialog,
    close,
    notLoaded: () => words.value.notLoaded,
  });
  return Dialog ? <Dialog model={model} onClose={close} /> : null;
}

export const notifications: PageFeature = {
  name: "notifications",
  open(room) {
    const isOpen = signal(false);
    const model = new NotificationsModel({
      memory: new SettingsMemory(browserStorage),
      now: () => Date.now(),
      isVisible: () => document.visibilityState === "visible",
      show,
      ...browserNotifications(() => room.room.peek()?.title || "Code Companion"),
    });
    return {
      areas: {
        statusBar: () => <Bell model={model} isOpen={isOpen} />,
        over: () => <LazyDialog model={model} isOpen={isOpen} />,
      },
      news: model.unread,
      commands: () => [
        {
          id: "notifications.show",
          name: words.value.show,
          run() {
            isOpen.value = true;
          },
        },
      ],
      closed: readNews((news) => model.add(news)),
    };
  },
};
