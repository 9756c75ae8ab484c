// The time that passes while somebody reads how long ago something was. Knows no time of day.
import { type ReadonlySignal, signal } from "@preact/signals";

const HALF_MINUTE_MS = 30_000;

let leave = (): void => {};

const passed = signal(0, {
  watched() {
    let ticking: ReturnType<typeof setInterval> | undefined;
    const tick = (): void => {
      passed.value += 1;
    };
    // nobody reads a page that is hidden; when it is seen again, its times are right at once
    const look = (): void => {
      clearInterval(ticking);
      if (document.visibilityState === "hidden") return;
      ticking = setInterval(tick, HALF_MINUTE_MS);
    };
    const seen = (): void => {
      look();
      if (document.visibilityState === "visible") tick();
    };
    document.addEventListener("visibilitychange", seen);
    look();
    leave = () => {
      clearInterval(ticking);
      document.removeEventListener("visibilitychange", seen);
    };
  },
  unwatched: () => leave(),
});

/** Another number every half minute, as long as something reads it that is shown; one clock for all. */
export const halfMinutes: ReadonlySignal<number> = passed;
