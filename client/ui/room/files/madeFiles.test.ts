// Who has made which files is told once: a whole folder as one piece of news.
import { describe, expect, it } from "@jest/globals";
import { MadeFiles } from "./madeFiles.ts";
import type { News } from "../../parts/notify.ts";

const [ADA, BO] = [
  { participant: 1, name: "Ada" },
  { participant: 2, name: "Bo" },
];
const file = (number: number) => ({ file: number, name: `src/${number}.py` });

function listening() {
  const told: News[] = [];
  const opened: number[] = [];
  const timers = new Set<() => void>();
  const made = new MadeFiles({
    clock: {
      after(_ms, run) {
        timers.add(run);
        return () => timers.delete(run);
      },
    },
    tell: (news) => told.push(news),
    open: (one) => opened.push(one),
  });
  const wait = (): void => {
    for (const run of timers) {
      timers.delete(run);
      run();
    }
  };
  return { made, told, opened, wait, timers };
}

describe("a file that somebody else makes", () => {
  it("[U81] is told with its name, and leads to it", () => {
    const { made, told, opened, wait } = listening();
    made.add(file(2), BO);
    expect(told).toEqual([]);
    wait();
    expect(told).toMatchObject([{ kind: "fileMade", text: "Bo made src/2.py", about: "files of 2" }]);
    told[0]!.go!();
    expect(opened).toEqual([2]);
    expect([...made.unseen.value]).toEqual([2]);
    made.seen(2);
    expect([...made.unseen.value]).toEqual([]);
  });

  it("[U81] is one piece of news with those that come with it, of each person", () => {
    const { made, told, opened, wait } = listening();
    for (let number = 2; number < 60; number++) made.add(file(number), BO);
    made.add(file(60), ADA);
    wait();
    expect(told.map(({ text }) => text)).toEqual(["Bo made 58 files", "Ada made src/60.py"]);
    told[0]!.go!();
    expect(opened).toEqual([2]);
    made.add(file(61), BO);
    wait();
    expect(told.at(-1)!.text).toBe("Bo made src/61.py");
  });

  it("[U81] is told to nobody who has left", () => {
    const { made, timers } = listening();
    made.add(file(2), BO);
    made.stop();
    expect(timers.size).toBe(0);
  });
});
