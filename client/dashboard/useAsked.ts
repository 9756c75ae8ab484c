// What a part of the dashboard asks the server for while it is shown. Knows no question.
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { AdminApi } from "./adminApi.ts";
import type { DashboardModel } from "./dashboardModel.ts";
import { sentenceOf } from "./sentenceOf.ts";

interface Asked<Answer> {
  /** the newest; one stays until the next is there */
  readonly answer: ReadonlySignal<Answer | undefined>;
  /** a sentence; empty while all is well */
  readonly problem: ReadonlySignal<string>;
  /** Asks once more, or in its stead something else that has the same answer. Resolves when that is there, or why it is not. */
  readonly again: (other?: (api: AdminApi) => Promise<Answer>) => Promise<void>;
}

/** Asks at once, whenever `about` changes, and every `everyMs`; an answer to what is not asked any more is left out. */
export function useAsked<Answer>(
  model: DashboardModel,
  asking: (api: AdminApi) => Promise<Answer>,
  about: string,
  everyMs: number,
): Asked<Answer> {
  const answer = useSignal<Answer | undefined>(undefined);
  const problem = useSignal("");
  const newest = useRef(0);
  const ask = (what = asking): Promise<void> => {
    const own = ++newest.current;
    const isNewest = (): boolean => own === newest.current;
    return model.ask(what).then(
      (told) => {
        if (!isNewest()) return;
        answer.value = told;
        problem.value = "";
      },
      (refused: unknown) => {
        if (isNewest()) problem.value = sentenceOf(refused);
      },
    );
  };
  useEffect(() => {
    void ask();
    const ticking = setInterval(() => {
      if (document.visibilityState === "visible" && model.stream.peek() !== "paused") void ask();
    }, everyMs);
    return () => {
      clearInterval(ticking);
      newest.current++;
    };
  }, [about]);
  return { answer, problem, again: ask };
}
