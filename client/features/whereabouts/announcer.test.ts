// What others change, as it is told.
import { describe, expect, it } from "@jest/globals";
import { Announcer } from "./announcer.ts";

class Clock {
  now = 0;
  #waiting: { at: number; run: () => void }[] = [];
  after(ms: number, run: () => void): () => void {
    const one = { at: this.now + ms, run };
    this.#waiting.push(one);
    return () => (this.#waiting = this.#waiting.filter((other) => other !== one));
  }
  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.#waiting.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.now = next.at;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      next.run();
    }
    this.now = end;
  }
}

function announcing() {
  const clock = new Clock();
  const said: string[] = [];
  const announcer = new Announcer({
    after: (ms, run) => clock.after(ms, run),
    say: (sentence) => said.push(sentence),
  });
  return { clock, said, announcer };
}

describe("what others change", () => {
  it("[V1] is told when they rest, once for all that they have typed", () => {
    const { clock, said, announcer } = announcing();
    for (let letter = 0; letter < 10; letter++) {
      announcer.heard("Ada", [12]);
      clock.pass(100);
    }
    expect(said).toEqual([]);
    clock.pass(1_000);
    expect(said).toEqual(["Ada changed line 12."]);
    clock.pass(60_000);
    expect(said).toHaveLength(1);
  });

  it("[V1] is told every 5 s of whoever does not rest", () => {
    const { clock, said, announcer } = announcing();
    for (let letter = 0; letter < 120; letter++) {
      announcer.heard("Ada", [1 + Math.floor(letter / 40)]);
      clock.pass(100);
    }
    clock.pass(1_000);
    expect(said).toEqual(["Ada changed lines 1 to 2.", "Ada changed lines 2 to 3.", "Ada changed line 3."]);
  });

  it("[V1] is summarised, by name and line, with the name of another file", () => {
    const { clock, said, announcer } = announcing();
    announcer.heard("Ada", [3, 9, 4]);
    announcer.heard("Bo", [1], "util.py");
    announcer.heard("Bo", [2]);
    announcer.heard("Cy", [2]);
    announcer.heard("Di", [2]);
    clock.pass(1_000);
    expect(said).toEqual(["Ada changed 3 lines. Bo changed line 1 in util.py. Bo changed line 2. 2 others did, too."]);
  });

  it("[V1] is told no more once nobody wants it", () => {
    const { clock, said, announcer } = announcing();
    announcer.heard("Ada", [3]);
    announcer.stop();
    clock.pass(60_000);
    expect(said).toEqual([]);
  });
});
