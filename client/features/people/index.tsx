// The page's half of people: following by a click on a face, the bar that says so, "look here", and one's own name and colour.
import { type Signal, signal } from "@preact/signals";
import type { Participant } from "#protocol/events.ts";
import { pressed } from "../../pressed.ts";
import type { Command, FaceProps, PageFeature } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { announce, show } from "../../ui/parts/notices.tsx";
import { tip } from "../../ui/parts/tips/tip.ts";
import { notify } from "../../ui/parts/notify.ts";
import { useLoaded } from "../../ui/parts/useLoaded.ts";
import { Attention } from "./attention.ts";
import { FollowBar, LookBar } from "./bars.tsx";
import { FollowModel } from "./followModel.ts";
import "./people.css";
import { KEYS } from "./keys.ts";
import { words } from "./words.ts";

interface OfModel {
  readonly model: FollowModel;
}

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

const isIn = (event: Event, selector: string): boolean =>
  event.target instanceof Element && event.target.closest(selector) !== null;

const MODIFIERS = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"];

/** Listens until the signal says that it is enough. */
function listen(model: FollowModel, attention: Attention, signal: AbortSignal): void {
  const early = { capture: true, passive: true, signal };
  for (const type of ["keydown", "pointerdown", "pointermove", "wheel", "touchmove"])
    addEventListener(type, () => attention.input(), early);
  document.addEventListener("visibilitychange", () => attention.hidden(document.visibilityState === "hidden"), {
    signal,
  });
  // what an input method types comes by no key
  for (const type of ["pointerdown", "wheel", "touchmove", "beforeinput"])
    addEventListener(type, (event) => isIn(event, "#code") && model.stop(), early);
  addEventListener(
    "keydown",
    pressed((event) => onKey(model, event)),
    { capture: true, signal },
  );
}

function onKey(model: FollowModel, event: KeyboardEvent): void {
  if (isIn(event, "dialog")) return;
  if (MODIFIERS.includes(event.key)) return;
  if (event.key === "Escape" || isIn(event, "#code")) model.stop();
}

function Face({ model, person, children }: OfModel & FaceProps) {
  const isLeader = model.leader.value?.person.participant === person.participant;
  const toggle = (): void => {
    if (isLeader) model.stop();
    else model.follow(person.participant);
  };
  const label = words.value.followOne(person.name);
  return (
    <button
      type="button"
      class="face-button"
      aria-label={label}
      {...tip(isLeader ? words.value.stopFollowingOne(person.name) : label)}
      aria-pressed={isLeader}
      onClick={toggle}
    >
      {children}
    </button>
  );
}

/** How many follow this window. */
function Followers({ model }: OfModel) {
  const names = model.followers.value;
  if (names.length === 0) return null;
  return (
    <span class="followers" {...tip(names.join(", "))}>
      <Icon>
        <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
        <circle cx="12" cy="12" r="2.75" />
      </Icon>
      <span class="unseen">{words.value.followers(names)}</span>
      <span aria-hidden="true">{names.length}</span>
    </span>
  );
}

interface OfProfile extends OfModel {
  readonly isProfileOpen: Signal<boolean>;
}

/** One's own name and colour. */
function LazyProfile({ model, isProfileOpen }: OfProfile) {
  const close = (): void => {
    isProfileOpen.value = false;
  };
  const Dialog = useLoaded(
    () => isProfileOpen.value,
    async () => (await import("./profileDialog.tsx")).ProfileDialog,
    () => {
      close();
      show(words.value.profileNotLoaded);
    },
  );
  const { people } = model.room;
  const person = people.person(people.you.value?.participant);
  return Dialog && person ? <Dialog model={model} person={person} onClose={close} /> : null;
}

/** What can be done with somebody in the list: with oneself, to be called something else. */
function Actions({ model, person, isProfileOpen }: OfProfile & { readonly person: Participant }) {
  const { you, clients } = model.room.people;
  const isHere = [...clients.value.values()].some(({ participant }) => participant === person.participant);
  if (!isHere || person.robot !== undefined) return null;
  if (person.participant !== you.value?.participant) return <FollowButton model={model} person={person} />;
  return (
    <span class="own-actions">
      {model.room.people.isOwner.value && model.others.value.length > 0 && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            model.room.workbench.uncover();
            model.lookHere();
          }}
        >
          {words.value.lookHere}
        </button>
      )}
      <button
        type="button"
        class="button small"
        aria-haspopup="dialog"
        onClick={() => {
          isProfileOpen.value = true;
        }}
      >
        {words.value.nameAndColour}
      </button>
    </span>
  );
}

function FollowButton({ model, person }: OfModel & { readonly person: Participant }) {
  const isLeader = model.leader.value?.person.participant === person.participant;
  return (
    <button
      type="button"
      class="button small"
      aria-label={isLeader ? words.value.stopFollowingOne(person.name) : words.value.followOne(person.name)}
      onClick={() => {
        model.room.workbench.uncover();
        if (isLeader) model.stop();
        else model.follow(person.participant);
      }}
    >
      {isLeader ? words.value.stopFollowing : words.value.follow}
    </button>
  );
}

function commandsOf(model: FollowModel): readonly Command[] {
  const { you } = model.room.people;
  const leader = model.leader.value;
  const others = model.others.value;
  return [
    ...(model.request.value
      ? [{ id: "people.look", name: words.value.goWhereAsked, key: KEYS.whereAsked, run: () => model.go() }]
      : []),
    ...(leader ? [{ id: "people.stop", name: words.value.stopFollowing, run: () => model.stop() }] : []),
    ...others.map(({ participant, name }) => ({
      id: `people.follow.${participant}`,
      name: words.value.followOne(name),
      run: () => void model.follow(participant),
    })),
    ...(you.value?.role === "owner" && others.length > 0
      ? [{ id: "people.lookHere", name: words.value.askToLook, run: () => model.lookHere() }]
      : []),
  ];
}

export const people: PageFeature = {
  name: "people",
  open(room) {
    const model = new FollowModel(room, {
      after,
      show,
      announce,
      asked: (text, go, isShown) =>
        notify({ kind: "lookHere", text, about: "look", go, goName: words.value.goThere, isShown }),
    });
    const attention = new Attention({
      now: () => performance.now(),
      after,
      changed: (state) => room.people.tellState(state),
    });
    const isProfileOpen = signal(false);
    const listening = new AbortController();
    listen(model, attention, listening.signal);
    return {
      Face: (props) => <Face model={model} {...props} />,
      Person: ({ person }) => <Actions model={model} person={person} isProfileOpen={isProfileOpen} />,
      areas: {
        head: () => (
          <>
            <Followers model={model} />
            <LazyProfile model={model} isProfileOpen={isProfileOpen} />
          </>
        ),
        above: () => (
          <>
            <FollowBar model={model} />
            <LookBar model={model} />
          </>
        ),
      },
      commands: () => [
        ...commandsOf(model),
        {
          id: "people.profile",
          name: words.value.nameAndColour,
          run() {
            isProfileOpen.value = true;
          },
        },
      ],
      message: (data) => model.message(data),
      closed() {
        listening.abort();
        attention.stop();
        model.close();
      },
    };
  },
};
