// Defects of the roles' half on the page; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "an owner is offered to make a robot one [L72]",
    file: "client/features/roles/rolesModel.ts",
    find: 'RANKS.filter((role) => role !== "owner")',
    replace: "RANKS",
    tests: "client/features/roles/rolesModel",
  },
];
