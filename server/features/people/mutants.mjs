// Defects of who is in a room that tests catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "who was seen last is written while nothing may be [O52]",
    file: "server/features/people/lastSeen.ts",
    find: "if (this.#room.isReadOnly) return this.#plan(LOOK_AGAIN_MS);",
    replace: "",
    tests: "server/dashboard/readOnly",
  },
];
