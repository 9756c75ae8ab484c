// Defects of server/cluster/ that its tests or the schedules catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "a server that lost a room while it wrote shows what it wrote [C11]",
    file: "server/cluster/guardedStore.ts",
    find: "owners.epochOf(stream.roomId) !== epochs[index]",
    replace: "epochs[index] === undefined",
  },
  {
    name: "a server that begins anew leaves its former name alive [N8]",
    file: "server/cluster/membership.ts",
    find: "    await nodes.deleteMany({ server, _id: { $ne: id } });\n",
    replace: "",
    tests: "server/cluster/owners",
  },
  {
    name: "a server with another secret takes part [N9]",
    file: "server/cluster/membership.ts",
    find: "if (!this.#isSealed(other))",
    replace: "if (this.#stopped)",
    tests: "server/cluster/owners",
  },
  {
    name: "an address that no server has written is sent what people ask [N10]",
    file: "server/cluster/membership.ts",
    find: "found && this.#isSealed(found) ? found : undefined",
    replace: "found ?? undefined",
    tests: "server/cluster/owners",
  },
  {
    name: "a client's Connection chooses which headers are handed on [N3]",
    file: "server/cluster/handOn.ts",
    find: 'connection: "Upgrade",',
    replace: "connection: request.headers.connection,",
    tests: "server/cluster/handOn",
  },
  {
    name: "a proof is good for whatever is asked [N3]",
    file: "server/cluster/handOn.ts",
    find: '"request", server, request.method ?? "", pathOf(request), address)',
    replace: '"request", server, address)',
    also: [
      {
        file: "server/cluster/handOn.ts",
        find: '"request", to.server, method, path, address)',
        replace: '"request", to.server, address)',
      },
    ],
    tests: "server/cluster/handOn",
  },
  {
    name: "whoever reads an answer slowly is cut [N4]",
    file: "server/cluster/handOn.ts",
    find: 'for (const over of ["response", "upgrade", "close"])',
    replace: 'for (const over of ["close"])',
    tests: "server/cluster/handOn",
  },
];
