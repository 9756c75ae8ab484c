// The page's language: English is there from the start, another one is loaded when it is chosen. Knows no words.
import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** Each by what it calls itself. */
export const PAGE_LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type PageLanguage = keyof typeof PAGE_LANGUAGES;

/** What `words.de.ts` of a part of the page has as its default. */
export interface Translation<Words> {
  readonly part: string;
  readonly words: Words;
  /** what the server refuses by codes that are a feature's own, `feature.code` */
  readonly refusals?: Readonly<Record<string, string>>;
}

/** under which the browser remembers what was chosen */
export const LANGUAGE_STORED = "companion:language";

const spoken = signal<{
  readonly language: PageLanguage;
  readonly parts: ReadonlyMap<string, unknown>;
  readonly refusals: Readonly<Record<string, string>>;
}>({ language: "en", parts: new Map(), refusals: {} });

export const pageLanguage: ReadonlySignal<PageLanguage> = computed(() => spoken.value.language);

/** What dates and numbers are written by: the language as the browser's owner has it, for en-GB has other dates than en-US. */
export const pageLocale: ReadonlySignal<string> = computed(() => localeOf(spoken.value.language, wantedLanguages()));

/** The first of the wanted locales that is of the language, else the language itself. */
export const localeOf = (language: PageLanguage, wanted: readonly string[]): string =>
  wanted.find((one) => one.slice(0, 2).toLowerCase() === language) ?? language;

export const wantedLanguages = (): readonly string[] =>
  typeof navigator === "undefined" ? [] : (navigator.languages ?? []);

/** The words of a part of the page, by its folder's name, in the language that is chosen; those of other languages stand in a file beside them. */
export const wordsOf = <Words extends object>(part: string, english: Words): ReadonlySignal<Words> =>
  computed(() => (spoken.value.parts.get(part) as Words | undefined) ?? english);

/** What is said of a code that is a feature's own; undefined in English, where the server's sentence says it. */
export const ownRefusal = (code: string): string | undefined => spoken.value.refusals[code];

/** The language that was chosen here before, as it is stored, or else the first of the browser's that the page has. */
export function firstLanguage(stored: string | undefined, wanted: readonly string[]): PageLanguage {
  const all = [stored ?? "", ...wanted].map((one) => one.slice(0, 2).toLowerCase());
  return all.find((one): one is PageLanguage => Object.hasOwn(PAGE_LANGUAGES, one)) ?? "en";
}

type Load = () => Promise<readonly Translation<unknown>[]>;
const german: Load[] = [async () => (await import("./german.ts")).german];

/** Has words of another page come along, which no room needs. */
export const alsoInGerman = (load: Load): void => void german.push(load);

/** Goes over to a language; it stays as it is where the words cannot be loaded. */
export async function speak(language: PageLanguage): Promise<void> {
  const translations = language === "en" ? [] : (await Promise.all(german.map((load) => load()))).flat();
  spoken.value = {
    language,
    parts: new Map(translations.map(({ part, words }) => [part, words])),
    refusals: Object.assign({}, ...translations.map(({ refusals }) => refusals)) as Record<string, string>,
  };
  document.documentElement.lang = language;
}
