// Defects of server/socket/ that its tests or the schedules catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "somebody who has read all that waited is told nothing more [P52]",
    file: "server/socket/session.ts",
    find: "slowReader.fullBytes) && !this.#full)",
    replace: "slowReader.fullBytes))",
    tests: "server/socket/slowReader",
  },
  {
    name: "everybody is pinged in one turn [P54]",
    file: "server/socket/heartbeat.ts",
    find: "parts[added++ % PARTS]",
    replace: "parts[0]",
    tests: "server/socket/heartbeat",
  },
  {
    name: "sockets that come at once are let in at once [O29]",
    file: "server/socket/upgrade.ts",
    find: "waiting.splice(0, UPGRADES_AT_ONCE)",
    replace: "waiting.splice(0)",
    tests: "server/socket/upgrade",
  },
  {
    name: "what has arrived goes in all at once when its turn comes [O20]",
    file: "server/socket/inlet.ts",
    find: "const PIECE_BYTES = 4 * 1024;",
    replace: "const PIECE_BYTES = 4 * 1024 * 1024;",
    tests: "server/socket/inlet",
  },
  {
    name: "what arrives of a message that is not whole waits for nothing [O21]",
    file: "server/socket/inlet.ts",
    find: '    if (bytes > LITTLE_BYTES && arriving.isOver) end("too_many_refusals");\n',
    replace: "",
    tests: "server/socket/inlet",
  },
  {
    name: "what writes nothing counts as written by its address [F29]",
    file: "server/socket/session.ts",
    find: "if (room.writes(message)) {",
    replace: 'if (message.type !== "presence") {',
    tests: "server/features/ports",
  },
];
