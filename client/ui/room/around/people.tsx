// Everybody in the room: as faces in the header, and as a list with where each of them is. Knows no connection.
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { personColour } from "../../../personColour.ts";
import { Areas } from "../areas.tsx";
import type { FaceProps, Place } from "../../pageFeature.ts";
import { PeopleIcon, RobotIcon } from "../../parts/icons.tsx";
import { clientOf, initials, type Person, people } from "../people/roomLookups.ts";
import { PEOPLE } from "../people/roomNews.ts";
import type { RoomModel } from "../roomModel.ts";
import { Ago } from "../../parts/times/timeWords.tsx";
import { tip } from "../../parts/tips/tip.ts";
import { words } from "../../words.around.ts";
import { isConnected } from "../../../sync/status.ts";

/** Faces in the head, by the width of the window; more would take the room's name its place. The others are a number. */
const FACES = [
  { from: 1200, most: 5 },
  { from: 900, most: 3 },
];

interface OfPerson {
  readonly person: Person;
  readonly model: RoomModel;
}

function Face({ person }: { readonly person: Person }) {
  return (
    <span class={`face ${personColour(person.colour)}`} aria-hidden="true">
      {person.robot === undefined ? initials(person.name) : <RobotIcon />}
    </span>
  );
}

function everybody(model: RoomModel): readonly Person[] {
  const room = model.room.value;
  const { clients, leaving, you } = model.people;
  return room === undefined ? [] : people(room, clients.value, leaving.value, you.value?.participant);
}

const isPerson = ({ robot }: Person): boolean => robot === undefined;

/** The number of people who are here now; robots are none. */
export const hereCount = (model: RoomModel): number =>
  everybody(model).filter((one) => one.isHere && isPerson(one)).length;

/** What somebody is called where nothing else says that a robot is no person. */
const calledInFull = ({ name, robot }: Person): string =>
  robot === undefined ? name : words.value.people.robotNamed(name);

/** Who is here, up to what there is room for; the last face is one's own. They open the list; the faces of others do what a feature has for them. */
export function Faces({ model }: { readonly model: RoomModel }) {
  const here = everybody(model).filter(({ isHere }) => isHere);
  const width = model.workbench.width.value;
  const most = FACES.find(({ from }) => width >= from)?.most ?? 2;
  const you = here.filter(({ isYou }) => isYou);
  const others = here.filter(({ isYou }) => !isYou);
  const free = most - you.length;
  // a number for one person alone would take their face its place
  const shown = others.length === free + 1 ? others : others.slice(0, free);
  const Around: ComponentType<FaceProps> | undefined = model.workbench.isPhone.value
    ? undefined
    : [...model.features.values()].find((feature) => feature.Face)?.Face;
  const hidden = others.length - shown.length;
  return (
    <div class="faces">
      {Around &&
        shown.map((person) =>
          isPerson(person) ? (
            <Around key={person.participant} person={person}>
              <Face person={person} />
            </Around>
          ) : (
            <span key={person.participant} role="img" aria-label={calledInFull(person)} {...tip(calledInFull(person))}>
              <Face person={person} />
            </span>
          ),
        )}
      <button
        type="button"
        class="button quiet faces-button"
        aria-label={words.value.people.faces(here.filter(isPerson).length)}
        aria-expanded={model.workbench.shown.value.has(PEOPLE)}
        {...tip(here.map(calledInFull).join(", "))}
        onClick={() =>
          model.workbench.shown.peek().has(PEOPLE) ? model.workbench.fold(PEOPLE) : model.workbench.show(PEOPLE, true)
        }
      >
        {!Around && shown.map((person) => <Face key={person.participant} person={person} />)}
        {hidden > 0 && <span class="face more">+{hidden}</span>}
        {you.map((person) => (
          <Face key={person.participant} person={person} />
        ))}
      </button>
    </div>
  );
}

export const peoplePlace = (model: RoomModel): Place => ({
  id: PEOPLE,
  at: "right",
  order: 20,
  name: () => words.value.people.tab,
  Icon: PeopleIcon,
  View: () => <PeopleList model={model} />,
});

