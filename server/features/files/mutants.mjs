// Defects of files, or that its tests alone catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "another number's path is a file's too [H66]",
    file: "server/routing/pathNumber.ts",
    find: "PATH_NUMBER.test(text) ? Number(text) : undefined",
    replace: "Number.isInteger(Number(text)) ? Number(text) : undefined",
    tests: "server/features/files/index",
  },
  {
    name: "a name is made that disks do not take [E2]",
    file: "server/protocol/possiblePaths.ts",
    find: "if (!fitsDisks(path))",
    replace: "if (parts.length < 0)",
    tests: "server/features/files/tree",
  },
  {
    name: "everybody who writes deletes for good [E22]",
    file: "server/features/files/index.ts",
    find: 'wish.type === "purge" && !room.isOwner(participant)',
    replace: 'wish.type === "purge" && !room.isOwner(1)',
    tests: "server/features/files/index",
  },
  {
    name: "what was not deleted before is deleted for good [E22]",
    file: "server/features/files/tree.ts",
    find: "if (isThere(file)) throw",
    replace: "if (file.purged) throw",
    tests: "server/features/files/tree",
  },
  {
    name: "what is deleted for good is put back [E22]",
    file: "server/features/files/tree.ts",
    find: "if (!file || file.purged) throw",
    replace: "if (!file) throw",
    tests: "server/features/files/tree",
  },
  {
    name: "whoever sees no history puts back what others have deleted [E26]",
    file: "server/features/files/index.ts",
    find: 'if (wish.type === "restore") this.#mustSee(from, wish.files);',
    replace: "",
    tests: "server/features/files/index",
  },
];
