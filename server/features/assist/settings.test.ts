// What an operator may set of the assistant, and what goes together. Knows no room.
import { describe, expect, it } from "@jest/globals";
import { operatorOf, settings } from "./settings.ts";

const operator = (written: Readonly<Record<string, string>>) =>
  operatorOf((name) => {
    const { byDefault, read } = settings[name as keyof typeof settings];
    return read(written[name] ?? byDefault);
  });
const OPENAI = { AI_PROVIDER: "openai", AI_MODEL: "gpt-x", AI_API_KEY: "sk-1", AI_TOKENS_PER_DAY: "1000" };

describe("the assistant's settings", () => {
  it("[A190] are without a key at first, and take those of people's own", () => {
    expect(operator({})).toEqual({ tokensPerDay: 0, guardrail: "all", takesOwnKeys: true });
    expect(operator({ AI_OWN_KEYS: "0", AI_GUARDRAIL: "hints" })).toMatchObject({
      takesOwnKeys: false,
      guardrail: "hints",
    });
  });

  it("[A190] name who is asked, and use no key without a bound of what may be spent", () => {
    expect(operator(OPENAI)).toMatchObject({
      model: { provider: "openai", model: "gpt-x", key: "sk-1" },
      tokensPerDay: 1_000,
    });
    const compatible = {
      AI_PROVIDER: "compatible",
      AI_MODEL: "llama3",
      AI_BASE_URL: "http://127.0.0.1:11434/v1/",
      AI_TOKENS_PER_DAY: "5",
    };
    expect(operator(compatible).model).toEqual({
      provider: "compatible",
      model: "llama3",
      baseUrl: "http://127.0.0.1:11434/v1",
    });
    const unbounded = operator({ ...OPENAI, AI_TOKENS_PER_DAY: "" });
    expect(unbounded.model).toBeUndefined();
    expect(unbounded.trouble).toContain("AI_TOKENS_PER_DAY");
  });

  it.each([
    [{ ...OPENAI, AI_MODEL: "" }, "AI_MODEL must name a model"],
    [{ ...OPENAI, AI_API_KEY: "" }, "AI_API_KEY must be set"],
    [{ ...OPENAI, AI_PROVIDER: "compatible" }, "AI_BASE_URL must be set"],
    [{ AI_PROVIDER: "other" }, "must be one of none, openai, anthropic, google, compatible"],
    [{ AI_BASE_URL: "ftp://127.0.0.1" }, "must be an address"],
    [{ AI_BASE_URL: "http://me:secret@127.0.0.1" }, "must be an address"],
    [{ AI_TOKENS_PER_DAY: "0" }, "must be a whole number"],
    [{ AI_TOKENS_PER_DAY: "many" }, "must be a whole number"],
    [{ AI_OWN_KEYS: "yes" }, "must be one of 0, 1"],
    [{ AI_GUARDRAIL: "some" }, "must be one of off, hints, explain, syntax, all"],
  ])("[A190] that do not go together keep the server from starting: %j", (written, sentence) => {
    let said = "";
    try {
      operator(written as Record<string, string>);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain(sentence);
    expect(said).not.toContain("sk-1");
    expect(said).not.toContain("secret@");
  });
});
