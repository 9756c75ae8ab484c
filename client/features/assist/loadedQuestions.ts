// As much of a room's questions to the assistant as this tab has read, with what is known of their answers. Pure: knows no connection.
import type { ShownEntry } from "../../../server/features/assist/messages.ts";
import { LoadedEntries } from "../../ui/parts/logs/loadedEntries.ts";

type Entry<Type extends ShownEntry["type"]> = Extract<ShownEntry, { type: Type }>;

export type Setting = Entry<"setting">;

/** What somebody has said to a block of an answer. */
interface Verdict {
  readonly isAccepted: boolean;
  readonly participant: number;
  /** ms since 1970 */
  readonly time: number;
}

/** A question, with what there is of its answer. */
export interface Question extends Omit<Entry<"asked">, "type"> {
  readonly end: Omit<Entry<"answered">, "type" | "id"> | undefined;
  /** by the number of the block */
  readonly verdicts: ReadonlyMap<number, Verdict>;
  /** what owners have set since, before the next question */
  readonly settings: readonly Setting[];
}

export class LoadedQuestions extends LoadedEntries<ShownEntry> {
  /** In their order; `own`: the private ones of this person, whole. */
  questions(own: OwnEntries): readonly Question[] {
    const questions = new Map<string, Question>();
    for (const entry of this.entries) {
      if (entry === null) continue;
      if (entry.type === "setting") {
        // completions are not shown
        const before = [...questions.values()].findLast(({ mode }) => mode !== "complete");
        if (before) questions.set(before.id, { ...before, settings: [...before.settings, entry] });
        continue;
      }
      const whole = own.whole(entry);
      if (whole.type === "asked") {
        const { type: _, ...asked } = whole;
        questions.set(whole.id, { ...asked, end: undefined, verdicts: new Map(), settings: [] });
        continue;
      }
      const question = questions.get(whole.id);
      if (question) questions.set(whole.id, answered(question, whole));
    }
    return [...questions.values()];
  }
}

function answered(question: Question, entry: Exclude<ShownEntry, { type: "asked" | "setting" }>): Question {
  switch (entry.type) {
    case "answered": {
      const { type: _, id: _id, ...end } = entry;
      return { ...question, end };
    }
    case "accepted":
    case "refusedBlock": {
      const { participant, time, block } = entry;
      const verdict = { isAccepted: entry.type === "accepted", participant, time };
      return { ...question, verdicts: new Map(question.verdicts).set(block, verdict) };
    }
    case "taken":
      return question;
  }
}

/** What this person was told of their private questions, which the log has without their words. */
export class OwnEntries {
  readonly #entries = new Map<string, ShownEntry>();

  /** `isAll`: there are no others. */
  add(entries: readonly ShownEntry[], isAll: boolean): void {
    if (isAll) this.#entries.clear();
    for (const entry of entries) if ("id" in entry) this.#entries.set(`${entry.type} ${entry.id}`, entry);
  }

  /** Whether a question of this person's is known. */
  has(id: string): boolean {
    return this.#entries.has(`asked ${id}`);
  }

  /** Whether a question of this person's was asked by their own key. */
  isByOwnKey(id: string): boolean {
    const asked = this.#entries.get(`asked ${id}`);
    return asked?.type === "asked" && asked.isOwnKey === true;
  }

  whole(entry: Exclude<ShownEntry, { type: "setting" }>): Exclude<ShownEntry, { type: "setting" }> {
    if (entry.type !== "asked" && entry.type !== "answered") return entry;
    const own = this.#entries.get(`${entry.type} ${entry.id}`);
    return own?.type === "asked" || own?.type === "answered" ? own : entry;
  }
}
