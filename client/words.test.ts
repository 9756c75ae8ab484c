// The language that the page begins with.
import { describe, expect, it, jest } from "@jest/globals";
import { type ErrorCode, ERRORS, Refusal } from "#protocol/errors.ts";
import german from "./words.errors.de.ts";
import { refusalWords } from "./words.errors.ts";
import { firstLanguage, localeOf, speak } from "./words.ts";

describe("the page's language", () => {
  it("is the one that was chosen here, else the first of the browser's that there is, else English", () => {
    expect(firstLanguage("de", ["en-GB"])).toBe("de");
    expect(firstLanguage(undefined, ["fr", "de-AT", "en"])).toBe("de");
    expect(firstLanguage("tlh", ["fr-FR"])).toBe("en");
    expect(firstLanguage(undefined, [])).toBe("en");
    expect(firstLanguage("toString", ["constructor"])).toBe("en");
  });

  it("[U126] writes dates as the browser's owner does who has that language", () => {
    expect(localeOf("en", ["de-DE", "en-GB", "en-US"])).toBe("en-GB");
    expect(localeOf("de", ["en-GB"])).toBe("de");
  });
});

describe("a refusal", () => {
  it("[U126] is said by its code: in English as the server has it, in German by the page", () => {
    expect(refusalWords("rate_limited", "The server's own.")).toBe("The server's own.");
    expect(refusalWords("not_owner")).toBe(ERRORS.not_owner.sentence);
    expect(refusalWords("newer_than_this_page", "The server's own.")).toBe("The server's own.");
    for (const code of Object.keys(ERRORS) as ErrorCode[])
      expect(german.words.refused(code, "The server's own.")).toMatch(/^[A-ZÄÖÜ].*\.$/);
  });

  it("[U126] of a feature's own is said in German by what the feature has for it", async () => {
    const german = [{ part: "chess", words: {}, refusals: { "chess.full": "Voll." } }];
    jest.unstable_mockModule("./german.ts", () => ({ german }));
    Object.assign(globalThis, { document: { documentElement: {} } });
    expect(refusalWords("chess.full", "Full.")).toBe("Full.");
    await speak("de");
    expect(refusalWords("chess.full", "Full.")).toBe("Voll.");
    expect(refusalWords("chess.unheard_of", "What?")).toBe("What?");
    await speak("en");
  });

  it("[U126] keeps the operator's reason, which is in no language of the page", () => {
    for (const code of ["address_blocked", "server_read_only"] as const) {
      const own = german.words.refused(code, ERRORS[code].sentence);
      expect(german.words.refused(code, new Refusal(code, "A backup.").message)).toBe(`${own} (A backup.)`);
    }
  });
});
