// What is said to a person in passing: short messages to see and hear, and some to hear only. Knows no room.
import { signal } from "@preact/signals";

const SHOWN_MS = 6_000;
/** What was true for a moment is not there to be read for ever. */
const ANNOUNCED_MS = 10_000;
/** more would cover the code */
const AT_ONCE = 3;

/** What can be done about it at once. */
export interface NoticeAction {
  /** one word */
  readonly name: string;
  run(): void;
}

interface Shown {
  readonly id: number;
  readonly text: string;
  readonly action: NoticeAction | undefined;
  readonly gone: ReturnType<typeof setTimeout>;
}

const shown = signal<readonly Shown[]>([]);
const announced = signal("");
let lastId = 0;
let announcedId = 0;

/** Shows a sentence for a while; a screen reader says it, too. One that is shown already stays for longer, and is not said again. `until`: it is not true any more, and goes. */
export function show(text: string, action?: NoticeAction, until?: AbortSignal): void {
  const known = shown.value.find((one) => one.text === text);
  clearTimeout(known?.gone);
  const id = known?.id ?? ++lastId;
  const go = (): void => {
    shown.value = shown.value.filter((one) => one.id !== id);
  };
  until?.addEventListener("abort", go);
  const gone = setTimeout(go, SHOWN_MS);
  const one = { id, text, action, gone };
  shown.value = known ? shown.value.with(shown.value.indexOf(known), one) : [...shown.value, one].slice(-AT_ONCE);
}

/** Has a screen reader say what others see elsewhere on the page; the returned function takes it back, where it is not true any more. */
export function announce(text: string): () => void {
  announced.value = text;
  const id = ++lastId;
  announcedId = id;
  const takeBack = (): void => {
    if (announcedId === id) announced.value = "";
  };
  setTimeout(takeBack, ANNOUNCED_MS);
  return takeBack;
}

/** The one place of the page that is read aloud by itself; of several sentences the new one alone. */
export function Notices() {
  return (
    <div class="notices" role="status" aria-atomic="false">
      {shown.value.map(({ id, text, action, gone }) => (
        <p key={id} class="notice">
          {text}
          {action && (
            <button
              type="button"
              class="notice-action"
              onClick={() => {
                clearTimeout(gone);
                shown.value = shown.value.filter((one) => one.id !== id);
                action.run();
              }}
            >
              {action.name}
            </button>
          )}
        </p>
      ))}
      <p class="unseen">{announced.value}</p>
    </div>
  );
}
