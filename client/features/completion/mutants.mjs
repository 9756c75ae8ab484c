// Defects of the page's half that its tests catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "a file that somebody has left again is not read anew [Q20]",
    file: "client/features/completion/roomWords.ts",
    find: "      for (const file of options.inFile.value.values()) this.#visited.add(file);",
    replace: "      this.#visited = new Set(options.inFile.value.values());",
    tests: "client/features/completion/roomWords",
  },
  {
    name: "files are read whenever words are looked for [Q20]",
    file: "client/features/completion/roomWords.ts",
    find: "    this.#readAt = now();",
    replace: "",
    tests: "client/features/completion/roomWords",
  },
];
