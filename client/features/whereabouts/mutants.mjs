// Defects of the whereabouts; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "what others have changed stays where it was [V3]",
    file: "client/features/whereabouts/changes.ts",
    find: "const start = changes.mapPos(from, 1);",
    replace: "const start = from;",
    tests: "client/features/whereabouts/changes",
  },
  {
    name: "whoever types on and on is never told of [V1]",
    file: "client/features/whereabouts/announcer.ts",
    find: "this.#latest ??= this.#options.after(MOST_MS, () => this.#say());",
    replace: "",
    tests: "client/features/whereabouts/announcer",
  },
];
