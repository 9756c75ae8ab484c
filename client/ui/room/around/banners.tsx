// Above the code: what is said for as long as it holds, in a fifth of the window together; the rest at a press. Knows no banner.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Areas } from "../areas.tsx";
import type { RoomModel } from "../roomModel.ts";
import { words } from "../../words.around.ts";

/** Always there, so that a screen reader says what comes into it. What is to be counted has the class `banner`. */
export function Banners({ model }: { readonly model: RoomModel }) {
  const frame = useRef<HTMLDivElement>(null);
  /** how many there are where they have no room; else 0 */
  const tooMany = useSignal(0);
  const isOpen = useSignal(false);
  useLayoutEffect(() => {
    const shown = frame.current;
    const all = shown?.firstElementChild;
    if (!shown || !all) return undefined;
    const measuring = new ResizeObserver(() => {
      // what is open has room for all, and says nothing of whether it needs it
      if (isOpen.peek() && all.clientHeight > 0) return;
      isOpen.value = false;
      tooMany.value = all.clientHeight > shown.clientHeight ? all.querySelectorAll(".banner").length : 0;
    });
    measuring.observe(shown);
    measuring.observe(all);
    return () => measuring.disconnect();
  }, []);
  return (
    <>
      <div ref={frame} class={isOpen.value ? "banners open" : "banners"}>
        <div>
          <Areas model={model} of={["banner"]} />
        </div>
      </div>
      {tooMany.value > 0 && (
        <button
          type="button"
          class="banners-all"
          aria-expanded={isOpen.value}
          onClick={() => {
            isOpen.value = !isOpen.value;
          }}
        >
          {isOpen.value ? words.value.fewerBanners : words.value.allBanners(tooMany.value)}
        </button>
      )}
    </>
  );
}
