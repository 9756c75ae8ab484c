// What people say of their updates, true and untrue, against the authors that the weave then has.
import { describe, expect, it, jest } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import type { ChangeJSON } from "../protocol/changes.ts";
import { applied, changeOf, startText, wishes } from "../test/weave/history.ts";
import { between } from "./between.ts";
import { blameOf } from "./blame.ts";
import type { Source } from "./copies.ts";
import { EditBuilder } from "./edit.ts";
import { Lives } from "./lives.ts";
import { type Note, spanIn } from "./noted.ts";
import { NotedWeave } from "./notedWeave.ts";
import { notesIn } from "./notes.ts";
import { Weave } from "./weave.ts";

/** A file whose versions are made by client 1, but for those of `others`. */
function fileOf(notes: readonly Note[], others: ReadonlyMap<number, number> = new Map(), mostWork?: number) {
  const authorOf = (version: number): number => others.get(version) ?? 1;
  const woven = new NotedWeave(notes, authorOf, mostWork);
  const { weave, noted } = woven;
  const seqs = new Map<number, number>();
  const append = (change: ChangeJSON): void => {
    const client = authorOf(weave.head + 1);
    const seq = (seqs.get(client) ?? 0) + 1;
    seqs.set(client, seq);
    woven.append([client, seq, 0, change]);
  };
  return { woven, weave, noted, append };
}

const writtenIn = (weave: Weave): number[] => {
  const { ends, written } = blameOf(weave, weave.head);
  return Array.from({ length: weave.length }, (_, at) => written[ends.findIndex((end) => end > at)]!);
};

/** Counts how often a source of an edit that is put together from now on is looked at. */
function looksAtSources() {
  let count = 0;
  const { done } = EditBuilder.prototype;
  const watched = (sources: readonly Source[]): readonly Source[] =>
    new Proxy(sources, {
      get(of, key) {
        if (/^\d+$/.test(String(key))) count++;
        // what is copied of them is watched as well
        if (key === "constructor")
          return {
            [Symbol.species]: function () {
              return watched([]);
            },
          };
        return Reflect.get(of, key) as unknown;
      },
    });
  const spied = jest.spyOn(EditBuilder.prototype, "done").mockImplementation(function (this: EditBuilder) {
    const { change, sources } = done.call(this);
    return { change, sources: watched(sources) };
  });
  return { looks: () => count, stop: () => spied.mockRestore() };
}

