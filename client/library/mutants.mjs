// Defects of the library that its tests catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "a program that comes again leaves lying what was kept [K43]",
    file: "client/library/node.ts",
    find: "  await folder?.eachLeftover(roomId, (leftover) => deliver(leftover, { open, clock }));\n",
    replace: "  void deliver;\n",
    tests: "client/library/folder",
  },
  {
    name: "a program comes again as somebody new [K43]",
    file: "client/library/node.ts",
    find: "folder?.keepKey(roomId, participant.key);",
    replace: "return;",
    tests: "client/library/folder",
  },
  {
    name: "two programs have a folder at once [K44]",
    file: "client/library/folder.ts",
    find: "if (await answers(join(path, name))) {",
    replace: "if (path === name) {",
    tests: "client/library/folder",
  },
  {
    name: "a folder that is made is on the disk, and its name is not [K43]",
    file: "client/library/folder.ts",
    find: "      toDisk(dirname(made));\n",
    replace: "      void 0;\n",
    tests: "client/library/onDisk",
  },
];
