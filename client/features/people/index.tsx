// The page's half of people: following by a click on a face, the bar that says so, "look here", and one's own name and colour.
import { useSignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import type { Participant } from "#protocol/events.ts";
import { pressed } from "../../pressed.ts";
import { closeDialogAround } from "../../ui/dialog.tsx";
import type { ClientFeature, FaceProps } from "../../ui/feature.ts";
import { Icon } from "../../ui/icons.tsx";
import { announce, show } from "../../ui/notices.tsx";
import { notify } from "../../ui/notify.ts";
import { Attention } from "./attention.ts";
import { FollowBar, Offer } from "./bars.tsx";
import { FollowModel, followersWords } from "./followModel.ts";
import "./people.css";

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
  if (event.key === "Enter" && event.altKey && model.offer.peek() !== undefined) {
    event.preventDefault();
    event.stopPropagation();
    return model.go();
  }
  if (MODIFIERS.includes(event.key)) return;
  if (event.key === "Escape" || isIn(event, "#code")) model.stop();
}

function Face({ model, person, children }: OfModel & FaceProps) {
  const isLeader = model.leader.value?.person.participant === person.participant;
  const toggle = (): void => {
    if (isLeader) model.stop();
    else model.follow(person.participant);
  };
  const label = `Follow ${person.name}`;
  return (
    <button
      type="button"
      class="face-button"
      aria-label={label}
      title={isLeader ? `Stop following ${person.name}` : label}
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
    <span class="followers" title={names.join(", ")}>
      <Icon>
        <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
        <circle cx="12" cy="12" r="2.75" />
      </Icon>
      <span class="unseen">{followersWords(names)}</span>
      <span aria-hidden="true">{names.length}</span>
    </span>
  );
}

type Dialogs = FunctionComponent<OfModel & { readonly person: Participant; readonly onClose: () => void }>;

/** What can be done with somebody in the list: with oneself, to be called something else. */
function Actions({ model, person }: OfModel & { readonly person: Participant }) {
  const dialog = useSignal<{ readonly Dialog: Dialogs } | undefined>(undefined);
  const { you, clients } = model.room;
  const isHere = [...clients.value.values()].some(({ participant }) => participant === person.participant);
  if (!isHere) return null;
  if (person.participant !== you.value?.participant) return <FollowButton model={model} person={person} />;
  const change = (): void => {
    import("./profileDialog.tsx").then(
      ({ ProfileDialog }) => {
        dialog.value = { Dialog: ProfileDialog };
      },
      () => show("This could not be loaded. Try again when the connection is back."),
    );
  };
  const Dialog = dialog.value?.Dialog;
  const isAlone = new Set([...clients.value.values()].map(({ participant }) => participant)).size < 2;
  return (
    <span class="own-actions">
      {you.value.role === "owner" && !isAlone && (
        <button type="button" class="button small" onClick={(event) => close(event, () => model.lookHere())}>
          Everyone, look here
        </button>
      )}
      <button type="button" class="button small" onClick={change}>
        Name and colour
      </button>
      {Dialog && (
        <Dialog
          model={model}
          person={person}
          onClose={() => {
            dialog.value = undefined;
          }}
        />
      )}
    </span>
  );
}

function FollowButton({ model, person }: OfModel & { readonly person: Participant }) {
  const isLeader = model.leader.value?.person.participant === person.participant;
  return (
    <button
      type="button"
      class="button small"
      aria-label={`${isLeader ? "Stop following" : "Follow"} ${person.name}`}
      onClick={(event) =>
        close(event, () => {
          if (isLeader) model.stop();
          else model.follow(person.participant);
        })
      }
    >
      {isLeader ? "Stop following" : "Follow"}
    </button>
  );
}

/** Closes the list, which lies over the code, and does it. */
function close(event: Event, run: () => void): void {
  if (event.target instanceof Element) closeDialogAround(event.target);
  run();
}

export const people: ClientFeature = {
  name: "people",
  open(room) {
    const model = new FollowModel(room, {
      after,
      show,
      announce,
      asked: (text, go) => notify({ kind: "lookHere", text, about: "look", go, isShown: true }),
    });
    const attention = new Attention({ now: () => performance.now(), after, changed: (state) => room.tellState(state) });
    const listening = new AbortController();
    listen(model, attention, listening.signal);
    return {
      Face: (props) => <Face model={model} {...props} />,
      Person: ({ person }) => <Actions model={model} person={person} />,
      Button: () => <Followers model={model} />,
      Bar: () => (
        <>
          <FollowBar model={model} />
          <Offer model={model} />
        </>
      ),
      message: (data) => model.message(data),
      closed() {
        listening.abort();
        attention.stop();
        model.close();
      },
    };
  },
};
