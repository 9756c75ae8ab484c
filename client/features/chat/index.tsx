// The page's half of the chat: the button with what is unread, and the panel, which is loaded when it is opened first.
import { newClientId } from "../../identity.ts";
import { Badge } from "../../ui/badge.tsx";
import type { ClientFeature } from "../../ui/feature.ts";
import { Icon } from "../../ui/icons.tsx";
import { show } from "../../ui/notices.tsx";
import { notify } from "../../ui/notify.ts";
import { narrow } from "../../ui/screenWidth.ts";
import { useLoaded } from "../../ui/useLoaded.ts";
import { ChatMemory } from "./chatMemory.ts";
import { ChatModel } from "./chatModel.ts";

/** Reading storage itself throws where a browser forbids it. */
function shelf(storage: () => Storage): Storage | undefined {
  try {
    return storage();
  } catch {
    return undefined;
  }
}

function ChatButton({ model }: { readonly model: ChatModel }) {
  const unread = model.unread.value;
  return (
    <button
      type="button"
      id="chat-button"
      class="button quiet icon-only badged"
      aria-label={unread > 0 ? `Chat, ${unread} unread` : "Chat"}
      aria-expanded={model.isOpen.value}
      title="Chat"
      onClick={() => model.setOpen(!model.isOpen.value)}
    >
      <Icon>
        <path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z" />
      </Icon>
      <Badge count={unread} />
    </button>
  );
}

function LazyPanel({ model }: { readonly model: ChatModel }) {
  const Panel = useLoaded(
    () => model.isOpen.value,
    async () => (await import("./panel.tsx")).ChatPanel,
    () => {
      model.setOpen(false);
      show("The chat could not be loaded. Try again when the connection is back.");
    },
  );
  return Panel ? <Panel model={model} /> : null;
}

export const chat: ClientFeature = {
  name: "chat",
  open(room) {
    const model = new ChatModel(room, {
      memory: new ChatMemory(
        shelf(() => localStorage),
        shelf(() => sessionStorage),
      ),
      newId: newClientId,
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      isVisible: () => document.visibilityState === "visible",
      coversCode: () => narrow.peek(),
      next: (run) => void requestAnimationFrame(run),
      show,
      mentioned: (text, go) => notify({ kind: "mentioned", text, go }),
    });
    const look = (): void => model.look();
    document.addEventListener("visibilitychange", look);
    return {
      Button: () => <ChatButton model={model} />,
      Panel: () => <LazyPanel model={model} />,
      message: (data) => model.message(data),
      closed() {
        document.removeEventListener("visibilitychange", look);
        model.close();
      },
    };
  },
};
