// Defects of download, or that its tests alone catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "what ends an answer in the middle is written beside the log [O9]",
    file: "server/http/errors.ts",
    find: "return void response.destroy();",
    replace: "return _next(error);",
    tests: "server/features/download",
  },
  {
    name: "a name that rooms have already goes to disks as long as it is [H50]",
    file: "server/protocol/diskNames.ts",
    find: "safeName(cutToFit(safeName(name), bytes))",
    replace: "bytes > 0 ? safeName(name) : name",
    tests: "server/features/download",
  },
  {
    name: "a device of Windows is the name of a download [H19]",
    file: "server/protocol/diskNames.ts",
    find: '    .replace(DEVICE, "_") ||',
    replace: "    ||",
    tests: "server/features/download",
  },
];
