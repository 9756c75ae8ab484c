// Defects of upload, or that its tests alone catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "what a text had when it came in is not told to who makes its file [B42] [P80]",
    file: "client/features/upload/roomWriter.ts",
    find: "this.#making.make(name, imported)",
    replace: 'this.#making.make(name, { lineBreak: "\\n" })',
    tests: "client/features/upload/uploader",
  },
  {
    name: "what is uploaded comes in as 1, 10, 2 [B41]",
    file: "client/features/upload/candidates.ts",
    find: "asCounted.compare(one.path, other.path) || ",
    replace: "",
    tests: "client/features/upload/candidates",
  },
];
