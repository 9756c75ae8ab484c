// Everybody in the room: as faces in the header, and as a list with where each of them is. Knows no connection.
import { personColour } from "../personColour.ts";
import { Dialog } from "./dialog.tsx";
import { initials, type Person, people } from "./roomLookups.ts";
import type { RoomModel } from "./roomModel.ts";

/** Faces in the header; the others are a number. */
const FACES = 3;

function Face({ person }: { readonly person: Person }) {
  return (
    <span class={`face ${personColour(person.colour)}`} aria-hidden="true" title={person.name}>
      {initials(person.name)}
    </span>
  );
}

function everybody(model: RoomModel): readonly Person[] {
  const room = model.room.value;
  return room === undefined ? [] : people(room, model.clients.value, model.you.value?.participant);
}

/** The number of people who are here now. */
export const hereCount = (model: RoomModel): number =>
  everybody(model).filter(({ clients }) => clients.length > 0).length;

export function PeopleButton({ model, onClick }: { readonly model: RoomModel; readonly onClick: () => void }) {
  const here = everybody(model).filter(({ clients }) => clients.length > 0);
  return (
    <button
      type="button"
      class="button quiet faces"
      aria-haspopup="dialog"
      aria-label={`People, ${here.length} here now`}
      title={here.map(({ name }) => name).join(", ")}
      onClick={onClick}
    >
      {here.slice(0, FACES).map((person) => (
        <Face key={person.participant} person={person} />
      ))}
      {here.length > FACES && <span class="face more">+{here.length - FACES}</span>}
    </button>
  );
}

export function PeopleDialog({ model, onClose }: { readonly model: RoomModel; readonly onClose: () => void }) {
  const all = everybody(model);
  const here = all.filter(({ clients }) => clients.length > 0);
  const isLive = ["saved", "saving", "readOnly"].includes(model.status.value.state);
  const been = all.filter(({ clients }) => clients.length === 0);
  return (
    <Dialog title="People" class="side" onClose={onClose}>
      <h3>
        {isLive ? "Here now" : "Here when the connection was lost"} ({here.length})
      </h3>
      <ul class="people">
        {here.map((person) => (
          <PersonHere key={person.participant} person={person} model={model} onClose={onClose} />
        ))}
      </ul>
      {been.length > 0 && (
        <>
          <h3>Been here</h3>
          <ul class="people">
            {been.map((person) => (
              <li key={person.participant} class="person away">
                <Face person={person} />
                <Name person={person} />
                <Actions person={person} model={model} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

function Name({ person }: { readonly person: Person }) {
  const role = person.removed === true ? "removed" : person.role;
  const notes = [...(person.isYou ? ["you"] : []), ...(role === "editor" ? [] : [role])];
  return (
    <span class="person-name">
      {person.name}
      {notes.length > 0 && <small>{notes.join(", ")}</small>}
    </span>
  );
}

/** What features can do with somebody. */
function Actions({ person, model }: { readonly person: Person; readonly model: RoomModel }) {
  return [...model.features].map(([name, { Person: Action }]) => Action && <Action key={name} person={person} />);
}

function PersonHere({
  person,
  model,
  onClose,
}: {
  readonly person: Person;
  readonly model: RoomModel;
  readonly onClose: () => void;
}) {
  // read so that the line follows the cursor
  void model.files.cursorsHeard.value;
  const editor = model.files.editor.value;
  const client = person.isYou ? undefined : person.clients.find((one) => editor?.lineOf(one) !== undefined);
  const line = client === undefined ? undefined : editor?.lineOf(client);
  return (
    <li class="person">
      <Face person={person} />
      <Name person={person} />
      {client !== undefined && line !== undefined && (
        <button
          type="button"
          class="button quiet"
          aria-label={`Go to ${person.name}, line ${line}`}
          onClick={() => {
            onClose();
            model.files.goTo(client);
          }}
        >
          Line {line}
        </button>
      )}
      <Actions person={person} model={model} />
    </li>
  );
}
