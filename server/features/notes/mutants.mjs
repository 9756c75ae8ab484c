// Defects of notes, or that its tests alone catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "notes of owners are open to everybody [J2]",
    file: "server/features/notes/index.ts",
    find: " && room.isOwner(participant)",
    replace: "",
    tests: "server/features/notes",
  },
  {
    name: "where owners are in their notes is told to everybody [J2]",
    file: "server/rooms/file/presence.ts",
    find: "return this.#room.rights.isListed(file) || this.#files.followed(file, client) !== undefined;",
    replace: "return file > 0 || this.#files.followed(file, client) !== undefined;",
    tests: "server/features/notes",
  },
];
