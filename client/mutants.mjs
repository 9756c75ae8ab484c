// Defects of client/ that its tests or the schedules catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "a wait on the browser's storage has no end [B64]",
    file: "client/unconfirmed.ts",
    find: "await inTime(writing)",
    replace: "await writing",
    tests: "client/unconfirmed",
  },
  {
    name: "edits that are being written count as kept [B65]",
    file: "client/unconfirmed.ts",
    find: "  put(unconfirmed: Unconfirmed): Promise<void> {\n    this.#unkept.set(nameOf(unconfirmed), unconfirmed);\n",
    replace: "  put(unconfirmed: Unconfirmed): Promise<void> {\n",
    tests: "client/unconfirmed",
  },
  {
    name: "the Enter that accepts a word in Safari is the page's [B62]",
    file: "client/pressed.ts",
    find: "isComposing || keyCode === WENT_TO_INPUT_METHOD",
    replace: "isComposing || keyCode === -WENT_TO_INPUT_METHOD",
    tests: "client/pressed",
  },
];
