// What a file is downloaded as, as the page reads it again.
import { expect, it } from "@jest/globals";
import { type Language, LANGUAGES } from "#protocol/languages.ts";
import { downloadName } from "../../../server/features/download/names.ts";
import { languageByName } from "../../editor/fileNames.ts";

it("[B10] a language is read back from what a file is downloaded as", () => {
  const shared: Partial<Record<Language, Language>> = {
    PostgreSQL: "SQL",
    MySQL: "SQL",
    Octave: "Objective-C",
    Nginx: "Plain Text",
  };
  for (const language of LANGUAGES)
    expect(languageByName(downloadName({ file: 1, name: "main" }, language))).toBe(shared[language] ?? language);
});
