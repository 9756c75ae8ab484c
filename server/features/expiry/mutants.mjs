// Defects of the expiry of rooms that its tests catch; what a mutant is says .scripts/mutants.mjs.
const tests = "server/features/expiry";

export default [
  {
    name: "everybody is told when a room is deleted [O65]",
    file: "server/features/expiry/index.ts",
    find: "room.keptForMs > SOON_MS || !isOwner(room, participant)",
    replace: "room.keptForMs > SOON_MS",
    tests,
  },
];