/** Fewer are found at a glance. */
const SEARCHED_FROM = 12;

/** Everybody in the room, and where each of them is. */
function PeopleList({ model }: { readonly model: RoomModel }) {
  const search = useSignal("");
  const everyone = everybody(model);
  const wanted = search.value.trim().toLowerCase();
  const all = everyone.filter(({ name }) => name.toLowerCase().includes(wanted));
  const here = all.filter(({ isHere }) => isHere);
  const isLive = isConnected(model.status.value);
  const been = all.filter(({ isHere }) => !isHere);
  return (
    <div class="people-place">
      <Areas model={model} of={["people"]} />
      {everyone.length >= SEARCHED_FROM && (
        <input
          type="search"
          class="list-field"
          aria-label={words.value.people.search}
          placeholder={words.value.people.search}
          autocomplete="off"
          spellcheck={false}
          value={search.value}
          onInput={({ currentTarget }) => {
            search.value = currentTarget.value;
          }}
        />
      )}
      <h2>{words.value.people[isLive ? "hereNow" : "hereWhenLost"](here.filter(isPerson).length)}</h2>
      <ul class="people">
        {here.map((person) => (
          <PersonHere key={person.participant} person={person} model={model} />
        ))}
      </ul>
      {all.length === 0 && <p role="status">{words.value.people.nobodyFound}</p>}
      {been.length > 0 && (
        <>
          <h2>{words.value.people.beenHere}</h2>
          <ul class="people">
            {been.map((person) => (
              <li key={person.participant} class="person away">
                <Face person={person} />
                <div class="person-line">
                  <span class="person-name">
                    {person.name}
                    {person.lastSeen !== undefined && (
                      <small>
                        {words.value.people.left} <Ago time={person.lastSeen} />
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
    </div>
  );
}

function notes(person: Person): readonly string[] {
  const role = person.removed === true ? "removed" : person.role;
  const { you, robot, roles } = words.value.people;
  const kinds = [...(person.isYou ? [you] : []), ...(person.robot === undefined ? [] : [robot])];
  return [...kinds, ...(role === "editor" ? [] : [roles[role]])];
}

/** What features can do with somebody. */
function Actions({ person, model }: OfPerson) {
  return [...model.features].map(([name, { Person: Action }]) => Action && <Action key={name} person={person} />);
}

function PersonHere({ person, model }: OfPerson) {
  const { presences } = model;
  const states = presences.states.value;
  const client = clientOf(person.clients, presences.inFile.value, states);
  const state = client === undefined ? undefined : states.get(client);
  const isTyping = person.clients.some((one) => presences.typists.value.has(one));
  const said = [
    ...notes(person),
    ...(isTyping ? [words.value.people.typing] : state ? [words.value.people.states[state]] : []),
  ];
  const place = client === undefined || person.isYou ? undefined : placeOf(model, client);
  return (
    <li class="person">
      <Face person={person} />
      <div class="person-line">
        <span class="person-name">
          {person.name}
          {said.length > 0 && <small>{said.join(", ")}</small>}
          {client !== undefined && place !== undefined && (
            <button
              type="button"
              class="button quiet small person-place"
              aria-label={words.value.people.goTo(person.name, place)}
              onClick={() => {
                model.workbench.uncover();
                model.files.goTo(client);
              }}
            >
              {place}
            </button>
          )}
        </span>
        <span class="person-actions">
          <Actions person={person} model={model} />
        </span>
      </div>
    </li>
  );
}

/** The file and the line where a client is, as far as it says anything: of one file the name is no news. */
function placeOf({ files, presences, room }: RoomModel, client: number): string | undefined {
  const all = room.value?.files.filter(({ deleted }) => deleted === undefined) ?? [];
  const file = all.find((one) => one.file === presences.inFile.value.get(client));
  const line = files.lineOf(client);
  if (file === undefined || (all.length < 2 && line === undefined)) return undefined;
  return words.value.people.place(all.length < 2 ? undefined : file.name, line);
}
