// Which mode a question names, and what is left of it.
import { describe, expect, it } from "@jest/globals";
import { modeNamed } from "./modeNamed.ts";

const MODES = [
  { mode: "chat", name: "Ask" },
  { mode: "review", name: "Durchsehen" },
] as const;

describe("a mode in a question", () => {
  it("[A235] is named by its beginning, in either language, with or without words behind it", () => {
    expect(modeNamed("/rev", MODES)).toEqual({ mode: "review", rest: "" });
    expect(modeNamed("/durch all of it", MODES)).toEqual({ mode: "review", rest: "all of it" });
    expect(modeNamed("/a\nwhy?", MODES)).toEqual({ mode: "chat", rest: "why?" });
  });

  it("[A235] is none where nothing fits, and a slash alone or within names none", () => {
    for (const text of ["/", "/ review", "/reviews", "/etc/hosts", "what is /rev?"])
      expect(modeNamed(text, MODES)).toBeUndefined();
  });
});
