// What an owner can do with one person: another role, the whole room, or the way out. Knows no list.
import { useSignal } from "@preact/signals";
import type { Participant, Role } from "#protocol/events.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { AskTaking } from "./askTaking.tsx";
import type { LinksToo, Revokes } from "./messages.ts";
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

const RANKS: readonly Role[] = ["viewer", "editor", "owner"];

/** What is asked about: what has to be decided about the links that somebody knows. */
type Asking = "viewer" | "editor" | "handOver" | "remove";

export function PersonDialog({ model, participant, onClose }: PersonDialogProps) {
  const asking = useSignal<Asking | undefined>(undefined);
  const person = model.room.room.value?.participants.find((one) => one.participant === participant);
  if (person === undefined || person.removed === true) return null;
  const { name, role } = person;
  const give = (next: Role): void => {
    if (next !== "owner" && RANKS.indexOf(next) < RANKS.indexOf(role)) {
      asking.value = next;
    } else {
      model.setRole(participant, next);
      onClose();
    }
  };
  return (
    <Dialog title={name} onClose={onClose}>
      <p class="roles-note">
        {name} is {IS[role]} of this room.
      </p>
      <fieldset class="roles-actions" disabled={!model.canSet.value}>
        {ROLES.filter((one) => one.role !== role).map((one) => (
          <Action key={one.role} label={one.label} text={one.text} onClick={() => give(one.role)} />
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
          text="Out at once. You decide whether the links close that they know."
          isGrave
          onClick={() => {
            asking.value = "remove";
          }}
        />
      </fieldset>
      {asking.value !== undefined && (
        <AskAbout
          key={asking.value}
          asking={asking.value}
          person={person}
          model={model}
          onDone={onClose}
          onClose={() => {
            asking.value = undefined;
          }}
        />
      )}
    </Dialog>
  );
}

interface AskAboutProps {
  readonly asking: Asking;
  readonly person: Participant;
  readonly model: RolesModel;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function AskAbout({ asking, person: { participant, name }, model, onDone, onClose }: AskAboutProps) {
  const me = model.room.you.value?.participant ?? 0;
  const doing = (run: (links: LinksToo) => void) => (links: LinksToo) => {
    run(links);
    onDone();
  };
  switch (asking) {
    case "handOver":
      return (
        <AskTaking
          model={model}
          question={{ participant: me, role: "editor" }}
          title={`Hand the room over to ${name}?`}
          yes="Hand it over"
          onYes={doing(({ shown }) => model.handOver(participant, shown))}
          onClose={onClose}
        >
          <p>
            {name} decides about the room then. You stay as an editor, and only {name} can give the room back to you.
          </p>
        </AskTaking>
      );
    case "remove":
      return (
        <AskTaking
          model={model}
          question={{ participant }}
          title={`Remove ${name} from the room?`}
          yes="Remove"
          andClose="Remove and close these"
          about={({ password }) =>
            `${name} knows these, and could come back by them as somebody new${needed(password)}:`
          }
          onYes={doing((links) => model.remove(participant, links))}
          onClose={onClose}
        >
          <p>
            {name} is out at once, and cannot come back as the same person. What {name} wrote stays. You can undo it for
            20 seconds.
          </p>
        </AskTaking>
      );
    default:
      return (
        <AskTaking
          model={model}
          question={{ participant, role: asking }}
          title={asking === "viewer" ? `Make ${name} a viewer?` : `Make ${name} an editor?`}
          yes={asking === "viewer" ? "Make viewer" : "Make editor"}
          andClose="Make viewer and close these"
          about={({ password }) =>
            `${name} knows these, by which somebody new can edit, and so could ${name} under another name${needed(password)}:`
          }
          isQuick
          onYes={doing((links) => model.setRole(participant, asking, links))}
          onClose={onClose}
        >
          <p>
            {asking === "viewer"
              ? `${name} reads and talks from then on, but changes nothing.`
              : `${name} writes code from then on, but does not decide about the room any more.`}
          </p>
        </AskTaking>
      );
  }
}

/** That they have not typed the password that there is. */
const needed = (password: Revokes["password"]): string =>
  password === false ? ", once somebody tells them the room’s password" : "";

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
