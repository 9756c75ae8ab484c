// What owners decide about the room: who comes in, for how long it is there, and its end. Knows no server.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { ApiError, deleteRoom } from "../../api.ts";
import { DeleteRoomDialog } from "../../ui/deleteRoomDialog.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { show } from "../../ui/notices.tsx";
import { roomName } from "../../ui/roomLookups.ts";
import { go } from "../../ui/route.ts";
import { Ask } from "./ask.tsx";
import { AskTaking } from "./askTaking.tsx";
import { LinkRow } from "./linkRow.tsx";
import type { Settings } from "./messages.ts";
import { PasswordSetting } from "./passwordSetting.tsx";
import { PLAIN_WORDS, PlainChoice } from "./plainChoice.tsx";
import type { RolesModel } from "./rolesModel.ts";
import { AskEnd } from "./shareDialog.tsx";

interface OfSettings {
  readonly model: RolesModel;
  readonly settings: Settings;
}

export function SettingsDialog({ model, onClose }: { readonly model: RolesModel; readonly onClose: () => void }) {
  const settings = model.state.value?.settings;
  return (
    <Dialog title="Room settings" class="roles-dialog" onClose={onClose}>
      {!model.isLive.value && (
        <p class="roles-note" role="status">
          There is no connection: nothing can be changed until it is back.
        </p>
      )}
      {settings !== undefined && (
        <>
          {settings.closed && <Reopen model={model} />}
          <fieldset class="roles-form" disabled={!model.canSet.value}>
            <Coming model={model} settings={settings} />
            <Roles model={model} />
            <Lasting model={model} settings={settings} />
          </fieldset>
          <End model={model} settings={settings} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="roles-group" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly text: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Switch({ label, text, isOn, onChange }: SwitchProps) {
  return (
    <label class="roles-check">
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <span>
        {label}
        <small>{text}</small>
      </span>
    </label>
  );
}

function Coming({ model, settings }: OfSettings) {
  return (
    <Group title="Who comes in">
      <PlainChoice model={model} text={PLAIN_WORDS[settings.plain]} />
      <Switch
        label="Waiting room"
        text="Newcomers wait until an owner lets them in. Whoever has been in comes back without waiting."
        isOn={settings.lobby}
        onChange={(lobby) => model.set({ lobby })}
      />
      <Switch
        label="Locked"
        text="Nobody new comes in, by whatever link. Whoever has been in comes back."
        isOn={settings.locked}
        onChange={(locked) => model.set({ locked })}
      />
      <PasswordSetting hasOne={settings.password} onPassword={(password) => model.set({ password })} />
      <Most model={model} settings={settings} />
    </Group>
  );
}

function Most({ model, settings }: OfSettings) {
  const id = useId();
  return (
    <div class="roles-action">
      <p>
        <label for={id}>How many may be in at once</label>
        <small>Empty: as many as the server takes.</small>
      </p>
      <input
        id={id}
        type="number"
        min={1}
        max={10_000}
        placeholder="no limit"
        value={settings.most === 0 ? "" : settings.most}
        onChange={({ currentTarget }) => {
          if (currentTarget.reportValidity()) model.set({ most: currentTarget.valueAsNumber || 0 });
        }}
      />
    </div>
  );
}

function Roles({ model }: { readonly model: RolesModel }) {
  const asking = useSignal(false);
  return (
    <Group title="Who may write">
      <div class="roles-action">
        <p>Everybody but the owners reads only, from now on. So does whoever comes by the room’s link.</p>
        <button
          type="button"
          class="button"
          onClick={() => {
            asking.value = true;
          }}
        >
          Make everyone viewers
        </button>
      </div>
      {asking.value && (
        <AskTaking
          model={model}
          question={{ role: "viewer" }}
          title="Make everyone viewers?"
          yes="Make viewers"
          andClose="Make viewers and close these"
          about={() => "They know these, by which somebody new can still edit:"}
          isSilent={({ kind }) => kind === "plain"}
          isQuick
          onYes={(links) => model.setEveryone("viewer", links)}
          onClose={() => {
            asking.value = false;
          }}
        >
          <p>Everybody but the owners reads only. So does whoever comes by the room’s link.</p>
        </AskTaking>
      )}
      <div class="roles-action">
        <p>Everybody may write again.</p>
        <button type="button" class="button" onClick={() => model.setEveryone("editor")}>
          Make everyone editors
        </button>
      </div>
      <OwnerLink model={model} />
    </Group>
  );
}

function OwnerLink({ model }: { readonly model: RolesModel }) {
  const asking = useSignal<boolean | undefined>(undefined);
  const dates = model.state.value?.links?.owner;
  const link = model.made("owner");
  const ask = (on: boolean) => () => {
    asking.value = on;
  };
  return (
    <>
      <LinkRow
        title="My owner link"
        text={
          link === undefined
            ? "Makes you the owner in any browser, if this one forgets you. It is shown once, when it is made: keep it like a key."
            : "Whoever opens it is an owner. Copy it now and keep it like a key: it is not shown again."
        }
        link={link}
        dates={dates}
      >
        {dates === undefined ? (
          <button type="button" class="button" onClick={() => model.makeLink("owner")}>
            Make my owner link
          </button>
        ) : (
          <span class="roles-link-actions">
            <button type="button" class="button" aria-label="Make anew: my owner link" onClick={ask(true)}>
              Make anew…
            </button>
            <button type="button" class="button" aria-label="Take back: my owner link" onClick={ask(false)}>
              Take back…
            </button>
          </span>
        )}
      </LinkRow>
      {asking.value !== undefined && (
        <AskEnd
          kind="owner"
          on={asking.value}
          onYes={(kind, on) => (on ? model.makeLink(kind) : model.takeLinkBack(kind))}
          onClose={() => {
            asking.value = undefined;
          }}
        />
      )}
    </>
  );
}

const KEEP: readonly (readonly [days: number, words: string])[] = [
  [0, "as long as the server keeps rooms"],
  [1, "1 day"],
  [7, "7 days"],
  [30, "30 days"],
  [90, "90 days"],
  [365, "a year"],
];

function Lasting({ model, settings }: OfSettings) {
  const id = useId();
  const { keepDays } = settings;
  const choices = KEEP.some(([days]) => days === keepDays) ? KEEP : [...KEEP, [keepDays, `${keepDays} days`] as const];
  return (
    <Group title="How long it is there">
      <div class="roles-action">
        <p>
          <label for={id}>Kept after the last visit for</label>
          <small>Then it is deleted with all that is in it. The server may have a shorter time.</small>
        </p>
        <select
          id={id}
          value={keepDays}
          onChange={({ currentTarget }) => model.set({ keepDays: Number(currentTarget.value) })}
        >
          {choices.map(([days, words]) => (
            <option key={days} value={days}>
              {words}
            </option>
          ))}
        </select>
      </div>
    </Group>
  );
}

function Reopen({ model }: { readonly model: RolesModel }) {
  return (
    <div class="roles-action">
      <p>
        <strong>The room is closed.</strong> Owners alone are in, and nothing is changed until it is opened again.
      </p>
      <button
        type="button"
        class="button primary"
        disabled={!model.isLive.value}
        onClick={() => model.set({ closed: false })}
      >
        Open it again
      </button>
    </div>
  );
}

function End({ model, settings, onClose }: OfSettings & { readonly onClose: () => void }) {
  const asking = useSignal<"close" | "delete" | undefined>(undefined);
  const stopAsking = (): void => {
    asking.value = undefined;
  };
  const { room, you } = model.room;
  const others = model.others.value;
  const name = roomName(room.value ?? { roomId: model.room.roomId });

  const remove = async (): Promise<void> => {
    const key = model.room.key();
    if (key === undefined || you.value === undefined) return;
    try {
      await deleteRoom(model.room.roomId, key);
      onClose();
      go("");
      show(`“${name}” is deleted.`);
    } catch (problem) {
      show(problem instanceof ApiError ? problem.message : "Something went wrong. Try again.");
    }
  };

  return (
    <Group title="Its end">
      {!settings.closed && (
        <div class="roles-action">
          <p>Everybody but the owners is out, and nothing is written, until it is opened again. All is kept.</p>
          <button
            type="button"
            class="button"
            disabled={!model.isLive.value}
            onClick={() => {
              asking.value = "close";
            }}
          >
            Close the room…
          </button>
        </div>
      )}
      <div class="roles-action">
        <p>The room and all that was written in it go, for everybody and for ever.</p>
        <button
          type="button"
          class="button roles-grave"
          disabled={!model.isLive.value}
          onClick={() => {
            asking.value = "delete";
          }}
        >
          Delete the room…
        </button>
      </div>
      {asking.value === "close" && (
        <Ask title="Close the room?" yes="Close it" onYes={() => model.set({ closed: true })} onClose={stopAsking}>
          <p>
            {others === "" ? "Nobody else is in it now." : `${others} will be out at once.`} You and other owners can
            open it again; until then nobody else comes in and nobody writes.
          </p>
        </Ask>
      )}
      {asking.value === "delete" && (
        <DeleteRoomDialog name={name} here={others} onDelete={() => void remove()} onClose={stopAsking} />
      )}
    </Group>
  );
}
