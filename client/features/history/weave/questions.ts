// What can be asked of a file's history, by name: each answer is a reading of its weave. Knows no thread.
import type { ChangeJSON } from "#protocol/changes.ts";
import { between } from "#weave/between.ts";
import { type Noted, type Part, spanIn, type Taken } from "#weave/noted.ts";
import { type Undo, undo } from "#weave/undo.ts";
import type { Weave } from "#weave/weave.ts";
import { changedLines, type LineCounts } from "../compare/exactDifferences.ts";

/** A file's history as far as it is read. */
export interface Woven {
  readonly weave: Weave;
  readonly noted: Noted;
  /** The number of the client that made a version. */
  readonly authorOf: (version: number) => number;
}

/** Text that an edit put or deleted. */
export type Stretch = Undo["goes"][number];

/** What taking edits back does to the newest text. */
export interface Takeback {
  /** of which version's text it is */
  readonly base: number;
  readonly change: ChangeJSON;
  readonly goes: readonly Stretch[];
  readonly comesBack: readonly Stretch[];
  /** cannot be taken back, as others have put it elsewhere */
  readonly stays: readonly Stretch[];
}

interface Question {
  /** the versions that have to be read */
  readonly versions: (...asked: never[]) => readonly number[];
  readonly answer: (woven: Woven, ...asked: never[]) => unknown;
}

const QUESTIONS = {
  /** The text at a version. */
  text: {
    versions: (version: number) => [version],
    answer: ({ weave }: Woven, version: number) => weave.textAt(version),
  },
  /** The change that makes the text at one version of that at another; either may be the older one. */
  change: {
    versions: (from: number, to: number) => [from, to],
    answer: ({ weave }: Woven, from: number, to: number) => between(weave, from, to).change,
  },
  /** The same, of a part alone, of the first text or of that at version `partOf`. */
  restore: {
    versions: (from: number, to: number, _part?: Part, partOf = from) => [from, to, partOf],
    answer({ weave }: Woven, from: number, to: number, part?: Part, partOf = from): ChangeJSON {
      const within = spanIn(weave, partOf, part);
      return within === null ? [] : between(weave, from, to, within).change;
    },
  },
  /** How many lines were added and taken from one version to another, as comparing them shows it. */
  lines: {
    versions: (from: number, to: number) => [from, to],
    async answer({ weave }: Woven, from: number, to: number): Promise<LineCounts> {
      const { seenDifferences } = await import("../compare/seenDifferences.ts");
      const [before, after] = [weave.textAt(from), weave.textAt(to)];
      return changedLines(before, after, seenDifferences(before, after, between(weave, from, to).change));
    },
  },
  /** What taking edits back does, all or those in a part of the text at `base` or at version `partOf`; it is of the newest text that is read, which may be newer. */
  undo: {
    versions: (base: number, _taken: Taken, _part?: Part, partOf = base) => [base, partOf],
    answer({ weave, noted, authorOf }: Woven, base: number, taken: Taken, part?: Part, partOf = base): Takeback {
      const within = spanIn(weave, partOf, part);
      // a part that the text has not: nothing of it is taken back
      const versions = within === null ? [] : noted.versionsOf(taken);
      const earlier = noted.undone;
      const { edit, goes, comesBack, stays } = undo(weave, versions, {
        earlier,
        within: within ?? undefined,
        authorOf,
      });
      return { base: weave.head, change: edit.change, goes, comesBack, stays };
    },
  },
} satisfies Record<string, Question>;

export type WeaveQuestions = typeof QUESTIONS;
export type Asked<Name extends keyof WeaveQuestions> = Parameters<WeaveQuestions[Name]["versions"]>;
export type Answer<Name extends keyof WeaveQuestions> = Awaited<ReturnType<WeaveQuestions[Name]["answer"]>>;

/** The answer, once `read`, which is given the newest version that is needed, resolves. */
export async function answer(
  name: keyof WeaveQuestions,
  asked: readonly unknown[],
  read: (version: number) => Promise<Woven>,
): Promise<unknown> {
  const question: Question = QUESTIONS[name];
  const woven = await read(Math.max(...question.versions(...(asked as never[]))));
  return question.answer(woven, ...(asked as never[]));
}
