// What an owner can do with one person: another role, the whole room, or the way out. Knows no list.
import { useSignal } from "@preact/signals";
import type { Participant, Role } from "#protocol/events.ts";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { AskTaking } from "./askTaking.tsx";
import type { LinksToo } from "../../../server/features/roles/messages.ts";
import { RANKS, rolesFor, type RolesModel } from "./rolesModel.ts";
import { words } from "./words.owners.ts";

interface PersonDialogProps {
  readonly model: RolesModel;
  readonly participant: number;
  readonly onClose: () => void;
}

/** What is asked about: what has to be decided about the links that somebody knows. */
type Asking = "viewer" | "editor" | "handOver" | "remove";

export function PersonDialog({ model, participant, onClose }: PersonDialogProps) {
  const asking = useSignal<Asking | undefined>(undefined);
  const person = model.room.people.person(participant);
  if (person === undefined || person.removed === true) return null;
  const { name, role } = person;
  const { person: say } = words.value;
  const offered = rolesFor(person);
  const mayOwn = offered.includes("owner");
  const isLess = (next: Role): next is "viewer" | "editor" =>
    next !== "owner" && RANKS.indexOf(next) < RANKS.indexOf(role);
  const give = (next: Role): void => {
    if (isLess(next)) {
      asking.value = next;
    } else {
      model.setRole(participant, next);
      onClose();
    }
  };
  return (
    <Dialog title={name} onClose={onClose}>
      <p class="roles-note">{say.is(name, role, person.robot !== undefined)}</p>
      <fieldset class="roles-actions" disabled={!model.canSet.value}>
        {offered
          .filter((one) => one !== role)
          .map((one) => (
            <Action
              key={one}
              label={isLess(one) ? say.asks(say.make[one].label) : say.make[one].label}
              text={say.make[one].text}
              onClick={() => give(one)}
            />
          ))}
        {mayOwn && (
          <Action
            label={say.handOver.label}
            text={say.handOver.text(name)}
            onClick={() => {
              asking.value = "handOver";
            }}
          />
        )}
        <Action
          label={say.remove.label}
          text={say.remove.text}
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

function AskAbout({ asking, person: { participant, name, robot }, model, onDone, onClose }: AskAboutProps) {
  const { handOver, remove, lower, make } = words.value.person;
  const me = model.room.people.you.value?.participant ?? 0;
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
          title={handOver.title(name)}
          yes={handOver.yes}
          onYes={doing(({ shown }) => model.handOver(participant, shown))}
          onClose={onClose}
        >
          <p>{handOver.means(name)}</p>
        </AskTaking>
      );
    case "remove":
      return (
        <AskTaking
          model={model}
          question={{ participant }}
          title={remove.title(name)}
          yes={remove.yes}
          andClose={remove.andClose}
          about={({ password }) => remove.about(name, password === false)}
          onYes={doing((links) => model.remove(participant, links))}
          onClose={onClose}
        >
          <p>{robot === undefined ? remove.means(name) : remove.meansRobot(name)}</p>
        </AskTaking>
      );
    default:
      return (
        <AskTaking
          model={model}
          question={{ participant, role: asking }}
          title={lower.title[asking](name)}
          yes={make[asking].label}
          andClose={lower.andClose}
          about={({ password }) => lower.about(name, password === false)}
          isQuick
          onYes={doing((links) => model.setRole(participant, asking, links))}
          onClose={onClose}
        >
          <p>{lower.means[asking](name)}</p>
        </AskTaking>
      );
  }
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
