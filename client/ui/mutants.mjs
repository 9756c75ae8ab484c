// Defects of client/ui/ that its tests or the schedules catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "the page gives a text to the disk under any name [B67]",
    file: "client/ui/saveFile.ts",
    find: "link.download = diskName(file.name)",
    replace: "link.download = file.name",
    tests: "client/ui/saveFile",
  },
  {
    name: "a page looks again while nobody sees it [B30]",
    file: "client/ui/lookAgain.ts",
    find: "    if (!this.#options.isSeen()) return;\n",
    replace: "",
    tests: "client/ui/lookAgain",
  },
  {
    name: "a key with Option is none of ours on a Mac [B69]",
    file: "client/ui/keys.ts",
    find: " ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;",
    replace: " ? undefined : undefined;",
    tests: "client/ui/keys",
  },
  {
    name: "a key of the page is one that the browser keeps [B70]",
    file: "client/ui/keys.ts",
    find: 'nextTab: "Alt-PageDown"',
    replace: 'nextTab: "Mod-PageDown"',
    tests: "client/ui/keys",
  },
  {
    name: "a word is found within others as well as at their beginnings [B90]",
    file: "client/ui/match.ts",
    find: "return { rank: 2, letters: range(at, word.length) }",
    replace: "return { rank: 0, letters: range(at, word.length) }",
    tests: "client/ui/match",
  },
  {
    name: "a place that is pulled gets less than it is pulled where both want more than there is [U85]",
    file: "client/ui/resized.ts",
    find: "...(sizeOf(room, other) > both - size && { [other]: both - size })",
    replace: "...{}",
    tests: "client/ui/resized",
  },
  {
    name: "what is less than 24 hours ago is of today [U143]",
    file: "client/ui/times.ts",
    find: "new Date(time).toDateString() === one.toDateString()",
    replace: "Math.abs(one.getTime() - time) < 86_400_000",
    tests: "client/ui/times",
  },
];
