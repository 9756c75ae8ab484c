// What is said of waits, ends and settings, in each language.
import { describe, expect, it } from "@jest/globals";
import german from "./words.later.de.ts";
import { endSays } from "./endSays.ts";
import { words } from "./words.later.ts";

const LANGUAGES = [
  ["English", words.value],
  ["German", german.words],
] as const;

describe("the assistant's words", () => {
  it("[A243] say how long a wait is in seconds, where it is less than a minute, and else in minutes and hours", () => {
    const waits = (say: Pick<typeof words.value, "tryIn">) =>
      [2_000, 1, 59_001, 61_000, 7_200_000].map((ms) => say.tryIn(ms).replace(/\D*(\d+ \S+).*/, "$1"));
    expect(waits(words.value)).toEqual(["2 seconds.", "1 second.", "1 minute.", "2 minutes.", "2 hours."]);
    expect(waits(german.words)).toEqual(["2 Sekunden", "1 Sekunde", "1 Minute", "2 Minuten", "2 Stunden"]);
  });

  it.each(LANGUAGES)(
    "[A211] say that a private answer is forgotten when everybody had left, as well as when the server was restarted, in %s",
    (_, say) => {
      for (const sentence of [say.lost, say.codes.serverStopped])
        expect(sentence).toMatch(/everybody had left.*restarted|niemand da.*neu gestartet|gegangen.*neu gestartet/);
    },
  );

  it("[A243] name nothing that can be chosen where key and model are the server's", () => {
    const says = (code: "unknownModel" | "providerError", isOwnKey: boolean) =>
      endSays({ ended: "failed", code, sentence: "as the server says" }, isOwnKey);
    for (const code of ["unknownModel", "providerError"] as const) {
      expect(says(code, true)).toMatch(/another/);
      expect(says(code, false)).toMatch(/[Tt]he operator has to look at it\.$/);
      expect(german.words.codesOfServer[code]).toMatch(/Betreiber/);
    }
    expect([endSays({ ended: "failed", code: "empty" }, false), endSays({ ended: "cut" }, true)]).toEqual([
      "The provider answered nothing. Ask again.",
      "The answer was cut off.",
    ]);
    expect(endSays({ ended: "failed", code: "roomClosed", sentence: "as the server says" }, true)).toMatch(/as the/);
  });

  it.each(LANGUAGES)("[A243] say apart that a text is not saved and that it has changed too much, in %s", (_, say) => {
    expect(say.refused.unknownVersion()).toMatch(/changed too much|zu sehr geändert/);
    expect(say.caret.unsaved).toMatch(/not saved|nicht gespeichert/);
  });

  it.each(LANGUAGES)(
    "[A225] say what was set in sentences of one colon each, with owners among who may ask, in %s",
    (_, say) => {
      for (const guardrail of ["hints", "explain", "syntax", "all"] as const)
        for (const who of ["owners", "editors"] as const) {
          const sentences = say.setBy("Ada", say.guardrails[guardrail], say.askers[who]).split(". ");
          expect(sentences.map((one) => one.split(":").length <= 2)).toEqual([true, true]);
          expect(sentences[1]).toMatch(/owners|Besitzer/i);
        }
      expect(say.setOff("Ada")).toMatch(/^Ada [^:]+\.$/);
    },
  );
});
