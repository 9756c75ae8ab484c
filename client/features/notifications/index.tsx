// Notifications: the bell with what is unread, and who reads the news. The list is loaded when it is opened first. Has no other half.
import { type Signal, signal } from "@preact/signals";
import { Badge } from "../../ui/badge.tsx";
import type { ClientFeature } from "../../ui/feature.ts";
import { Icon } from "../../ui/icons.tsx";
import { show } from "../../ui/notices.tsx";
import { readNews } from "../../ui/notify.ts";
import { useLoaded } from "../../ui/useLoaded.ts";
import { browserNotifications } from "./browserNotifications.ts";
import { NotificationsModel } from "./notificationsModel.ts";
import { SettingsMemory } from "./settings.ts";

interface OfNotifications {
  readonly model: NotificationsModel;
  readonly isOpen: Signal<boolean>;
}

function Bell({ model, isOpen }: OfNotifications) {
  const unread = model.unread.value;
  return (
    <>
      <button
        type="button"
        class="button quiet icon-only badged"
        aria-label={unread > 0 ? `Notifications, ${unread} unread` : "Notifications"}
        aria-haspopup="dialog"
        title="Notifications"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        <Icon>
          <path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.5 1.500h-15zM10 20.500a2.2 2.2 0 0 0 4 0" />
        </Icon>
        <Badge count={unread} />
      </button>
      <LazyDialog model={model} isOpen={isOpen} />
    </>
  );
}

function LazyDialog({ model, isOpen }: OfNotifications) {
  const close = (): void => {
    isOpen.value = false;
  };
  const Dialog = useLoaded(
    () => isOpen.value,
    async () => (await import("./dialog.tsx")).NotificationsDialog,
    () => {
      close();
      show("The notifications could not be loaded. Try again when the connection is back.");
    },
  );
  return Dialog ? <Dialog model={model} onClose={close} /> : null;
}

export const notifications: ClientFeature = {
  name: "notifications",
  open(room) {
    const isOpen = signal(false);
    const model = new NotificationsModel({
      memory: new SettingsMemory(() => localStorage),
      now: () => Date.now(),
      isVisible: () => document.visibilityState === "visible",
      show,
      ...browserNotifications(() => room.room.peek()?.title || "Code Companion"),
    });
    return {
      Button: () => <Bell model={model} isOpen={isOpen} />,
      closed: readNews((news) => model.add(news)),
    };
  },
};
