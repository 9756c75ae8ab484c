// What came since a place was looked at, as one change: how much work that is, and that others have their turn meanwhile.
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import type { FeatureRoom } from "../featureRoom.ts";
import { changesSince, contextOf } from "./context.ts";
import { newId } from "./test/asker.ts";
import { AssistServer } from "./test/assistServer.ts";

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

describe("what is asked about of a file", () => {
  it("[A191] is what has changed since a version, by its lines as they are now, and nothing of what is gone is sent", async () => {
    const one = await AssistServer.start();
    try {
      const ana = await one.enter({ name: "Ana" });
      await one.write(ana, "a\nb\nsecret\nd\ne");
      ana.wire.say({ type: "push", file: 1, version: 1, seq: 2, changes: [[[1, "A"], 3, [7], 3]] });
      await ana.wire.next("updates");
      const asked = async (since: number) => {
        const id = ana.ask("review", "", { context: { files: [{ file: 1, since }] } });
        const entry = await ana.entry("asked", id);
        await ana.entry("answered", id);
        return entry.context?.files[0]?.changed;
      };
      expect(await asked(1)).toEqual([
        [1, 1],
        [3, 3],
      ]);
      const refused = (since: number): Promise<string> => {
        const context = { files: [{ file: 1, since }] };
        return one.refused(ana, { type: "ask", id: newId(), mode: "review", isShared: true, question: "", context });
      };
      expect([await refused(2), await refused(3)]).toEqual(["nothingChanged", "unknownVersion"]);
      expect(one.fake.asked).toHaveLength(1);
      const [changed] = one.fake.asked.map(({ user }) => user);
      expect(changed).toContain("whole; changed since it was looked at last: lines 1, 3\nA\nb\nd\ne");
      expect(changed).toContain("only those are asked about");
      expect(JSON.stringify(one.fake.asked.map(({ raw }) => raw))).not.toContain("secret");
    } finally {
      await one.stop();
    }
  });

  it("[A191] is all of it where very much came since, and one stretch where it changed in very many places", async () => {
    const text = Text.of(Array.from({ length: 500 }, () => "y"));
    const updates = Array.from({ length: 150 }, (_, at) => {
      const change = ChangeSet.of({ from: at * 6 + 2, to: at * 6 + 3, insert: "x" }, text.length);
      return [1, at, 0, change.toJSON()];
    });
    const linesOf = async (version: number) => {
      const of = {
        details: { files: [{ file: 1, name: "a.py" }] },
        versions: async () => [version],
        textAt: async () => text,
      };
      const [file] = await contextOf({ ...roomOf(updates), ...of } as unknown as FeatureRoom, {
        files: [{ file: 1, since: 0 }],
      });
      return file?.changed;
    };
    expect([await linesOf(150), await linesOf(5_001)]).toEqual([[[2, 449]], [[1, 500]]]);
  });
});
