// What came since a place was looked at, as one change: how much work that is, and that others have their turn meanwhile.
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import type { FeatureRoom } from "../featureRoom.ts";
import { changesSince } from "./context.ts";

afterEach(() => {
  jest.restoreAllMocks();
});

/** Somebody types one letter after the other, each somewhere else. */
function typed(count: number, length: number) {
  let text = Text.of(["y".repeat(length)]);
  const updates = Array.from({ length: count }, (_, index) => {
    const from = 1 + ((index * 2_654_435_761) % (text.length - 2));
    const change = ChangeSet.of({ from, insert: "x" }, text.length);
    text = change.apply(text);
    return [1, index, 0, change.toJSON()];
  });
  return { text, updates };
}

const roomOf = (updates: readonly unknown[]) =>
  ({
    read: async function* () {
      yield { updates };
    },
  }) as unknown as FeatureRoom;

describe("what came since", () => {
  it("[A118] is one change with little work, in pieces between which others have their turn", async () => {
    const { text, updates } = typed(4_900, 20_000);
    const compose = ChangeSet.prototype.compose;
    let [work, piece, longest, isOver] = [0, 0, 0, false];
    jest.spyOn(ChangeSet.prototype, "compose").mockImplementation(function (this: ChangeSet, other) {
      const made = compose.call(this, other);
      const sections = (made as unknown as { sections: readonly number[] }).sections.length;
      work += sections;
      piece += sections;
      longest = Math.max(longest, piece);
      return made;
    });
    const others = (): void => {
      piece = 0;
      if (!isOver) setImmediate(others);
    };
    others();
    const over = await changesSince(roomOf(updates), 1, { from: 0, to: 4_900, length: 20_000 });
    isOver = true;
    expect(over!.apply(Text.of(["y".repeat(20_000)])).eq(text)).toBe(true);
    expect(work).toBeLessThan(1_000_000);
    expect(longest).toBeLessThan(50_000);
  });

  it("[A118] is refused where it is very much", async () => {
    const sections = Array.from({ length: 20_000 }, (_, index) => (index % 2 ? [0, "x"] : 1));
    const one = [1, 0, 0, sections];
    expect(await changesSince(roomOf([one, one, one]), 1, { from: 0, to: 3, length: 10_000 })).toBeUndefined();
    expect(await changesSince(roomOf([]), 1, { from: 0, to: 5_001, length: 1 })).toBeUndefined();
  });
});
