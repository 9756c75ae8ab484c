// What the core says to a person by itself, in English; whoever shows the room may say it in another language. Knows no session.
export interface Sentences {
  /** The server refuses something by a code of its own or of a feature's; `sentence` is its own. */
  refused(code: string, sentence: string): string;
  /** of an edit */
  readonly tooLarge: string;
  /** of edits */
  readonly notPlaced: string;
  /** of a file, by its path */
  deletedForGood(name: string): string;
}

export const SENTENCES: Sentences = {
  refused: (_code, sentence) => sentence,
  tooLarge: "An edit is larger than the server takes in one piece. Make it in several steps.",
  notPlaced: "These edits could not be placed.",
  deletedForGood: (name) => `${name} was deleted for good.`,
};
