// The page's half of the roles: Share, who waits, what is done with a person, and the door. What is rarely seen is loaded when it is wanted.
import type { Participant } from "#protocol/events.ts";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { homeUrl } from "../../api.ts";
import type { AtTheDoor, Command, PageFeature } from "../../ui/pageFeature.ts";
import { useFocusLeft } from "../../ui/parts/focusLeft.ts";
import { ShareIcon } from "../../ui/parts/icons.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { notify } from "../../ui/parts/notify.ts";
import { tip } from "../../ui/parts/tips/tip.ts";
import { useLoaded } from "../../ui/parts/useLoaded.ts";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { DoorIcon, MoreIcon, SettingsIcon } from "./icons.tsx";
import "./rolesButtons.css";
import { type Open, RolesModel } from "./rolesModel.ts";
import { words } from "./words.room.ts";

interface OfRoles {
  readonly model: RolesModel;
}

const opening = (model: RolesModel, what: Open) => () => {
  model.open.value = what;
};

function Share({ model }: OfRoles) {
  return (
    <>
      <button
        type="button"
        class="button primary share"
        aria-haspopup="dialog"
        {...tip(words.value.shareHint)}
        onClick={opening(model, "share")}
      >
        <ShareIcon />
        <span>{words.value.share}</span>
      </button>
      <LazyDialogs model={model} />
    </>
  );
}

/** Who waits: for owners, and only while somebody does. */
function AtTheDoorNow({ model }: OfRoles) {
  const count = model.waiting.value.length;
  if (count === 0) return null;
  return (
    <button
      type="button"
      class="button quiet roles-waiting"
      aria-haspopup="dialog"
      aria-label={words.value.waiting(count)}
      {...tip(words.value.waiting(count))}
      onClick={opening(model, "waiting")}
    >
      <DoorIcon />
      <span class="roles-count">{count}</span>
    </button>
  );
}

/** What owners do with all people at once, above the list of them. */
function AllPeople({ model }: OfRoles) {
  const count = model.waiting.value.length;
  const you = model.room.people.you.value?.participant;
  const others = model.room.room.value?.participants.filter(
    ({ participant, role, robot, removed }) =>
      participant !== you && role === "editor" && robot === undefined && removed !== true,
  );
  if (!model.room.people.isOwner.value) return null;
  return (
    <>
      {count > 0 && (
        <ForAll class="roles-at-door">
          <strong>{words.value.waitingCount(count)}</strong>
          <button type="button" class="button primary small" aria-haspopup="dialog" onClick={opening(model, "waiting")}>
            {words.value.letThemIn}
          </button>
        </ForAll>
      )}
      {model.isLive.value && others?.[0] && (
        <ForAll>
          <button type="button" class="button small" aria-haspopup="dialog" onClick={opening(model, "viewers")}>
            {words.value.everyoneReads}
          </button>
        </ForAll>
      )}
    </>
  );
}

/** Goes with what it is for; the focus stays in the place. */
function ForAll({ class: more = "", children }: { readonly class?: string; readonly children: ComponentChildren }) {
  const ref = useRef<HTMLParagraphElement>(null);
  useFocusLeft(ref, ".place-panel");
  return (
    <p ref={ref} class={`roles-all ${more}`}>
      {children}
    </p>
  );
}

/** That the room is closed, to the owners in it. Always there, so that a screen reader says what comes into it. */
function Closed({ model }: OfRoles) {
  const isClosed = model.room.people.isOwner.value && model.isClosed.value && model.room.status.value.state !== "ended";
  return (
    <div class={isClosed ? "banner roles-closed" : ""} aria-live="polite">
      {isClosed && (
        <>
          <p>
            <strong>{words.value.closed}</strong> {words.value.closedText}
          </p>
          <button
            type="button"
            class="button primary small"
            disabled={!model.isLive.value}
            onClick={() => model.set({ closed: false })}
          >
            {words.value.reopen}
          </button>
        </>
      )}
    </div>
  );
}

/** What an owner has taken from somebody just now, once its dialog is closed. */
function LazyTakenBar({ model }: OfRoles) {
  const TakenBar = useLoaded(
    () => model.undoable.value !== undefined && model.open.value !== "taken",
    async () => (await import("./takenBar.tsx")).TakenBar,
    // the dialog has had it, too
    () => {},
  );
  return <div aria-live="polite">{TakenBar && <TakenBar model={model} />}</div>;
}

