// What goes at a caret is shown before, is what the other half sends, and goes to nobody who was not named.
import { Text } from "@codemirror/state";
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { promptOf } from "../../../server/features/assist/prompt.ts";
import { aroundCaret } from "./caretSends.ts";
import { STATE, TestRoom } from "./test/testRoom.ts";

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

it("[A238] nothing is asked at a caret before this person has let go what was shown to them, to whom it was shown for", () => {
  const ada = new TestRoom().tab(1);
  const { caret, asking } = ada.model;
  const whys: (string | undefined)[] = [];
  const ask = (): number => {
    asking.complete(1, (_text, _id, why) => void whys.push(why));
    return ada.asks.length;
  };
  ada.shownTo.value = undefined;
  expect([ask(), whys]).toEqual([0, ["Look first at what is sent."]]);
  caret.look("look");
  caret.agree();
  caret.lookNoMore();
  ada.atCaret.value = undefined;
  caret.look("ask");
  // what is not shown yet is not let go
  caret.agree();
  expect([ask(), caret.looking.value]).toEqual([0, "ask"]);
  ada.atCaret.value = { path: "main.py", before: "x ", after: "" };
  let agreed = 0;
  caret.look("ask", () => agreed++);
  expect([caret.whom.value, caret.characters.value]).toEqual(["small", 2]);
  caret.agree();
  expect([agreed, caret.looking.value, ask()]).toEqual([1, undefined, 1]);
  ada.ownKey.value = { provider: "openai", model: "large", key: "sk-1" };
  expect([caret.isShown.value, ask()]).toEqual([false, 1]);
  ada.ownKey.value = undefined;
  expect([ask(), ada.automatic.value]).toEqual([2, false]);
});

it("[A238] what goes by itself is switched on by whoever was shown it, waits where it would go to another, and is off for who does not let it go", () => {
  const ada = new TestRoom().tab(1);
  const { caret } = ada.model;
  // as it was before it was shown
  ada.shownTo.value = undefined;
  ada.automatic.value = true;
  expect([caret.isAutomatic.value, caret.isPaused.value]).toEqual([false, true]);
  caret.look("automatic");
  caret.lookNoMore();
  expect([caret.isPaused.value, ada.automatic.value]).toEqual([false, false]);
  caret.look("automatic");
  caret.agree();
  expect([caret.isAutomatic.value, ada.shownTo.value]).toEqual([true, "small (compatible, server)"]);
  ada.ownKey.value = { provider: "openai", model: "large", key: "sk-1" };
  expect([caret.isAutomatic.value, caret.isPaused.value, caret.whom.value]).toEqual([
    false,
    true,
    "large (OpenAI, your key)",
  ]);
  caret.stopAutomatic();
  expect(caret.isPaused.value).toBe(false);
});

it("[A238] a key of one's own is another one to whom it goes, also for the model and the provider of the server", () => {
  const room = new TestRoom();
  room.state = { ...STATE, provider: "openai", model: "large" };
  const ada = room.tab(1);
  const { caret } = ada.model;
  caret.look("automatic");
  caret.agree();
  expect([caret.whom.value, caret.isAutomatic.value]).toEqual(["large (OpenAI)", true]);
  ada.ownKey.value = { provider: "openai", model: "large", key: "sk-1" };
  expect([caret.whom.value, caret.isAutomatic.value]).toEqual(["large (OpenAI, your key)", false]);
});
