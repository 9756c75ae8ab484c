// What is open in the workbench, and what the browser remembers of it.
import { describe, expect, it } from "@jest/globals";
import { signal } from "@preact/signals";
import type { KeptWorkbench } from "../../../identity.ts";
import type { Place } from "../../pageFeature.ts";
import { Workbench } from "./workbench.ts";

const place = (id: string, at: Place["at"], order: number, more: Partial<Place> = {}): Place => ({
  id,
  at,
  order,
  name: () => id,
  Icon: () => null,
  View: () => null,
  ...more,
});

const isOwner = signal(true);
const PLACES = [
  place("notes", "right", 3, { isThere: isOwner }),
  place("people", "right", 2),
  place("chat", "right", 1),
  place("files", "left", 1),
];

function workbench(before: KeptWorkbench = {}) {
  let kept = before;
  const made = new Workbench({ places: signal(PLACES), before, keep: (now) => (kept = now) });
  made.measured(1_440, 900);
  return { made, kept: () => kept, shown: () => [...made.shown.value] };
}

describe("the workbench", () => {
  it("[U86] has the tabs of a place in their order, those that this person has", () => {
    const { made } = workbench();
    expect(made.tabs("right").map(({ id }) => id)).toEqual(["chat", "people", "notes"]);
    isOwner.value = false;
    expect(made.tabs("right").map(({ id }) => id)).toEqual(["chat", "people"]);
    expect(made.layout.value.dock.as).toBe("away");
    isOwner.value = true;
  });

  it("[U86] shows one thing at a time in each place, and remembers which, folded or not", () => {
    const { made, kept, shown } = workbench();
    expect(shown()).toEqual([]);
    made.show("people");
    made.show("files");
    made.show("chat");
    expect(shown()).toEqual(["files", "chat"]);
    made.fold("people");
    made.fold("chat");
    expect(shown()).toEqual(["files"]);
    expect(kept()).toEqual({ left: { isOpen: true, tab: "files" }, right: { isOpen: false, tab: "chat" } });
    expect(workbench(kept()).shown()).toEqual(["files"]);
    made.toggleSide("right");
    expect(shown()).toEqual(["files", "chat"]);
    expect(made.wantsFocus.value).toBe("chat");
  });

  it("[U86] shows another tab where the one that was open is not this person's any more", () => {
    const { made, shown } = workbench({ right: { isOpen: true, tab: "notes" } });
    expect(shown()).toEqual(["notes"]);
    isOwner.value = false;
    expect(shown()).toEqual(["chat"]);
    made.show("notes");
    expect(shown()).toEqual(["chat"]);
    isOwner.value = true;
    made.show("nothing");
    made.toggleSide("dock");
    expect(shown()).toEqual(["notes"]);
  });

  it("[U86] shows what is offered without the focus, unless its side was opened or folded here before", () => {
    const { made, kept, shown } = workbench();
    made.offer("chat");
    expect([shown(), made.wantsFocus.value]).toEqual([["chat"], undefined]);
    made.offer("people");
    made.fold("chat");
    made.offer("people");
    made.offer("nothing");
    expect(shown()).toEqual([]);
    const later = workbench(kept());
    later.made.offer("chat");
    later.made.offer("files");
    expect(later.shown()).toEqual(["files"]);
  });

  it("[U86] keeps the size of a place until it is as at first again", () => {
    const { made, kept } = workbench();
    made.resize("left", 300);
    expect(kept()).toEqual({ left: { isOpen: false, size: 300 } });
    made.show("files");
    expect(made.layout.value.left).toEqual({ as: "beside", size: 300 });
    made.resize("left", undefined);
    expect(kept()).toEqual({ left: { isOpen: true, tab: "files" } });
  });

  it("[U85] has each place once on a phone, at the thumb or in the menu, whatever is open", () => {
    const { made } = workbench();
    const both = (): string[][] => [made.atThumb, made.inMenu].map((places) => places.map(({ id }) => id));
    const before = both();
    expect(before[0]).toEqual(["files", "chat"]);
    expect(before.flat().toSorted()).toEqual(
      (["left", "right", "dock"] as const).flatMap((side) => made.tabs(side).map(({ id }) => id)).toSorted(),
    );
    made.measured(360, 700);
    made.show("people");
    expect(both()).toEqual(before);
  });

  it("[U85] on a phone one sheet lies over the code, and none when somebody comes", () => {
    const { made, shown } = workbench({ left: { isOpen: true }, right: { isOpen: true } });
    made.measured(360, 700);
    expect(shown()).toEqual([]);
    made.show("chat");
    made.show("files");
    expect(shown()).toEqual(["files"]);
    made.uncover();
    expect(shown()).toEqual([]);
  });
});
