// A place of the workbench: a strip of tabs, and one of them under it. Folded it is still its tabs. Knows no content.
import { effect } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { pressed } from "../../../pressed.ts";
import { Badge } from "../../parts/badge.tsx";
import type { Place } from "../../pageFeature.ts";
import { focusPanel, type Panel, PanelContext } from "../../parts/focusOfPlace.tsx";
import { FoldIcon } from "../../parts/icons.tsx";
import { KEYS } from "../../keys.ts";
import type { Laid, Side } from "../workbench/layout.ts";
import { next } from "../../parts/rovingKeys.ts";
import type { RoomModel } from "../roomModel.ts";
import { Resizer } from "./resizer.tsx";
import { SheetGrip } from "./sheetGrip.tsx";
import { tip } from "../../parts/tips/tip.ts";
import { words } from "../../words.around.ts";

interface PlaceProps {
  readonly model: RoomModel;
  readonly side: Side;
}

export function PlaceView({ model, side }: PlaceProps) {
  const { workbench } = model;
  const laid = workbench.layout.value[side];
  if (laid.as === "away") return null;
  const place = workbench.shownAt(side);
  if (place === undefined) return <Folded model={model} side={side} />;
  const unfolded = <Unfolded key="unfolded" model={model} side={side} laid={laid} place={place} />;
  if (laid.as !== "over" || side === "dock") return unfolded;
  // under what lies over the code its rail keeps its width
  return (
    <>
      <div class={`place folded at-${side}`} aria-hidden="true" />
      {unfolded}
    </>
  );
}

/** The id of a tab's button, folded or not: the focus goes back to it. */
export const tabId = (place: Place): string => `place-${place.id}`;

/** How much is new in these places. */
export const newIn = (places: readonly Place[]): number =>
  places.reduce((sum, { badge }) => sum + (badge?.value ?? 0), 0);

/** What a button says that leads to a tab. */
export const tabName = (place: Place): string => {
  const news = place.badge?.value ?? 0;
  return news > 0 ? words.value.withNews(place.name(), news) : place.name();
};

function Folded({ model: { workbench }, side }: PlaceProps) {
  return (
    <nav class={`place folded at-${side}`} aria-label={words.value.sides[side]}>
      {workbench.tabs(side).map((place) => (
        <button
          key={place.id}
          type="button"
          id={tabId(place)}
          class="place-fold-tab badged"
          aria-expanded={false}
          aria-label={tabName(place)}
          // its key opens the one that was open last
          {...tip(place.name(), place === workbench.chosen(side) ? KEYS.sides[side] : undefined)}
          onClick={() => workbench.show(place.id, true)}
        >
          <place.Icon />
          <span>{place.name()}</span>
          <Badge count={place.badge?.value ?? 0} />
        </button>
      ))}
    </nav>
  );
}

interface UnfoldedProps extends PlaceProps {
  readonly laid: Laid;
  readonly place: Place;
}

function Unfolded({ model, side, laid, place }: UnfoldedProps) {
  const { workbench } = model;
  const ref = useRef<HTMLElement>(null);
  const isSheet = laid.as === "sheet";
  const element = useRef<HTMLDivElement>(null);
  const panel = useMemo<Panel>(() => ({ element, isSheet, typed: "" }), [isSheet]);
  const takeFocus = (): void => {
    if (workbench.wantsFocus.value !== place.id) return;
    workbench.wantsFocus.value = undefined;
    focusPanel(panel);
  };
  // what is opened gets the focus as it comes, and gives it on to what is written in: later it could be where the person has gone meanwhile
  useLayoutEffect(() => effect(takeFocus), [place]);
  const fold = (): void => {
    const hasFocus = ref.current?.contains(document.activeElement);
    workbench.foldSide(side);
    // the tab is there once it is folded; under a sheet there is the code
    if (hasFocus) requestAnimationFrame(() => focusAfter(model, place));
  };
  return (
    <aside
      ref={ref}
      class={`place at-${side} as-${laid.as}`}
      style={"size" in laid ? { [side === "dock" ? "height" : "width"]: `${laid.size / 16}rem` } : undefined}
      aria-label={place.name()}
      onKeyDown={pressed((event) => {
        if (event.key !== "Escape" || event.defaultPrevented || isInEditor(event.target)) return;
        // what lies over the code goes; what is beside it stays
        if (laid.as === "beside") model.files.editor.value?.view.focus();
        else fold();
      })}
    >
      {isSheet ? <SheetGrip onFold={fold} /> : <Resizer model={model} side={side} laid={laid} />}
      <div class="place-strip">
        <Tabs model={model} side={side} place={place} />
        <button
          type="button"
          class="button quiet icon-only"
          aria-label={words.value.close(place.name())}
          {...tip(words.value.close(place.name()), KEYS.sides[side])}
          onClick={fold}
        >
          <FoldIcon />
        </button>
      </div>
      <PanelContext.Provider value={panel}>
        <div
          ref={element}
          id={`panel-${side}`}
          class="place-panel"
          role="tabpanel"
          aria-labelledby={tabId(place)}
          tabIndex={-1}
        >
          <place.View key={place.id} />
        </div>
      </PanelContext.Provider>
    </aside>
  );
}

/** In an editor Escape is the way out of it. */
const isInEditor = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(".cm-editor") !== null;

function focusAfter(model: RoomModel, place: Place): void {
  const tab = document.querySelector<HTMLElement>(`#${tabId(place)}`);
  if (tab) tab.focus();
  else model.files.editor.value?.focus();
}

function Tabs({ model: { workbench }, side, place }: PlaceProps & { readonly place: Place }) {
  const list = useRef<HTMLDivElement>(null);
  const tabs = workbench.tabs(side);
  // names, tabs and badges are others at each rendering, and the width between two
  useLayoutEffect(() => {
    const { current } = list;
    if (current === null) return undefined;
    const fit = (): void => {
      current.classList.remove("narrow");
      current.classList.toggle("narrow", current.scrollWidth > current.clientWidth);
    };
    const widths = new ResizeObserver(fit);
    widths.observe(current);
    fit();
    return () => widths.disconnect();
  });
  return (
    <div ref={list} class="place-tabs" role="tablist" aria-label={words.value.sides[side]}>
      {tabs.map((tab, index) => (
        <button
          key={tab.id}
          type="button"
          id={tabId(tab)}
          class="place-tab badged"
          role="tab"
          aria-selected={tab === place}
          aria-controls={`panel-${side}`}
          aria-label={tabName(tab)}
          tabIndex={tab === place ? 0 : -1}
          {...tip(tab.name())}
          onClick={() => workbench.show(tab.id, true)}
          onKeyDown={pressed((event) => {
            const to = next(event.key, index, tabs.length);
            const target = to === undefined ? undefined : tabs[to];
            if (target === undefined) return;
            event.preventDefault();
            workbench.show(target.id);
            list.current?.querySelector<HTMLElement>(`#${tabId(target)}`)?.focus();
          })}
        >
          <tab.Icon />
          <span>{tab.name()}</span>
          <Badge count={tab === place ? 0 : (tab.badge?.value ?? 0)} />
        </button>
      ))}
    </div>
  );
}
