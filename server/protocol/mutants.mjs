// Defects of server/protocol/ that its tests or the schedules catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "another client's update goes on from the one before [P85]",
    file: "server/protocol/updates.ts",
    find: "before.client === client && ",
    replace: "",
    tests: "server/protocol/updates",
  },
  {
    name: "time goes back with the machine's clock [D22]",
    file: "server/protocol/steadyTime.ts",
    find: "ahead = Math.max(ahead, last - now);",
    replace: "ahead = 0;",
    tests: "server/protocol/steadyTime",
  },
  {
    name: "a name loses the joiners that spell it [P12]",
    file: "server/protocol/names.ts",
    find: '(_, spells = "") => spells as string',
    replace: '() => ""',
    tests: "server/protocol/names",
  },
  {
    name: "a name keeps what turns the direction [P12]",
    file: "server/protocol/names.ts",
    find: '    .replaceAll(DECEIVES, "")\n',
    replace: "",
    tests: "server/protocol/names",
  },
  {
    name: "a number makes a name longer than disks take [P81]",
    file: "server/protocol/filePaths.ts",
    find: "const most = Math.min(PART_BYTES, PATH_BYTES - bytesOf(free));",
    replace: "const most = Infinity;",
    tests: "server/protocol/filePaths",
  },
];
