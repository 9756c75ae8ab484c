// The page's half of history: its tab under the code, and what of the past is over the code. All but the tab is loaded when it is opened first. Knows no
// moment.
import { computed, effect, signal, untracked } from "@preact/signals";
import type { ServerHistoryMessage, Setting } from "../../../server/features/history/messages.ts";
import { isViewingAddress } from "#protocol/roomId.ts";
import { EditorsByFile } from "../../editor/editorsByFile.ts";
import { linkedIn } from "./momentLink.ts";
import type { PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { useOpened } from "../../ui/parts/useOpened.ts";
import type { Past } from "./past.tsx";
import { reviewing, whoSees } from "./reviewing.tsx";
import { words } from "./words.ts";

const HISTORY = "history";

const HistoryIcon = () => (
  <Icon>
    <path d="M4 5v4.500h4.500M4.600 9.200a8 8 0 1 1-.6 4.300M12 8v4.500l3 2" />
  </Icon>
);

/** Whether this person sees the history, as the server decides it. */
function seesHistory(room: PageRoom, { maySee, links }: Setting): boolean {
  const role = room.people.you.value?.role;
  if (role === "owner") return true;
  if (role === "editor") return maySee !== "owners";
  return role === "viewer" && maySee === "everybody" && (links || !isViewingAddress(room.roomId));
}

export const history: PageFeature = {
  name: HISTORY,
  open(room) {
    const setting = signal<Setting | undefined>(undefined);
    const past = signal<Past | undefined>(undefined);
    const isThere = computed(() => setting.value !== undefined && seesHistory(room, setting.value));
    const toNow = computed(() => {
      const one = past.value;
      return one?.isOverCode === true ? (stay?: number): void => one.backToNow(stay) : undefined;
    });
    const editors = new EditorsByFile((file, transactions) => past.peek()?.changed(file, transactions));
    let loading: Promise<Past> | undefined;
    /** What reads no log. */
    const loadUnread = (): Promise<Past> => {
      loading ??= import("./past.tsx").then(
        (loaded) => (past.value = new loaded.Past(room, editors, (time) => (review.forkAt.value = { time }))),
        (error: unknown) => {
          loading = undefined;
          throw error;
        },
      );
      return loading;
    };
    /** Owners hear what one of them has chosen, wherever they did so. */
    const hearSetting = (now: Setting): void => {
      const before = setting.peek();
      setting.value = now;
      if (!before || !room.people.isOwner.peek()) return;
      untracked(() => whoSees(now) !== whoSees(before) && show(whoSees(now)));
    };
    const load = async (): Promise<Past> => (await loadUnread()).open();
    const fold = (): void => room.workbench.fold(HISTORY);
    const Tab = () => {
      const Panel = useOpened({
        isOpen: () => true,
        load: async () => (await load()).Panel,
        close: fold,
        notLoaded: () => words.peek().notLoaded,
      });
      return Panel ? <Panel /> : null;
    };

    const review = reviewing({ room, setting, isThere, past, load, loadUnread });

    /** A link may lead to a moment; it is looked at once it is known who may. */
    const linked = signal(linkedIn(location.hash));
    const heardLink = (): void => {
      linked.value = linkedIn(location.hash) ?? linked.peek();
    };
    addEventListener("hashchange", heardLink);
    const ends = [
      effect(() => {
        const place = linked.value;
        if (place === undefined || setting.value === undefined || room.people.you.value === undefined) return;
        const isSeen = isThere.value;
        untracked(() => {
          linked.value = undefined;
          window.history.replaceState(window.history.state, "", location.pathname);
          if (!isSeen) return show(words.peek().mayNotSee);
          room.workbench.show(HISTORY);
          void load().then(
            (one) => one.follow(place),
            () => show(words.peek().notLoaded),
          );
        });
      }),
      effect(() => {
        if (!isThere.value) untracked(() => past.peek()?.shut());
      }),
    ];

    return {
      places: [
        {
          id: HISTORY,
          at: "dock",
          order: 20,
          name: () => words.value.history,
          Icon: HistoryIcon,
          View: Tab,
          isThere,
        },
        review.place,
      ],
      areas: {
        head: review.Head,
        above: () => (
          <>
            <review.Above />
            {past.value && <past.value.Bar />}
          </>
        ),
        over: () => (
          <>
            {past.value && <past.value.View />}
            <review.Over />
          </>
        ),
        menu: review.Menu,
        below: () => past.value && <past.value.Below />,
        statusBar: () => past.value && <past.value.Status />,
      },
      Person: review.Person,
      toNow,
      editor: (file) => [editors.extension(file), review.editor()],
      commands: () => [...review.commands(), ...(past.value?.commands() ?? [])],
      message(data) {
        // the server's half is of the same version
        const message = data as ServerHistoryMessage;
        if (message.type === "setting") hearSetting(message);
        if (message.type === "announced") review.announced(message);
        past.peek()?.message(message);
      },
      refused: (code, _, own) => past.peek()?.review.telling.refused(code, own) === true,
      closed() {
        removeEventListener("hashchange", heardLink);
        for (const end of ends) end();
        review.close();
        past.peek()?.close();
      },
    };
  },
};
