// Defects of the notifications; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "all news are shown whatever is wanted [Y7]",
    file: "client/features/notifications/grouping.ts",
    find: "TYPE_OF[kind] === type)",
    replace: "TYPE_OF[kind] !== undefined)",
    tests: "client/features/notifications/grouping",
  },
];
