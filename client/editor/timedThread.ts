// Work beside the page that may go on for ever: a thread that does not answer in time is ended. Knows no work.
import type { TimeAndChance } from "../sync/ports.ts";

/** The work took too long and was ended, or its thread could not be had. */
export class NoAnswer extends Error {}

/** As much of a Worker as is needed. */
export interface Thread<Asked, Answer> {
  postMessage(message: { readonly id: number; readonly asked: Asked }): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<{ readonly id: number; readonly answer: Answer }>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface TimedThreadOptions<Asked, Answer> {
  readonly clock: Pick<TimeAndChance, "after">;
  readonly withinMs: number;
  readonly start: () => Thread<Asked, Answer>;
}

/** Starts its thread with the first question, and asks one at a time. */
export class TimedThread<Asked, Answer> {
  readonly #options: TimedThreadOptions<Asked, Answer>;
  #thread: Thread<Asked, Answer> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #lastId = 0;

  constructor(options: TimedThreadOptions<Asked, Answer>) {
    this.#options = options;
  }

  /** Rejects with NoAnswer. */
  ask(asked: Asked): Promise<Answer> {
    const turn = this.#turn.then(() => this.#answer(++this.#lastId, asked));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Who is waiting for an answer has none. */
  end(): void {
    this.#thread?.terminate();
    this.#thread = undefined;
  }

  #answer(id: number, asked: Asked): Promise<Answer> {
    const { clock, withinMs, start } = this.#options;
    const thread = (this.#thread ??= start());
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        this.end();
        reject(new NoAnswer());
      };
      const cancel = clock.after(withinMs, fail);
      thread.onmessage = ({ data }) => {
        if (data.id !== id) return;
        cancel();
        resolve(data.answer);
      };
      thread.onerror = () => {
        cancel();
        fail();
      };
      thread.postMessage({ id, asked });
    });
  }
}

/** In the thread itself: answers every question. */
export function answerEach<Asked, Answer>(answer: (asked: Asked) => Answer | Promise<Answer>): void {
  addEventListener("message", ({ data }: MessageEvent<{ id: number; asked: Asked }>) => {
    void (async () => postMessage({ id: data.id, answer: await answer(data.asked) }))();
  });
}
