// Everybody in the room: as faces in the header, and as a list with where each of them is. Knows no connection.
import type { ComponentType } from "preact";
import { personColour } from "../personColour.ts";
import { Dialog } from "./dialog.tsx";
import type { FaceProps } from "./feature.ts";
import { initials, type Person, people, placeWords, STATE_WORDS, tabOf } from "./roomLookups.ts";
import type { RoomModel } from "./roomModel.ts";
import { narrow } from "./screenWidth.ts";
import { Ago } from "./timeWords.tsx";

/** Faces in the header; the others are a number. On a narrow screen more would take the room's name its place. */
const FACES = { wide: 3, narrow: 1 };

interface OfPerson {
  readonly person: Person;
  readonly model: RoomModel;
}

function Face({ person }: { readonly person: Person }) {
  return (
    <span class={`face ${personColour(person.colour)}`} aria-hidden="true" title={person.name}>
      {initials(person.name)}
    </span>
  );
}

function everybody(model: RoomModel): readonly Person[] {
  const room = model.room.value;
  return room === undefined ? [] : people(room, model.clients.value, model.leaving.value, model.you.value?.participant);
}

/** The number of people who are here now. */
export const hereCount = (model: RoomModel): number => everybody(model).filter(({ isHere }) => isHere).length;

/** The button that opens the list, with faces on it; where a feature has a use for the faces of others they stand beside it. */
export function PeopleButton({ model, onClick }: { readonly model: RoomModel; readonly onClick: () => void }) {
  const here = everybody(model).filter(({ isHere }) => isHere);
  const most = narrow.value ? FACES.narrow : FACES.wide;
  const shown = here.slice(0, most);
  const Around: ComponentType<FaceProps> | undefined = narrow.value
    ? undefined
    : [...model.features.values()].find((feature) => feature.Face)?.Face;
  return (
    <div class="faces">
      {Around &&
        shown.map(
          (person) =>
            !person.isYou && (
              <Around key={person.participant} person={person}>
                <Face person={person} />
              </Around>
            ),
        )}
      <button
        type="button"
        class="button quiet faces-button"
        aria-haspopup="dialog"
        aria-label={`People, ${here.length} here now`}
        title={here.map(({ name }) => name).join(", ")}
        onClick={onClick}
      >
        {shown.map((person) => (person.isYou || !Around) && <Face key={person.participant} person={person} />)}
        {here.length > most && <span class="face more">+{here.length - most}</span>}
      </button>
    </div>
  );
}

export function PeopleDialog({ model, onClose }: { readonly model: RoomModel; readonly onClose: () => void }) {
  const all = everybody(model);
  const here = all.filter(({ isHere }) => isHere);
  const isLive = ["saved", "saving", "readOnly"].includes(model.status.value.state);
  const been = all.filter(({ isHere }) => !isHere);
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
                <div class="person-line">
                  <span class="person-name">
                    {person.name}
                    {person.lastSeen !== undefined && (
                      <small>
                        left <Ago time={person.lastSeen} />
                      </small>
                    )}
                    {notes(person).length > 0 && <small>{notes(person).join(", ")}</small>}
                  </span>
                  <span class="person-actions">
                    <Actions person={person} model={model} />
                  </span>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

function notes(person: Person): readonly string[] {
  const role = person.removed === true ? "removed" : person.role;
  return [...(person.isYou ? ["you"] : []), ...(role === "editor" ? [] : [role])];
}

/** What features can do with somebody. */
function Actions({ person, model }: OfPerson) {
  return [...model.features].map(([name, { Person: Action }]) => Action && <Action key={name} person={person} />);
}

function PersonHere({ person, model, onClose }: OfPerson & { readonly onClose: () => void }) {
  const { places } = model;
  const states = places.states.value;
  const client = tabOf(person.clients, places.inFile.value, states);
  const state = client === undefined ? undefined : states.get(client);
  const isTyping = person.clients.some((one) => places.typists.value.has(one));
  const said = [...notes(person), ...(isTyping ? ["typing"] : state ? [STATE_WORDS[state]] : [])];
  const place = client === undefined || person.isYou ? undefined : placeOf(model, client);
  return (
    <li class="person">
      <Face person={person} />
      <div class="person-line">
        <span class="person-name">
          {person.name}
          {said.length > 0 && <small>{said.join(", ")}</small>}
        </span>
        <span class="person-actions">
          {client !== undefined && place !== undefined && (
            <button
              type="button"
              class="button quiet small person-place"
              aria-label={`Go to ${person.name}, ${place}`}
              onClick={() => {
                onClose();
                model.files.goTo(client);
              }}
            >
              {place}
            </button>
          )}
          <Actions person={person} model={model} />
        </span>
      </div>
    </li>
  );
}

/** The file and the line where a client is, as far as it says anything: of one file the name is no news. */
function placeOf({ files, places, room }: RoomModel, client: number): string | undefined {
  const all = room.value?.files.filter(({ deleted }) => deleted === undefined) ?? [];
  const file = all.find((one) => one.file === places.inFile.value.get(client));
  const line = files.lineOf(client);
  if (file === undefined || (all.length < 2 && line === undefined)) return undefined;
  return placeWords(all.length < 2 ? undefined : file.name, line);
}
