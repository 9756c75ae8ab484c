// Reading a log backwards, page by page, while it grows at the other end: what is said is what the whole log says.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Conversation } from "../../../server/features/chat/conversation.ts";
import type { ShownPage, StoredEntry } from "../../../server/features/chat/messages.ts";
import { LoadedMessages } from "./loadedMessages.ts";

const PEOPLE = 2;

const step = fc.record({
  kind: fc.constantFrom("said", "said", "said", "edited", "withdrawn", "nothing", "cleared"),
  participant: fc.integer({ min: 1, max: PEOPLE }),
  back: fc.integer({ min: 1, max: 12 }),
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const entryOf = ({ kind, participant, back }: Step, version: number): StoredEntry | null => {
  const own = { id: `id-${version}`, participant, time: version };
  const message = Math.max(0, version - back);
  switch (kind) {
    case "said":
      return { ...own, type: "said", text: `text ${version}` };
    case "edited":
      return { ...own, type: "edited", message, text: `text ${version}` };
    case "withdrawn":
      return { ...own, type: "withdrawn", message };
    case "cleared":
      return { ...own, type: "cleared" };
    default:
      return null;
  }
};

/** What a room's log says, read plainly from the beginning. */
function wholeReading(log: readonly (StoredEntry | null)[]): Map<number, { participant: number; text: string }> {
  const said = new Map<number, { participant: number; text: string }>();
  for (const [version, entry] of log.entries()) {
    if (entry === null) continue;
    if (entry.type === "cleared") said.clear();
    else if (entry.type === "said") said.set(version, { participant: entry.participant, text: entry.text });
    else {
      const message = said.get(entry.message);
      if (message?.participant !== entry.participant || message.text === "") continue;
      message.text = entry.type === "edited" ? entry.text : "";
    }
  }
  return said;
}

describe("a log that is read backwards", () => {
  it("[T8] says what the whole log says, whatever the pages; [T4] and no text that does not count any more was sent", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60, size: "max" }),
        fc.nat(60),
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 20 })), { maxLength: 40, size: "max" }),
        (steps, begin, reads) => {
          const log = steps.map(entryOf);
          const conversation = new Conversation();
          let head = 0;
          const commit = (to: number): void => {
            for (; head < to; head++) if (log[head]) conversation.apply(head, log[head]!);
          };
          const page = (from: number, to: number): ShownPage => ({
            from,
            entries: log.slice(from, to).map((entry, index) => conversation.shown(from + index, entry)),
          });
          commit(Math.min(begin, log.length));
          const loaded = new LoadedMessages(head);
          const sent: ShownPage[] = [];
          const add = (from: number, to: number): void => {
            const one = page(from, to);
            sent.push(one);
            loaded.add(one);
          };
          const grow = (count: number): void => {
            const from = head;
            commit(Math.min(log.length, head + count));
            add(from, head);
          };
          const readBack = (count: number): void => {
            const from = Math.max(conversation.start, loaded.from - count);
            if (from < loaded.from) add(from, loaded.from);
          };
          for (const [isNew, count] of reads)
            if (isNew) grow(count);
            else readBack(count);
          grow(log.length);
          while (loaded.from > conversation.start) readBack(7);
          expect(loaded.head).toBe(log.length);
          const { messages } = loaded.read();
          const expected = wholeReading(log);
          expect(messages.map(({ version, text }) => [version, text])).toEqual(
            [...expected].map(([version, { text }]) => [version, text]),
          );
          // sent after everything had happened: each text is one that counts
          const counting = new Set([...expected.values()].map(({ text }) => text));
          for (const entry of page(0, log.length).entries)
            if (entry?.text !== undefined) expect(counting.has(entry.text)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("[T8] passes over what it knows and what does not fit", () => {
    const said = (version: number) =>
      ({ type: "said", id: `${version}`, participant: 1, time: 1, text: `${version}` }) as const;
    const log = new LoadedMessages(5);
    log.add({ from: 5, entries: [said(5), said(6)] });
    log.add({ from: 6, entries: [said(6), said(7)] });
    log.add({ from: 9, entries: [said(9)] });
    log.add({ from: 1, entries: [said(1)] });
    log.add({ from: 3, entries: [said(3), said(4), said(5)] });
    log.add({ from: 5, entries: [] });
    expect([log.from, log.head]).toEqual([3, 8]);
    expect(log.read().messages.map(({ text }) => text)).toEqual(["3", "4", "5", "6", "7"]);
    log.dropBefore(6);
    expect(log.read().messages.map(({ text }) => text)).toEqual(["6", "7"]);
    log.dropBefore(100);
    expect([log.from, log.head]).toEqual([8, 8]);
  });
});
