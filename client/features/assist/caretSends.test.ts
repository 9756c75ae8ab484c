// What is shown of a text before it goes is what the other half sends of it.
import { Text } from "@codemirror/state";
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { promptOf } from "../../../server/features/assist/prompt.ts";
import { aroundCaret } from "./caretSends.ts";

it("[A238] what is shown before it goes is what goes, wherever the caret is, and no letter is cut in two", () => {
  const piece = fc.oneof(fc.constantFrom("a", "\n", "\u{1f600}"), fc.string({ maxLength: 4 }));
  const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join("").repeat(900));
  fc.assert(
    fc.property(text, fc.double({ min: 0, max: 1, noNaN: true }), (written, share) => {
      const doc = Text.of(written.split(/\r\n?|\n/));
      const from = Math.floor(doc.length * share);
      const file = { file: 1, path: "main.py", version: 1, text: doc, from };
      const { user, sent } = promptOf({
        mode: "complete",
        guardrail: "all",
        question: "",
        files: [file],
        mark: "mark",
      });
      const { before, after } = aroundCaret(doc, from);
      expect(user).toContain(`before the caret\n${before}\n>>>mark`);
      expect(user).toContain(`after the caret\n${after}\n>>>mark`);
      expect(sent.files[0]?.characters).toBe(before.length + after.length);
    }),
  );
});