function SettingsButton({ model }: OfRoles) {
  if (!model.room.people.isOwner.value) return null;
  return (
    <button type="button" class="button quiet tool" aria-haspopup="dialog" onClick={opening(model, "settings")}>
      <SettingsIcon />
      <span>{words.value.roomSettings}</span>
    </button>
  );
}

function Manage({ model, person }: OfRoles & { readonly person: Participant }) {
  const isMe = person.participant === model.room.people.you.value?.participant;
  if (!model.room.people.isOwner.value || isMe || person.removed === true) return null;
  return (
    <button
      type="button"
      class="button quiet icon-only"
      aria-haspopup="dialog"
      aria-label={words.value.role(person.name)}
      {...tip(words.value.roleHint)}
      onClick={opening(model, person.participant)}
    >
      <MoreIcon />
    </button>
  );
}

function LazyDialogs({ model }: OfRoles) {
  const Dialogs = useOpened({
    isOpen: () => model.open.value !== undefined,
    load: async () => (await import("./dialogs.tsx")).Dialogs,
    close: () => {
      model.open.value = undefined;
    },
    notLoaded: () => words.value.notLoaded,
  });
  return Dialogs ? <Dialogs model={model} /> : null;
}

function LazyDoor({ model, ...rest }: OfRoles & AtTheDoor) {
  const Door = useLoaded(
    () => true,
    async () => (await import("./door.tsx")).Door,
    // the newer version of the page has it under another name
    () => location.reload(),
  );
  if (!Door) return <main class="opening" aria-busy="true" aria-label={words.value.comingIn} />;
  return <Door {...rest} status={model.room.status} />;
}

async function makeEditors(model: RolesModel): Promise<void> {
  try {
    (await import("./everyone.ts")).giveEveryone(model, "editor");
  } catch {
    show(words.peek().notLoaded);
  }
}

function ownersCommands(model: RolesModel): readonly Command[] {
  const all: readonly Command[] = [
    { id: "roles.settings", name: words.value.changeSettings, run: opening(model, "settings") },
    ...(model.waiting.value.length > 0
      ? [{ id: "roles.waiting", name: words.value.whoWaits, run: opening(model, "waiting") }]
      : []),
  ];
  if (!model.isLive.value) return all;
  return [
    ...all,
    { id: "roles.viewers", name: words.value.everyoneReads, run: opening(model, "viewers") },
    { id: "roles.editors", name: words.value.everyoneWrites, run: () => void makeEditors(model) },
    model.isClosed.value
      ? { id: "roles.reopen", name: words.value.reopenRoom, run: () => model.set({ closed: false }) }
      : { id: "roles.close", name: words.value.closeRoom, run: opening(model, "closing") },
    { id: "roles.delete", name: words.value.deleteRoom, run: opening(model, "deleting") },
  ];
}

export const roles: PageFeature = {
  name: "roles",
  open(room) {
    const model = new RolesModel(room, homeUrl(), notify);
    return {
      areas: {
        head: () => <AtTheDoorNow model={model} />,
        menu: () => <SettingsButton model={model} />,
        people: () => <AllPeople model={model} />,
        banner: () => (
          <>
            <Closed model={model} />
            <LazyTakenBar model={model} />
          </>
        ),
      },
      commands: () => [
        { id: "roles.share", name: words.value.shareRoom, run: opening(model, "share") },
        { id: "roles.moreWays", name: words.value.moreWays, run: opening(model, "moreWays") },
        ...(model.room.people.isOwner.value ? ownersCommands(model) : []),
      ],
      firstUse: {
        order: 10,
        load: async () => {
          const { InviteLine } = await import("./inviteLine.tsx");
          return () => <InviteLine model={model} />;
        },
      },
      Share: () => <Share model={model} />,
      Person: ({ person }) => <Manage model={model} person={person} />,
      Door: (props) => <LazyDoor model={model} {...props} />,
      isReadOnly: model.isClosed,
      eject: model.eject,
      message: (data) => model.message(data),
      closed: () => model.close(),
    };
  },
};
