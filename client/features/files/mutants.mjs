// Defects of files, or that its tests alone catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "a name that is too long for disks is said to be taken [E20]",
    file: "client/features/files/nameProblems.ts",
    find: "if (wrong !== undefined) return",
    replace: "if (wrong === typed) return",
    tests: "client/features/files/filesModel",
  },
  {
    name: "the way back stays for what is deleted for good [E23]",
    file: "client/features/files/filesModel.ts",
    find: " || !deleted.every(canComeBack)",
    replace: "",
    tests: "client/features/files/filesModel",
  },
];
