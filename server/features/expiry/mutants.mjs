// Defects of the expiry of rooms that its tests catch; what a mutant is says .scripts/mutants.mjs.
const tests = "server/features/expiry";

export default [
  {
    name: "everybody is told when a room is deleted [O65]",
    file: "server/features/expiry/index.ts",
    find: "room.expiresAfterMs > SOON_MS || !room.isOwner(participant)",
    replace: "room.expiresAfterMs > SOON_MS",
    tests,
  },
  {
    name: "who asks when a room is deleted visits it [O67]",
    file: "server/features/expiry/index.ts",
    find: "await rooms.expiryOf(request.params.roomId, keyOf(request))",
    replace:
      '((await rooms.request(request.params.roomId, keyOf(request), "expiry", {})) as Expires).expiresAt ?? Infinity',
    tests,
  },
  {
    name: "the store does not know that a room was kept while somebody was in it [O66]",
    file: "server/features/expiry/index.ts",
    find: "told(await room.visit())",
    replace: "told(room.now + room.expiresAfterMs)",
    tests,
  },
];
