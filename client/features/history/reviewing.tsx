// The first-load half of what is done with the past: its tab, its commands, who may see it, what others have brought back. What they lead to is loaded when it is
// wanted first. Knows no moment.
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Extension } from "@codemirror/state";
import type { Participant } from "#protocol/events.ts";
import type { ClientHistoryMessage, ServerHistoryMessage, Setting } from "../../../server/features/history/messages.ts";
import { isConnected, takesChanges } from "../../sync/status.ts";
import type { Command, PageRoom, Place } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { useLoaded } from "../../ui/parts/useLoaded.ts";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { blameSlot } from "./blame/slot.ts";
import { type Begun, cutOffIn, rememberBegun } from "./restore/begun.ts";
import { noteHere } from "./catchUp/noteHere.ts";
import type { Past } from "./past.tsx";
import { words } from "./words.ts";

const VERSIONS = "versions";
/** What owners choose from: who sees the history. */
const SETTINGS: readonly Setting[] = [
  { maySee: "owners", links: false },
  { maySee: "editors", links: false },
  { maySee: "everybody", links: false },
  { maySee: "everybody", links: true },
];

/** In words: who sees the history. */
export function whoSees({ maySee, links }: Setting): string {
  const { maySee: title, who, links: andLinks } = words.value;
  return `${title}: ${who[maySee]}${maySee === "everybody" && links ? ` ${andLinks}` : ""}`;
}

const VersionsIcon = () => (
  <Icon>
    <path d="M6.500 20.500V4.500h11l-2.500 4 2.500 4h-11" />
  </Icon>
);

/** An absence, of which the others may have made use. */
interface Away {
  /** when this person was here last, in ms since 1970 */
  readonly since: number;
  /** what changed is offered, not only there to be asked for */
  readonly isLong: boolean;
  /** they have looked at what changed, or do not want to */
  readonly isSeen: boolean;
}

interface ReviewingOptions {
  readonly room: PageRoom;
  readonly setting: ReadonlySignal<Setting | undefined>;
  /** this person sees the history */
  readonly isThere: ReadonlySignal<boolean>;
  readonly past: ReadonlySignal<Past | undefined>;
  readonly load: () => Promise<Past>;
  /** … and reads no log */
  readonly loadUnread: () => Promise<Past>;
}

