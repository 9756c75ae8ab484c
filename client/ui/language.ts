// Choosing the language of the page, here or in another window of the browser. Knows no words.
import { browserStorage, onStored } from "../stored.ts";
import { firstLanguage, LANGUAGE_STORED, type PageLanguage, speak, wantedLanguages } from "../words.ts";

/** Remembers the language for the next visit, or goes back to the browser's own; rejects where the words cannot be loaded. */
export async function chooseLanguage(language: PageLanguage | undefined): Promise<void> {
  await speak(language ?? firstLanguage(undefined, wantedLanguages()));
  browserStorage.write(LANGUAGE_STORED, language);
}

// it stays as it is where the words cannot be loaded
onStored(LANGUAGE_STORED, (stored) => void speak(firstLanguage(stored, wantedLanguages())).catch(() => {}));
