// What owners decide about the room: who comes in, for how long it is there, and its end. Knows no server.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId } from "preact/hooks";
import { deleteRoom, messageOf } from "../../api.ts";
import { BrowserMemory } from "../../identity.ts";
import { browserStorage } from "../../stored.ts";
import { DeleteRoomDialog } from "../../ui/parts/deleteRoomDialog.tsx";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { roomName } from "../../ui/parts/roomLabel.ts";
import { go } from "../../ui/route.ts";
import { words as around } from "../../ui/words.around.ts";
import { Ask } from "./ask.tsx";
import { AskViewers } from "./askViewers.tsx";
import { giveEveryone } from "./everyone.ts";
import { LinkRow } from "./linkRow.tsx";
import { MakeAndEnd } from "./makeAndEnd.tsx";
import type { ShownSettings } from "../../../server/features/roles/messages.ts";
import { PasswordSetting } from "./passwordSetting.tsx";
import { PlainChoice } from "./plainChoice.tsx";
import type { RolesModel } from "./rolesModel.ts";
import { words as owners } from "./words.owners.ts";
import { words } from "./words.ts";

const say = () => owners.value.settings;

interface OfSettings {
  readonly model: RolesModel;
  readonly settings: ShownSettings;
}

export function SettingsDialog({ model, onClose }: { readonly model: RolesModel; readonly onClose: () => void }) {
  const settings = model.state.value?.settings;
  return (
    <Dialog title={say().title} class="roles-dialog" onClose={onClose}>
      {!model.isLive.value && (
        <p class="roles-note" role="status">
          {say().offline}
        </p>
      )}
      {settings !== undefined && (
        <>
          {settings.closed && <Reopen model={model} />}
          <fieldset class="roles-form" disabled={!model.canSet.value}>
            <Coming model={model} settings={settings} />
            <Roles model={model} />
            <OwnerLink model={model} />
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
    <Group title={say().who}>
      <PlainChoice model={model} isNamed />
      <Switch {...say().lobby} isOn={settings.lobby} onChange={(lobby) => model.set({ lobby })} />
      <Switch {...say().locked} isOn={settings.locked} onChange={(locked) => model.set({ locked })} />
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
        <label for={id}>{say().most.label}</label>
        <small>{say().most.text}</small>
      </p>
      <input
        id={id}
        type="number"
        min={1}
        max={10_000}
        placeholder={say().most.none}
        value={settings.most === 0 ? "" : settings.most}
        onChange={({ currentTarget }) => {
          if (currentTarget.reportValidity()) model.set({ most: currentTarget.valueAsNumber || 0 });
        }}
      />
    </div>
  );
}

function Roles({ model }: { readonly model: RolesModel }) {
  const { viewers, editors } = say();
  const asking = useSignal(false);
  return (
    <Group title={say().write}>
      <div class="roles-action">
        <p>{viewers.text}</p>
        <button
          type="button"
          class="button"
          onClick={() => {
            asking.value = true;
          }}
        >
          {viewers.make}
        </button>
      </div>
      {asking.value && (
        <AskViewers
          model={model}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
      <div class="roles-action">
        <p>{editors.text}</p>
        <button type="button" class="button" onClick={() => giveEveryone(model, "editor")}>
          {editors.make}
        </button>
      </div>
    </Group>
  );
}

function OwnerLink({ model }: { readonly model: RolesModel }) {
  const { title, absent, made } = words.value.owner;
  const link = model.made("owner");
  return (
    <Group title={say().own}>
      <LinkRow
        title={title}
        text={link === undefined ? absent : made}
        link={link}
        dates={model.state.value?.links?.owner}
      >
        <MakeAndEnd kind="owner" model={model} />
      </LinkRow>
    </Group>
  );
}

/** Days; 0: as long as the server keeps rooms. */
const KEEP: readonly number[] = [0, 1, 7, 30, 90, 365];

function Lasting({ model, settings }: OfSettings) {
  const id = useId();
  const { keepDays } = settings;
  const { kept } = say();
  const choices = KEEP.includes(keepDays) ? KEEP : [...KEEP, keepDays];
  const inWords = (days: number): string => (days === 0 ? kept.always : days === 365 ? kept.aYear : kept.days(days));
  return (
    <Group title={kept.title}>
      <div class="roles-action">
        <p>
          <label for={id}>{kept.label}</label>
          <small>{kept.text}</small>
        </p>
        <select
          id={id}
          value={keepDays}
          onChange={({ currentTarget }) => model.set({ keepDays: Number(currentTarget.value) })}
        >
          {choices.map((days) => (
            <option key={days} value={days}>
              {inWords(days)}
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
        <strong>{say().reopen.closed}</strong> {say().reopen.text}
      </p>
      <button
        type="button"
        class="button primary"
        disabled={!model.isLive.value}
        onClick={() => model.set({ closed: false })}
      >
        {say().reopen.yes}
      </button>
    </div>
  );
}

function End({ model, settings, onClose }: OfSettings & { readonly onClose: () => void }) {
  const asking = useSignal<"close" | "delete" | undefined>(undefined);
  useEffect(() => {
    // once the settings are open: it stands over them
    const wanted = model.open.peek();
    if (wanted === "closing") asking.value = "close";
    if (wanted === "deleting") asking.value = "delete";
  }, []);
  const stopAsking = (): void => {
    asking.value = undefined;
  };
  const { room, people } = model.room;
  const others = model.others.value;
  const { end } = say();
  const name = roomName(room.value ?? {});

  const remove = async (): Promise<void> => {
    const key = model.room.key();
    if (key === undefined || people.you.value === undefined) return;
    try {
      await deleteRoom(model.room.roomId, key);
      new BrowserMemory(browserStorage).forget(model.room.roomId);
      onClose();
      go("");
      show(around.value.deleteRoom.done(name));
    } catch (problem) {
      show(messageOf(problem));
    }
  };

  return (
    <Group title={end.title}>
      {!settings.closed && (
        <div class="roles-action">
          <p>{end.close}</p>
          <button
            type="button"
            class="button"
            disabled={!model.isLive.value}
            onClick={() => {
              asking.value = "close";
            }}
          >
            {end.closeYes}
          </button>
        </div>
      )}
      <div class="roles-action">
        <p>{end.remove}</p>
        <button
          type="button"
          class="button roles-grave"
          disabled={!model.isLive.value}
          onClick={() => {
            asking.value = "delete";
          }}
        >
          {end.removeYes}
        </button>
      </div>
      {asking.value === "close" && (
        <Ask
          title={end.closeTitle}
          yes={end.closeIt}
          onYes={() => {
            model.set({ closed: true });
            // what is left is said above the code
            onClose();
          }}
          onClose={stopAsking}
        >
          <p>
            {others === "" ? end.alone : end.out(others)} {end.means}
          </p>
        </Ask>
      )}
      {asking.value === "delete" && (
        <DeleteRoomDialog name={name} here={others} onDelete={() => void remove()} onClose={stopAsking} />
      )}
    </Group>
  );
}