export function reviewing({ room, setting, isThere, past, load, loadUnread }: ReviewingOptions) {
  /** the moment that a new room is asked for to be made of */
  const forkAt = signal<{ readonly time: number | undefined } | undefined>(undefined);
  /** what they may not have seen */
  const away = signal<Away | undefined>(undefined);
  const isOffered = computed(() => away.value?.isLong === true && !away.value.isSeen);
  const caughtUp = (): void => void (away.value &&= { ...away.value, isSeen: true });
  const role = computed(() => room.people.you.value?.role);
  const sorry = (): void => show(words.peek().notLoaded);
  const withPast = (run: (one: Past) => unknown) => (): void => void load().then(run, sorry);
  const withBlame = (run: (blame: Past["review"]["blame"]) => unknown) => (): void =>
    void loadUnread().then(({ review }) => run(review.blame), sorry);
  const stopNoting = noteHere(room, (since, isLong) => {
    // who looks aside for a moment has not seen yet what came before
    if (isLong || away.peek()?.isSeen !== false) away.value = { since, isLong, isSeen: false };
  });
  const end = effect(() => {
    if (!isThere.value || !isOffered.value) return;
    untracked(
      () =>
        void load().then(
          (one) => one.refresh(),
          () => {},
        ),
    );
  });

  const tell = (begun: Begun, client: number): void => {
    // this window's from now on, and the next one's where this is closed before it is told
    rememberBegun(room.roomId, { ...begun, client });
    const loaded = Promise.all([load(), import("./restore/cutOff.ts")]);
    loaded.then(
      ([one, { tellCutOff }]) => tellCutOff(one.review, begun),
      () => {
        rememberBegun(room.roomId, begun);
        sorry();
      },
    );
  };
  const endCutOff = effect(() => {
    const { you, clients } = room.people;
    if (!isThere.value || !you.value) return;
    const { client } = you.value;
    const begun = cutOffIn(room.roomId, you.value, clients.value);
    untracked(() => begun.forEach((one) => tell(one, client)));
  });

  const place: Place = {
    id: VERSIONS,
    at: "right",
    order: 50,
    name: () => words.value.versions,
    Icon: VersionsIcon,
    View() {
      const Panel = useOpened({
        isOpen: () => true,
        async load() {
          const [one, { VersionsPanel }] = await Promise.all([load(), import("./versions/panel.tsx")]);
          return () => <VersionsPanel review={one.review} />;
        },
        close: () => room.workbench.fold(VERSIONS),
        notLoaded: () => words.peek().notLoaded,
      });
      return Panel ? <Panel /> : null;
    },
    isThere,
  };

  /** A comparison lies over the code. */
  function Over() {
    const comparison = past.value?.review.compared.value;
    const Compare = useLoaded(
      () => past.value?.review.compared.value !== undefined,
      async () => (await import("./compare/compareView.tsx")).CompareView,
      sorry,
    );
    return Compare && past.value && comparison ? <Compare review={past.value.review} comparison={comparison} /> : null;
  }

  /** What is asked about. In the head: under a phone's sheet nothing takes a press. */
  function Head() {
    const Dialogs = useLoaded(
      () => past.value?.review.asked.value !== undefined,
      async () => (await import("./dialogs.tsx")).Dialogs,
      sorry,
    );
    const ForkDialog = useLoaded(
      () => forkAt.value !== undefined,
      async () => (await import("./versions/forkDialog.tsx")).ForkDialog,
      () => {
        forkAt.value = undefined;
        show(words.peek().forkNotLoaded);
      },
    );
    const at = forkAt.value?.time;
    const name = at === undefined ? undefined : past.value?.review.nameAt(at);
    return (
      <>
        {Dialogs && past.value && <Dialogs review={past.value.review} />}
        {ForkDialog && <ForkDialog room={room} at={at} name={name} onClose={() => (forkAt.value = undefined)} />}
      </>
    );
  }

  function Above() {
    const Bar = useLoaded(
      () => isOffered.value,
      async () => (await import("./catchUp/catchUpBar.tsx")).CatchUpBar,
      () => {},
    );
    return Bar && past.value && isThere.value && isOffered.value && away.value ? (
      <Bar review={past.value.review} since={away.value.since} onDone={caughtUp} />
    ) : null;
  }

  function Menu() {
    const WhoMaySee = useLoaded(
      () => room.people.isOwner.value && setting.value !== undefined,
      async () => (await import("./whoMaySee.tsx")).WhoMaySee,
      sorry,
    );
    return WhoMaySee && setting.value ? <WhoMaySee setting={setting.value} room={room} /> : null;
  }

  function Person({ person }: { readonly person: Participant }) {
    const isOther = person.participant !== room.people.you.value?.participant;
    const TakeBack = useLoaded(
      () => room.people.isOwner.value && isThere.value,
      async () => (await import("./undo/takeBackButton.tsx")).TakeBackButton,
      sorry,
    );
    return TakeBack && isOther ? (
      <TakeBack person={person} onPress={withPast((one) => one.review.askUndo(person.participant))} />
    ) : null;
  }

  /** What the room's menu has for owners. */
  const ruling = (now: Setting): readonly Command[] => {
    return SETTINGS.filter((one) => whoSees(one) !== whoSees(now)).map((one) => ({
      id: `history.who.${one.maySee}${one.links ? ".links" : ""}`,
      name: whoSees(one),
      run: () => room.send({ type: "setting", ...one } satisfies ClientHistoryMessage),
    }));
  };

  const catchingUp = (since: number): readonly Command[] => {
    const seen = (run: (one: Past) => void) => () => {
      caughtUp();
      withPast(run)();
    };
    return [
      {
        id: "history.catchUp",
        name: words.value.catchUp,
        run: seen((one) => one.review.compare(since, undefined)),
      },
      {
        id: "history.catchUpPlayed",
        name: words.value.catchUpPlayed,
        run: seen((one) => one.review.playSince(since)),
      },
    ];
  };

  return {
    place,
    Head,
    Over,
    Above,
    Menu,
    Person,
    forkAt,
    editor: (): Extension => blameSlot.of([]),
    commands(): readonly Command[] {
      const mayWrite = role.value === "owner" || role.value === "editor";
      return [
        ...(isThere.value
          ? [
              { id: "history.blame", name: words.value.blame, run: withBlame((blame) => blame.toggle()) },
              { id: "history.whose", name: words.value.whose, run: withBlame((blame) => blame.sayLine()) },
              ...(past.value?.playback.player.isPlaying.value
                ? []
                : [{ id: "history.play", name: words.value.play, run: withPast((one) => one.play()) }]),
              ...(away.value ? catchingUp(away.value.since) : []),
            ]
          : []),
        ...(isThere.value && mayWrite
          ? [{ id: "history.undo", name: words.value.takeBack, run: withPast((one) => one.review.askUndo(undefined)) }]
          : []),
        // of a moment that is looked at these are commands of that
        ...(isThere.value && mayWrite && past.value?.isPast !== true && takesChanges(room.status.value)
          ? [{ id: "history.name", name: words.value.nameNow, run: withPast((one) => one.review.askName(undefined)) }]
          : []),
        ...(mayWrite && past.value?.isPast !== true
          ? [{ id: "history.fork", name: words.value.fork, run: () => (forkAt.value = { time: undefined }) }]
          : []),
        ...(room.people.isOwner.value && setting.value && isConnected(room.status.value) ? ruling(setting.value) : []),
        ...(past.value?.review.commands() ?? []),
      ];
    },
    /** Somebody else has changed a text by its past. */
    announced(message: Extract<ServerHistoryMessage, { type: "announced" }>): void {
      const { participant } = message;
      if (participant === room.people.you.peek()?.participant) return;
      const { files = [] } = room.room.peek() ?? {};
      const name = room.people.person(participant)?.name ?? "";
      if ("file" in message)
        show(words.peek()[message.what](name, files.find((one) => one.file === message.file)?.name ?? ""));
      else show(words.peek()[message.what](name));
    },
    close(): void {
      stopNoting();
      end();
      endCutOff();
    },
  };
}
