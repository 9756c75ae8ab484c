// What memory holds of a file's log, however often it was put into pages and taken out again.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet } from "@codemirror/state";
import fc from "fast-check";
import type { ChangeJSON } from "../../protocol/changes.ts";
import type { UpdateJSON } from "../../protocol/updates.ts";
import { RecentUpdates } from "./recentUpdates.ts";

/** The change that inserts the text in so many places of a text that is twice as long. */
function updateOf(version: number, places: number, text: string): { update: UpdateJSON; changes: ChangeSet } {
  const spec = Array.from({ length: places }, (_, index) => ({ from: 2 * index, insert: text }));
  const changes = ChangeSet.of(spec, 2 * places);
  // Some go on from the one before, others do not.
  const [client, time] = [1 + ((version >> 2) % 3), 1_700_000_000_000 + (version >> 3)];
  return { update: [client, version, time, changes.toJSON() as ChangeJSON], changes };
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ places: fc.integer({ min: 1, max: 4 }), text: fc.string({ minLength: 1, maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map((share) => ({ share })) },
);

describe("recent updates", () => {
  it("[C2] are what was added, at least as many as they are to be and not many more, wherever one begins", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 0, max: 9 }),
        fc.array(step, { maxLength: 300 }),
        (most, begin, steps) => {
          const recent = new RecentUpdates(begin, most);
          const added: { update: UpdateJSON; changes: ChangeSet }[] = [];
          let shown = begin;
          for (const one of steps) {
            if ("share" in one) {
              shown += Math.round(one.share * (begin + added.length - shown));
              recent.shown(shown);
            } else {
              const made = updateOf(begin + added.length, one.places, one.text.replace(/[\r\n]/g, "_"));
              added.push(made);
              recent.add(made.update);
            }
          }
          expect(recent.head).toBe(begin + added.length);
          expect(recent.base).toBeLessThanOrEqual(Math.max(begin, shown - most));
          expect(shown - recent.base).toBeLessThanOrEqual(most + 3 * Math.ceil(most / 20));
          const held = added.slice(recent.base - begin);
          const entries = [...recent.between(recent.base)];
          expect(entries.map(({ client, seq, time, change }) => [client, seq, time, change])).toEqual(
            held.map(({ update: [client, seq, time, change] }) => [client, seq, time, JSON.stringify(change)]),
          );
          expect(entries.map(({ length }) => length)).toEqual(held.map(({ changes }) => changes.length));
          expect(entries.map(({ changes }) => changes.toJSON())).toEqual(held.map(({ changes }) => changes.toJSON()));
          const sections = held.map(({ changes }) => (changes.toJSON() as unknown[]).length);
          for (let version = recent.base; version <= recent.head; version++) {
            const since = sections.slice(version - recent.base).reduce((sum, count) => sum + count, 0);
            expect(recent.stepsSince(version)).toBeGreaterThanOrEqual(since);
          }
          expect(recent.stepsSince(recent.head)).toBe(0);
        },
      ),
    );
  });

  it("[C2] are fewer when they are very long, and what is not shown yet is among them whatever it is", () => {
    const recent = new RecentUpdates(0, 2_000);
    const heldCharacters = (): number =>
      [...recent.between(recent.base)].reduce((sum, { change }) => sum + change.length, 0);
    for (let version = 0; version < 40; version++) {
      const { update } = updateOf(version, 1, "x".repeat(500_000));
      recent.add(update);
      if (version % 3 === 2) recent.shown(version - 1);
      expect(recent.base).toBeLessThanOrEqual(Math.max(0, version - 4));
    }
    expect(recent.base).toBeGreaterThan(20);
    expect(heldCharacters()).toBeLessThan(8_600_000);
    expect([...recent.between(recent.base)].map(({ seq }) => seq)).toEqual(
      Array.from({ length: 40 - recent.base }, (_, index) => recent.base + index),
    );
  });
});
