// Defects of the notifications; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "yesterday is what is 24 hours ago [Y7]",
    file: "client/features/notifications/grouping.ts",
    find: "return day === yesterday.toDateString() ? words.value.yesterday",
    replace: "return now - time < 86_400_000 ? words.value.yesterday",
    tests: "client/features/notifications/grouping",
  },
  {
    name: "all news are shown whatever is wanted [Y7]",
    file: "client/features/notifications/grouping.ts",
    find: "TYPE_OF[kind] === type)",
    replace: "TYPE_OF[kind] !== undefined)",
    tests: "client/features/notifications/grouping",
  },
];
