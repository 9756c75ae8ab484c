// Defects of the palette; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "a command that is used again is remembered twice [Z1]",
    file: "client/features/palette/list/recent.ts",
    find: "recentCommands().filter((one) => one !== id)",
    replace: "recentCommands()",
    tests: "client/features/palette/list/recent",
  },
  {
    name: "commands by other words come before those that are called so [Z1]",
    file: "client/features/palette/list/choices.ts",
    find: "return [...well, ...byWords,",
    replace: "return [...byWords, ...well,",
    tests: "client/features/palette/list/choices",
  },
  {
    name: "a key of a feature is the page's [B70]",
    file: "client/features/palette/keys.ts",
    find: 'quickOpen: "Mod-p"',
    replace: 'quickOpen: "Mod-s"',
    tests: "client/ui/keys",
  },
];
