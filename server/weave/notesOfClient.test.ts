// Which note holds of which update, against looking through all of them.
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { NotesOfClient } from "./notesOfClient.ts";

const seqs = fc.integer({ min: 1, max: 30 });
const note = fc
  .tuple(seqs, seqs)
  .map(([one, other]) => ({ firstSeq: Math.min(one, other), lastSeq: Math.max(one, other) }));

it("[V23] of an update that holds which was said first of it, whatever is said meanwhile", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(note, seqs), { maxLength: 60 }), (steps) => {
      const notes = new NotesOfClient<{ firstSeq: number; lastSeq: number }>();
      const all: { firstSeq: number; lastSeq: number }[] = [];
      for (const step of steps)
        if (typeof step === "object") {
          notes.add(step);
          all.push(step);
        } else
          for (let seq = step; seq < step + 5; seq++)
            expect(notes.of(seq)).toBe(all.find(({ firstSeq, lastSeq }) => firstSeq <= seq && seq <= lastSeq));
    }),
  );
});

it("[V24] notes are looked through where one begins or ends, not for each update", () => {
  let looks = 0;
  const notes = new NotesOfClient<{ firstSeq: number; lastSeq: number }>();
  for (let index = 0; index < 500; index++)
    notes.add({
      get firstSeq() {
        looks++;
        return 10_000 + 10 * index;
      },
      lastSeq: 10_005 + 10 * index,
    });
  for (let seq = 1; seq <= 20_000; seq++) notes.of(seq);
  expect(looks).toBeLessThan(2_000_000);
});
