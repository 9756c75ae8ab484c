// What is one over each bound of what a client says is neither refused nor lost: it goes in as many messages as the server takes.
import { describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS, type Limits } from "#protocol/limits.ts";
import type { UpdateJSON } from "#protocol/updates.ts";
import { error, setUp, textOf, WELCOME } from "../../server/test/playedServer.ts";

/** In a room with these bounds, in the file with that text. */
function enter(limits: Partial<Limits>, text = "") {
  const played = setUp();
  const { said, say, socket, person } = played;
  socket().handlers.opened();
  say({ ...WELCOME, limits: { ...DEFAULT_LIMITS, ...limits } }, textOf(text));
  let version = 0;
  /** Confirms the push that is under way, if one is; whether it was. */
  const confirm = (): boolean => {
    const push = said("push").at(-1);
    if (push === undefined || push.version !== version) return false;
    const updates = push.changes.map((one, index) => [7, push.seq + index, 0, one] as UpdateJSON);
    version += updates.length;
    say({ type: "updates", file: 1, version: push.version, updates });
    return true;
  };
  /** So many updates are in each push after the first, which was under way while these were typed. */
  const pushes = (typed: readonly string[]): number[] => {
    person.insert(person.text().length, "-");
    for (const one of typed) person.insert(person.text().length, one);
    while (confirm());
    expect(person.session.status).toEqual({ state: "saved" });
    expect(person.notices).toEqual([]);
    return said("push")
      .slice(1)
      .map(({ changes }) => changes.length);
  };
  return { ...played, confirm, pushes };
}

const letters = (count: number): string[] => Array.from({ length: count }, () => "x");
/** 4,800 bytes each, and as a change few more. */
const long = (count: number): string[] => Array.from({ length: count }, () => "é".repeat(2_400));

describe("what a client says", () => {
  it.each<[string, Partial<Limits>, within: string[], over: string[]]>([
    ["updates", { pushUpdates: 5 }, letters(5), letters(6)],
    ["characters", { pushCharacters: 100 }, ["x".repeat(60), "y".repeat(40)], ["x".repeat(60), "y".repeat(41)]],
    ["sections", { pushSections: 20 }, letters(10), letters(11)],
    ["bytes", { frameBytes: 20_000 }, long(4), long(5)],
  ])("[K27] what has more %s than one push may have goes in two", (_what, limits, within, over) => {
    expect(enter(limits).pushes(within)).toEqual([within.length]);
    const sizes = enter(limits).pushes(over);
    expect(sizes.length).toBe(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(over.length);
  });

  it("[K27] of very many carets the first are told, as many as the server takes", () => {
    const { clock, person, said } = enter({ selections: 100 }, "x".repeat(300));
    const carets = (count: number) => Array.from({ length: count }, (_, at): [number, number] => [at, at]);
    for (const [count, told] of [
      [100, 100],
      [101, 100],
    ] as const) {
      clock.advance(200);
      person.session.open(1).select(carets(0));
      clock.advance(200);
      person.session.open(1).select(carets(count));
      clock.advance(200);
      expect(said("presence").at(-1)?.selections).toEqual(carets(told));
    }
    expect(person.notices).toEqual([]);
  });

  it("[K25] of many places in a short time few are told, and the last always", () => {
    const { clock, person, said } = enter({ presencesPerSecond: 5 }, "x".repeat(300));
    clock.advance(300);
    const before = said("presence").length;
    for (let at = 0; at < 100; at++) {
      person.session.open(1).select([[at, at]]);
      clock.advance(10);
    }
    clock.advance(300);
    expect(said("presence").length - before).toBeLessThanOrEqual(7);
    expect(said("presence").at(-1)?.selections).toEqual([[99, 99]]);
  });

  it("[K25] no more pushes go out in a time than the server takes, however quickly they are confirmed, and none is lost", () => {
    const limits = { pushesPerSecond: 10, pushBurst: 20 };
    const { clock, person, said, confirm } = enter(limits);
    const start = clock.now();
    for (let count = 0; count < 200; count++) {
      person.insert(count, "x");
      clock.advance(10);
      confirm();
    }
    const seconds = (clock.now() - start) / 1_000;
    expect(said("push").length).toBeGreaterThan(limits.pushBurst);
    expect(said("push").length).toBeLessThanOrEqual(limits.pushBurst + limits.pushesPerSecond * seconds);
    for (let more = 0; more < 200 && person.session.status.state !== "saved"; more++) {
      clock.advance(10);
      confirm();
    }
    expect(person.session.status).toEqual({ state: "saved" });
    expect(person.notices).toEqual([]);
  });

  it("[K28] what the text has moved on too far for is sent again, once what is missing has come", () => {
    const { person, said, say } = enter({});
    person.insert(0, "mine");
    say(error("version_too_old", false, { file: 1 }));
    expect(said("open")).toEqual([{ type: "open", file: 1, version: 0 }]);
    expect(said("push")).toHaveLength(1);
    const theirs: UpdateJSON = [9, 1, 0, [[0, "theirs "]]];
    say({ type: "file", file: 1, version: 0, head: 1 }, { type: "updates", file: 1, version: 0, updates: [theirs] });
    expect(said("push").map(({ seq, version }) => [seq, version])).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(person.text()).toContain("theirs ");
    expect(person.text()).toContain("mine");
    expect(person.notices).toEqual([]);
  });
});
