// Defects of the operator's words in rooms that their tests catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "a notice that was taken back while a page was away stays there [O86]",
    file: "client/features/operator/operatorModel.ts",
    find: 'if (you.value) untracked(() => (this.#standing.value = { type: "standing" }));',
    replace: "if (you.value) untracked(() => {});",
    tests: "client/features/operator",
  },
];
