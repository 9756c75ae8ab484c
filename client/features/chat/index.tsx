// The page's half of the chat: the button with what is unread, and the panel, which is loaded when it is opened first.
import { newClientId } from "../../identity.ts";
import { browserStorage, tabStorage } from "../../stored.ts";
import type { PageFeature } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { LazyPanel } from "../../ui/parts/lazyPanel.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { notify } from "../../ui/parts/notify.ts";
import { ALERTS, ChatMemory } from "./chatMemory.ts";
import { ChatModel } from "./chatModel.ts";
import { words } from "./words.ts";

const CHAT = "chat";

const ChatIcon = () => (
  <Icon>
    <path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z" />
  </Icon>
);

export const chat: PageFeature = {
  name: "chat",
  open(room) {
    const model = new ChatModel(room, {
      memory: new ChatMemory(browserStorage, tabStorage),
      newId: newClientId,
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      isVisible: () => document.visibilityState === "visible",
      open: () => room.workbench.show(CHAT, true),
      uncover: () => room.workbench.uncover(),
      next: (run) => void requestAnimationFrame(run),
      show: (sentence, until) => show(sentence, undefined, until),
      mentioned: (text, go, seen) => notify({ kind: "mentioned", text, go, goName: words.value.show, seen }),
    });
    const look = (): void => model.look();
    document.addEventListener("visibilitychange", look);
    return {
      places: [
        {
          id: CHAT,
          at: "right",
          order: 10,
          name: () => words.value.chat,
          Icon: ChatIcon,
          View: () => (
            <LazyPanel
              model={model}
              isTypedInto
              load={async () => (await import("./panel.tsx")).ChatPanel}
              close={() => room.workbench.fold(CHAT)}
              notLoaded={() => words.value.notLoaded}
            />
          ),
          badge: model.unread,
        },
      ],
      marks: { said: { Icon: ChatIcon, name: (_, who) => words.value.wrote(who) } },
      commands: () => [
        ...ALERTS.filter((alerts) => alerts !== model.alerts.value).map((alerts) => ({
          id: `chat.alerts.${alerts}`,
          name: words.value.alert(words.value.alerts[alerts]),
          run: () => model.setAlerts(alerts),
        })),
        ...(model.mayClear.value ? [{ id: "chat.clear", name: words.value.clear, run: () => model.askToClear() }] : []),
      ],
      message: (data) => model.message(data),
      closed() {
        document.removeEventListener("visibilitychange", look);
        model.close();
      },
    };
  },
};
