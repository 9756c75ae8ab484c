// What an owner can do with one person: another role, the whole room, or the way out. Knows no list.
import { useSignal } from "@preact/signals";
import type { Role } from "#protocol/events.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Ask } from "./ask.tsx";
import type { RolesModel } from "./rolesModel.ts";

interface PersonDialogProps {
  readonly model: RolesModel;
  readonly participant: number;
  readonly onClose: () => void;
}

const ROLES: readonly { readonly role: Role; readonly label: string; readonly text: string }[] = [
  { role: "viewer", label: "Make viewer", text: "Reads and talks, but changes nothing." },
  { role: "editor", label: "Make editor", text: "Writes code; does not decide about the room." },
  { role: "owner", label: "Make owner", text: "Decides about the room, its links and everybody in it, as you do." },
];

const IS: Readonly<Record<Role, string>> = { owner: "an owner", editor: "an editor", viewer: "a viewer" };

export function PersonDialog({ model, participant, onClose }: PersonDialogProps) {
  const asking = useSignal<"handOver" | "remove" | undefined>(undefined);
  const person = model.room.room.value?.participants.find((one) => one.participant === participant);
  if (person === undefined || person.removed === true) return null;
  const { name, role } = person;
  const stopAsking = (): void => {
    asking.value = undefined;
  };
  return (
    <Dialog title={name} onClose={onClose}>
      <p class="roles-note">
        {name} is {IS[role]} of this room.
      </p>
      <fieldset class="roles-actions" disabled={!model.canSet.value}>
        {ROLES.filter((one) => one.role !== role).map((one) => (
          <Action
            key={one.role}
            label={one.label}
            text={one.text}
            onClick={() => {
              model.setRole(participant, one.role);
              onClose();
            }}
          />
        ))}
        <Action
          label="Hand the room over…"
          text={`${name} becomes an owner, and you an editor.`}
          onClick={() => {
            asking.value = "handOver";
          }}
        />
        <Action
          label="Remove…"
          text="Out at once, and not back by what they came with."
          isGrave
          onClick={() => {
            asking.value = "remove";
          }}
        />
      </fieldset>
      {asking.value === "handOver" && (
        <Ask
          title={`Hand the room over to ${name}?`}
          yes="Hand it over"
          onYes={() => {
            model.handOver(participant);
            onClose();
          }}
          onClose={stopAsking}
        >
          <p>
            {name} decides about the room then. You stay as an editor, your owner link stops working, and only {name}{" "}
            can give the room back to you.
          </p>
        </Ask>
      )}
      {asking.value === "remove" && (
        <AskRemove
          name={name}
          onRemove={(links) => {
            model.remove(participant, links);
            onClose();
          }}
          onClose={stopAsking}
        />
      )}
    </Dialog>
  );
}

interface ActionProps {
  readonly label: string;
  readonly text: string;
  readonly isGrave?: boolean;
  readonly onClick: () => void;
}

function Action({ label, text, isGrave = false, onClick }: ActionProps) {
  return (
    <button type="button" class={isGrave ? "button roles-grave" : "button"} onClick={onClick}>
      <span>
        {label}
        <small>{text}</small>
      </span>
    </button>
  );
}

interface AskRemoveProps {
  readonly name: string;
  readonly onRemove: (links: boolean) => void;
  readonly onClose: () => void;
}

function AskRemove({ name, onRemove, onClose }: AskRemoveProps) {
  const links = useSignal(true);
  return (
    <Ask title={`Remove ${name} from the room?`} yes="Remove" onYes={() => onRemove(links.value)} onClose={onClose}>
      <p>
        {name} is out at once, and cannot come back as the same person. What {name} wrote stays.
      </p>
      <label class="roles-check">
        <input
          type="checkbox"
          checked={links.value}
          onChange={({ currentTarget }) => {
            links.value = currentTarget.checked;
          }}
        />
        <span>
          The link that {name} came by stops working too
          <small>Others who have it cannot come in by it either. Who is in stays in.</small>
        </span>
      </label>
    </Ask>
  );
}
