// All words of rooms and the start in German, by the files beside the English ones. Loaded when German is chosen.
const found = import.meta.glob<{ readonly part: string; readonly words: unknown }>(
  ["./**/words*.de.ts", "!./{e2e,dashboard}/**"],
  {
    eager: true,
    import: "default",
  },
);

export const german = Object.values(found);