describe("what is said of updates", () => {
  const base = { client: 1, firstSeq: 3, lastSeq: 3, base: 2 };

  it("[V23] keeps the authors of what comes back, however short that is", () => {
    const { weave, append } = fileOf([{ ...base, restored: 1 }]);
    append([[0, "abc"]]);
    append([[3]]);
    append([[0, "abc"]]);
    expect(writtenIn(weave)).toEqual([1, 1, 1]);
  });

  it("[V24] is heard until so much was gone through for it; who puts back what is beyond has written it", () => {
    const restored = (seq: number): Note => ({ client: 1, firstSeq: seq, lastSeq: seq, base: seq - 1, restored: 1 });
    const undone = (seq: number): Note => ({
      client: 1,
      firstSeq: seq,
      lastSeq: seq,
      base: seq - 1,
      undone: { from: seq - 2, to: seq - 1 },
    });
    // three units that there ever were, and three more for each that is put back, which is one source behind one run
    for (const [noteOf, first, second] of [
      [restored, 3, 1 + 1 + 6],
      [undone, 8 * 3 + 2, 1 + 1 + 8 * 6 + 4 + 1],
    ] as const)
      for (const [work, written] of [
        [first + second, 1],
        [first + second - 1, 5],
        [first - 1, 5],
      ] as const) {
        const edits = jest.spyOn(EditBuilder.prototype, "done");
        const { weave, append } = fileOf([noteOf(3), noteOf(5)], new Map(), work);
        append([[0, "abc"]]);
        append([[3]]);
        append([[0, "abc"]]);
        expect(writtenIn(weave)[0]).toBe(work < first ? 3 : 1);
        append([[3]]);
        append([[0, "abc"]]);
        expect(writtenIn(weave)).toEqual([written, written, written]);
        // what is not heard is not worked out
        expect(edits).toHaveBeenCalledTimes([first, first + second].filter((one) => one <= work).length);
        edits.mockRestore();
      }
  });

  it.each(["what it brings back", "something else"])(
    "[V24] of updates without end looks at each source a few times, where they type %s",
    (typed) => {
      const all: Note = { client: 1, firstSeq: 4, lastSeq: Number.MAX_SAFE_INTEGER, base: 3, restored: 2 };
      for (const updates of [1_000, 10_000]) {
        const { weave, append } = fileOf([all]);
        append([[0, "x".repeat(updates / 2)]]);
        // no two units beside each other have names that follow each other: each is a source
        append(Array.from({ length: updates / 2 }, () => [1, [0, "-"]] as const).flat() as ChangeJSON);
        append([[updates]]);
        const { looks, stop } = looksAtSources();
        for (let at = 0; at < updates; at++) {
          const unit = typed === "something else" ? "z" : "x-"[at % 2]!;
          append(at > 0 ? [at, [0, unit]] : [[0, unit]]);
        }
        stop();
        expect(looks()).toBeGreaterThanOrEqual(updates);
        expect(looks()).toBeLessThan(3 * updates);
        expect(blameOf(weave, 3 + updates).written[0]).toBe(typed === "something else" ? 4 : 1);
      }
    },
  );

  it("[V24] is heard of an update until so much was looked through for the place of what is put back", () => {
    const [letters, dead] = [10, 1_000];
    const part: Note["part"] = [2 * dead, 2 * dead + letters];
    const copiesWith = (work: number) => {
      const all: Note = {
        client: 1,
        firstSeq: 4,
        lastSeq: Number.MAX_SAFE_INTEGER,
        base: 3,
        restored: 2,
        part,
        partOf: 2,
      };
      const { weave, append } = fileOf([all], new Map(), work);
      append([[0, `${"x".repeat(dead)}abcdefghij`]]);
      append([...Array.from({ length: dead }, () => [1, [0, "-"]] as const).flat(), letters] as ChangeJSON);
      append([[2 * dead + letters]]);
      // each stood behind all that is dead, and is typed before that
      for (const letter of "abcdefghij") {
        append([[0, letter]]);
        append([[1]]);
      }
      return weave.copies.lengths.values[0];
    };
    const begin = 2 * dead + letters;
    expect([begin - 1, begin, begin + 2 * dead + 2, begin + 2 * letters * (dead + 1)].map(copiesWith)).toEqual([
      0, 1, 2, 10,
    ]);
  });

  it("[V23] counts for nothing where it is not so letter for letter", () => {
    const { weave, append } = fileOf([{ ...base, restored: 1 }]);
    append([[0, "abc"]]);
    append([[3]]);
    append([[0, "abX"]]);
    expect(writtenIn(weave)).toEqual([3, 3, 3]);
    const lies: Note[] = [
      { ...base, base: 9, restored: 1 },
      { ...base, restored: 9 },
      { ...base, restored: 1, part: [0, 99] },
      { ...base, restored: 1, part: [1, 0] },
    ];
    for (const lie of lies) {
      const file = fileOf([lie]);
      file.append([[0, "abc"]]);
      file.append([[3]]);
      file.append([[0, "abc"]]);
      expect(writtenIn(file.weave)).toEqual([3, 3, 3]);
    }
  });

  it("[V23] makes no word of another's letters: fewer than 8 units count only in their place", () => {
    // Client 1 writes, client 2 deletes that and says of each letter that it typed that it comes back.
    const said = [..."dab"].map((letter, index): Note => {
      const at = "abcdefghij".indexOf(letter);
      const seq = index + 2;
      return { client: 2, firstSeq: seq, lastSeq: seq, base: 2, restored: 1, part: [at, at + 1], partOf: 1 };
    });
    const { weave, append } = fileOf(said, new Map([2, 3, 4, 5].map((version) => [version, 2])));
    append([[0, "abcdefghij"]]);
    append([[10]]);
    append([[0, "d"]]);
    append([1, [0, "a"]]);
    append([2, [0, "b"]]);
    expect(weave.textAt(5)).toBe("dab");
    // d stands where it stood, behind which there is no a and no b
    expect(writtenIn(weave)).toEqual([1, 4, 5]);
  });

  it.each([
    [7, 3],
    [8, 1],
  ])("[V23] of %d units that come back elsewhere it counts from 8 on", (units, version) => {
    const { weave, append } = fileOf([{ ...base, restored: 1, part: [0, units], partOf: 1 }]);
    append([[0, "abcdefghij-"]]);
    append([[10], 1]);
    append([1, [0, "abcdefghij".slice(0, units)]]);
    expect(writtenIn(weave).slice(1)).toEqual(Array.from({ length: units }, () => version));
  });

  it("[V23] holds where the edit was split into several updates, and where others wrote between", () => {
    const note: Note = { client: 1, firstSeq: 3, lastSeq: 4, base: 2, restored: 1 };
    const { weave, append } = fileOf([note], new Map([[3, 2]]));
    append([[0, "abcdef"]]);
    append([[6]]);
    append([[0, "!"]]);
    append([[0, "abc"], 1]);
    append([3, [0, "def"], 1]);
    expect(writtenIn(weave)).toEqual([1, 1, 1, 1, 1, 1, 3]);
  });

  it("[V23] of an undo holds for the undos after it", () => {
    const note: Note = { client: 1, firstSeq: 3, lastSeq: 3, base: 2, undone: { clients: [1], from: 1, to: 2 } };
    const { noted, append } = fileOf([note]);
    append([[0, "abc"]]);
    append([3, [0, "def"]]);
    expect(noted.undone).toEqual([]);
    append([3, [3]]);
    expect(noted.undone).toEqual([{ versions: [2, 3], version: 3 }]);
    expect(noted.versionsOf({ clients: [1], from: 0, to: 99 })).toEqual([1, 4]);
    expect(noted.versionsOf({ clients: [2], from: 0, to: 99 })).toEqual([]);
  });

  it("[V23] an undo in many updates is walked once for all of them", () => {
    const note: Note = { client: 1, firstSeq: 3, lastSeq: 99, base: 2, undone: { from: 0, to: 2 } };
    const { weave, noted, append } = fileOf([note]);
    for (let version = 0; version < 99; version++) append(version % 2 === 0 ? [[0, "x"]] : [[1]]);
    expect(noted.undone).toHaveLength(97);
    let read = 0;
    const versions = new Proxy([...noted.undone[0]!.versions], {
      get(of, key) {
        if (/^\d+$/.test(String(key))) read++;
        return Reflect.get(of, key) as unknown;
      },
    });
    const same = noted.undone.map((one) => (one.versions === noted.undone[0]!.versions ? { ...one, versions } : one));
    const lives = new Lives(weave, weave.putVersions(), same);
    expect(read).toBe(4);
    expect(lives.stands(0)).toBe(false);
  });

  it("[V23] brings back what stood, with its authors, whatever was edited and restored before", () => {
    fc.assert(
      fc.property(startText, wishes(10), fc.double({ min: 0, max: 1, noNaN: true }), (start, history, share) => {
        const changes: ChangeJSON[] = start === "" ? [] : [[[0, ...start.split("\n")]]];
        let text = start;
        for (const wish of history) {
          const change = changeOf(wish, text, []);
          if (!change) continue;
          changes.push(change);
          text = applied(change, text);
        }
        const head = changes.length;
        const version = Math.floor(share * head);
        const note: Note = { client: 1, firstSeq: head + 1, lastSeq: head + 1, base: head, restored: version };
        const { weave, append } = fileOf([note]);
        for (const change of changes) append(change);
        const before = blameOf(weave, version);
        const back = between(weave, head, version).change;
        if (back.length === 0) return;
        append(back);
        const doc = ChangeSet.fromJSON(back).apply(Text.of(text.split("\n")));
        expect(weave.textAt(weave.head)).toBe(doc.toString());
        expect([...blameOf(weave, weave.head).written]).toEqual(
          expect.arrayContaining([...new Set(before.written)].filter((one) => one !== 0)),
        );
      }),
    );
  });

  it("[V23] is found in the log of history, for the file that it is of", () => {
    const said = { participant: 2, time: 1, id: "-", ...base, file: 1 };
    const entries = [
      null,
      { ...said, type: "restored", version: 1, at: 5, part: [0, 2], partOf: 1 },
      { ...said, type: "undone", set: { participant: 4, from: 0, to: 2 } },
      { ...said, file: 2, type: "restored", version: 1, at: 5 },
      {
        type: "roomRestored",
        participant: 2,
        time: 1,
        id: "-",
        at: 5,
        back: [],
        gone: [],
        texts: [
          { ...base, file: 2, version: 7 },
          { ...base, file: 1, version: 8 },
        ],
      },
    ] as const;
    expect(notesIn(entries as never, 1, [[40, 4, 0]])).toEqual([
      { ...base, part: [0, 2], partOf: 1, restored: 1 },
      { ...base, undone: { clients: [40], from: 0, to: 2 } },
      { ...base, restored: 8 },
    ]);
  });

  it("[V23] is heard 500 times of one file", () => {
    const said = { ...base, file: 1, version: 1 };
    const entries = Array.from({ length: 400 }, () => ({
      type: "roomRestored",
      texts: [said, { ...said, file: 2 }, said],
    }));
    expect(notesIn(entries, 1, [])).toHaveLength(500);
    expect(notesIn(entries, 2, [])).toHaveLength(400);
  });

  it("[V23] looks at each tab once, however much names whose it is", () => {
    let looked = 0;
    function* tabs() {
      for (let client = 1; client <= 100; client++, looked++) yield [client, client % 2] as const;
    }
    const set = (participant: number) => ({ ...base, file: 1, set: { participant, from: 0, to: 1 } });
    const notes = notesIn([{ texts: Array.from({ length: 700 }, (_, index) => set(index % 3)) }], 1, tabs());
    const clients = notes.map((note) => ("undone" in note ? note.undone.clients : undefined));
    expect([looked, clients[0]!.length, clients[1]![0], clients[2]]).toEqual([100, 50, 1, []]);
    // what is sent to a thread is as long as the lists that differ
    expect(clients[0]).toBe(clients[3]);
  });

  it("[V23] is of a part of an older text alone, however much stood beside it", () => {
    const selected = { part: [4, 7], partOf: 1 } as const;
    const { weave, append } = fileOf([{ ...base, restored: 1, ...selected }]);
    append([[0, "one", "two", "three"]]);
    append([[13]]);
    append(between(weave, 2, 1, spanIn(weave, selected.partOf, selected.part) ?? undefined).change);
    expect(weave.textAt(3)).toBe("two");
    expect(writtenIn(weave)).toEqual([1, 1, 1]);
  });

  it("[V23] is heard later of updates that come later, and not of those that are woven", () => {
    const { woven, weave, append } = fileOf([]);
    append([[0, "abc"]]);
    append([[3]]);
    const notes: Note[] = [{ ...base, restored: 1 }];
    expect(woven.hears(notes)).toBe(true);
    append([[0, "abc"]]);
    expect(writtenIn(weave)).toEqual([1, 1, 1]);
    expect(woven.hears([...notes, { ...base, restored: 1 }])).toBe(false);
    expect(woven.hears([...notes, { ...base, firstSeq: 4, lastSeq: 4, restored: 1 }])).toBe(true);
  });

  it("[V23] of a part is of what that stretch was", () => {
    const weave = new Weave("one\ntwo");
    expect(spanIn(weave, 0, undefined)).toBeUndefined();
    expect(spanIn(weave, 0, [0, 8])).toBeNull();
    expect(spanIn(weave, 1, [0, 1])).toBeNull();
    weave.append([[3, "1"], 1, [3, "2"]]);
    const back = between(weave, 1, 0, spanIn(weave, 1, [2, 3]) ?? undefined).change;
    expect(applied(back, weave.textAt(1))).toBe("1\ntwo");
  });
});
