// Defects of server/budgets/ that its tests or the schedules catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "what is done for an address costs it nothing [O20]",
    file: "server/budgets/fairTurns.ts",
    find: "        account.spend(ended - begun);",
    replace: "",
    tests: "server/budgets/fairTurns",
  },
];
