// Defects of server/budgets/ that its tests or the schedules catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "what is done for an address costs it nothing [O20]",
    file: "server/budgets/fairTurns.ts",
    find: "    if (--this.#depth === 0) this.#spendSince(this.#begun);",
    replace: "    this.#depth--;",
    tests: "server/budgets/fairTurns",
  },
  {
    name: "what is done at once for an address costs it nothing [O20]",
    file: "server/budgets/fairTurns.ts",
    find: "      this.#spendSince(begun);\n",
    replace: "",
    tests: "server/budgets/fairTurns",
  },
  {
    name: "what waits for others holds up those for whom nothing waits [O21]",
    file: "server/budgets/waitingBytes.ts",
    find: "(this.#all.isTight && own.bytes > LITTLE_BYTES)",
    replace: "this.#all.isTight",
    tests: "server/budgets/waitingBytes",
  },
  {
    name: "nobody is cut for whom most waits [O21]",
    file: "server/budgets/waitingBytes.ts",
    find: "    this.#relieve();\n",
    replace: "",
    tests: "server/budgets/waitingBytes",
  },
];
