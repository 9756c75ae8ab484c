// The page's half of the roles: Share, who waits, what is done with a person, and the door. What is rarely seen is loaded when it is wanted.
import type { Participant } from "#protocol/events.ts";
import { homeUrl } from "../../api.ts";
import type { AtTheDoor, ClientFeature } from "../../ui/feature.ts";
import { ShareIcon } from "../../ui/icons.tsx";
import { show } from "../../ui/notices.tsx";
import { notify } from "../../ui/notify.ts";
import { useLoaded } from "../../ui/useLoaded.ts";
import { DoorIcon, MoreIcon, SettingsIcon } from "./icons.tsx";
import "./rolesButtons.css";
import { type Open, RolesModel } from "./rolesModel.ts";

interface OfRoles {
  readonly model: RolesModel;
}

const opening = (model: RolesModel, what: Open) => () => {
  model.open.value = what;
};

function Share({ model }: OfRoles) {
  return (
    <>
      <button type="button" class="button primary share" aria-haspopup="dialog" onClick={opening(model, "share")}>
        <ShareIcon />
        <span>Share</span>
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
      aria-label={`${count} waiting to be let in`}
      onClick={opening(model, "waiting")}
    >
      <DoorIcon />
      <span class="roles-count">{count}</span>
    </button>
  );
}

/** That the room is closed, to the owners in it. Always there, so that a screen reader says what comes into it. */
function Closed({ model }: OfRoles) {
  const isClosed = model.isOwner.value && model.isClosed.value && model.room.status.value.state !== "ended";
  return (
    <div class={isClosed ? "roles-closed" : ""} aria-live="polite">
      {isClosed && (
        <>
          <p>
            <strong>The room is closed.</strong> Owners alone are in, its links let nobody else in, and nothing is
            written.
          </p>
          <button
            type="button"
            class="button primary small"
            disabled={!model.isLive.value}
            onClick={() => model.set({ closed: false })}
          >
            Open it again
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
  if (!model.isOwner.value) return null;
  return (
    <button
      type="button"
      class="button quiet tool"
      aria-haspopup="dialog"
      title="Room settings"
      onClick={opening(model, "settings")}
    >
      <SettingsIcon />
      <span>Settings</span>
    </button>
  );
}

function Manage({ model, person }: OfRoles & { readonly person: Participant }) {
  const isMe = person.participant === model.room.you.value?.participant;
  if (!model.isOwner.value || isMe || person.removed === true) return null;
  return (
    <button
      type="button"
      class="button quiet icon-only"
      aria-haspopup="dialog"
      aria-label={`Role of ${person.name}, and more`}
      title="Role, and more"
      onClick={opening(model, person.participant)}
    >
      <MoreIcon />
    </button>
  );
}

function LazyDialogs({ model }: OfRoles) {
  const Dialogs = useLoaded(
    () => model.open.value !== undefined,
    async () => (await import("./dialogs.tsx")).Dialogs,
    () => {
      model.open.value = undefined;
      show("This could not be loaded. Try again when the connection is back.");
    },
  );
  return Dialogs ? <Dialogs model={model} /> : null;
}

function LazyDoor({ model, ...rest }: OfRoles & AtTheDoor) {
  const Door = useLoaded(
    () => true,
    async () => (await import("./door.tsx")).Door,
    // the newer version of the page has it under another name
    () => location.reload(),
  );
  if (!Door) return <main class="opening" aria-busy="true" aria-label="Coming in" />;
  return <Door {...rest} status={model.room.status} />;
}

export const roles: ClientFeature = {
  name: "roles",
  open(room) {
    const model = new RolesModel(room, homeUrl(), notify);
    return {
      Button: () => <AtTheDoorNow model={model} />,
      Tool: () => <SettingsButton model={model} />,
      Bar: () => (
        <>
          <Closed model={model} />
          <LazyTakenBar model={model} />
        </>
      ),
      Share: () => <Share model={model} />,
      Person: ({ person }) => <Manage model={model} person={person} />,
      Door: (props) => <LazyDoor model={model} {...props} />,
      isReadOnly: model.isClosed,
      message: (data) => model.message(data),
      closed: () => model.close(),
    };
  },
};
