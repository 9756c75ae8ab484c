// Which tabs of the workbench are open, and how large its places are; the browser remembers both. Draws nothing.
import { computed, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { KeptSide, KeptWorkbench } from "../../../identity.ts";
import type { Place } from "../../pageFeature.ts";
import { layOut, type Laid, type Layout, type Side, SIDES, type ToLayOut } from "./layout.ts";
import { isPhone } from "../../phone.ts";

const FOLDED: KeptSide = { isOpen: false };

interface WorkbenchOptions {
  /** undefined as long as it is not known which there are */
  readonly places: ReadonlySignal<readonly Place[] | undefined>;
  readonly before: KeptWorkbench;
  readonly keep: (now: KeptWorkbench) => void;
}

/** One thing at a time on each side. */
export class Workbench {
  /** by their rank */
  readonly #places: ReadonlySignal<readonly Place[] | undefined>;
  readonly #kept = signal<KeptWorkbench>({});
  readonly #keep: WorkbenchOptions["keep"];
  /** sides in the order in which they were opened here */
  readonly #opened = signal<readonly Side[]>([]);
  readonly #room = signal({ width: 1280, height: 800 });
  /** the tab that wants the focus when it is there; whoever shows it takes it back */
  readonly wantsFocus = signal<string | undefined>(undefined);
  readonly toLayOut = computed<ToLayOut>(() => {
    const sides = SIDES.filter((side) => this.#has(side));
    const open = sides.filter((side) => this.#kept.value[side]?.isOpen);
    const sizes = Object.fromEntries(SIDES.map((side) => [side, this.#kept.value[side]?.size]));
    return { ...this.#room.value, sides, open, opened: this.#opened.value, sizes };
  });
  readonly layout: ReadonlySignal<Layout> = computed(() => layOut(this.toLayOut.value));
  /** in sixteenths of a rem */
  readonly width = computed(() => this.#room.value.width);
  readonly isPhone = computed(() => isPhone(this.width.value));
  readonly shown: ReadonlySignal<ReadonlySet<string>> = computed(
    () => new Set(SIDES.flatMap((side) => this.shownAt(side)?.id ?? [])),
  );

  constructor({ places, before, keep }: WorkbenchOptions) {
    this.#places = computed(() => places.value?.toSorted((one, other) => one.order - other.order));
    this.#kept.value = before;
    this.#keep = keep;
  }

  /** The room has so much of the window, in sixteenths of a rem. */
  measured(width: number, height: number): void {
    this.#room.value = { width, height };
  }

  /** The tabs that this person has there. */
  tabs(side: Side): readonly Place[] {
    return (this.#places.value ?? []).filter(({ at, isThere }) => at === side && isThere?.value !== false);
  }

  /** Until it is known, there is what was opened here before, and room for the sides. */
  #has(side: Side): boolean {
    if (this.#places.value === undefined) return side !== "dock" || this.#kept.value[side]?.isOpen === true;
    return this.tabs(side).length > 0;
  }

  /** The tab that is chosen there, shown or not. */
  chosen(side: Side): Place | undefined {
    const tabs = this.tabs(side);
    return tabs.find(({ id }) => id === this.#kept.value[side]?.tab) ?? tabs[0];
  }

  /** On a phone the first tab of each side has a button at the thumb, whatever is open; the others are in the menu. */
  get atThumb(): readonly Place[] {
    return SIDES.flatMap((side) => this.tabs(side).slice(0, 1));
  }

  get inMenu(): readonly Place[] {
    return SIDES.flatMap((side) => this.tabs(side).slice(1));
  }

  shownAt(side: Side): Place | undefined {
    return isUnfolded(this.layout.value[side]) ? this.chosen(side) : undefined;
  }

  show(place: string, withFocus = false): void {
    const at = untracked(() => SIDES.find((side) => this.tabs(side).some(({ id }) => id === place)));
    if (at === undefined) return;
    this.#change(at, { isOpen: true, tab: place });
    this.#opened.value = [...this.#opened.peek().filter((one) => one !== at), at];
    if (withFocus) this.wantsFocus.value = place;
  }

  /** … where this person has never said whether they want that side. */
  offer(place: string): void {
    const at = untracked(() => SIDES.find((side) => this.tabs(side).some(({ id }) => id === place)));
    if (at !== undefined && this.#kept.peek()[at] === undefined) this.show(place);
  }

  fold(place: string): void {
    const at = SIDES.find((side) => untracked(() => this.shownAt(side))?.id === place);
    if (at) this.foldSide(at);
  }

  /** Folds what lies over the code. */
  uncover(): void {
    const layout = this.layout.peek();
    for (const side of SIDES) if (layout[side].as === "sheet" || layout[side].as === "over") this.foldSide(side);
  }

  foldSide(side: Side): void {
    this.#change(side, { isOpen: false });
  }

  /** Shows a side with its last tab, or folds it. */
  toggleSide(side: Side): void {
    const [shown, chosen] = untracked(() => [this.shownAt(side), this.chosen(side)]);
    if (shown) this.foldSide(side);
    else if (chosen) this.show(chosen.id, true);
  }

  /** In sixteenths of a rem; undefined: as at first. */
  resize(side: Side, size: number | undefined): void {
    const { size: _, ...rest } = this.#kept.peek()[side] ?? FOLDED;
    this.#set(side, { ...rest, ...(size !== undefined && { size }) });
  }

  #change(side: Side, change: Partial<KeptSide>): void {
    this.#set(side, { ...FOLDED, ...this.#kept.peek()[side], ...change });
  }

  #set(side: Side, next: KeptSide): void {
    this.#kept.value = { ...this.#kept.peek(), [side]: next };
    this.#keep(this.#kept.peek());
  }
}

const isUnfolded = ({ as }: Laid): boolean => as === "beside" || as === "over" || as === "sheet";
