// Defects of the operator's word that its tests catch; what a mutant is says .scripts/mutants.mjs.
const tests = "server/features/operator";

export default [
  {
    name: "whoever comes while a notice holds does not read it [O60]",
    file: "server/features/operator/index.ts",
    find: "if (Object.keys(room.operatorSaid).length > 0)",
    replace: "if (Object.keys(room.operatorSaid).length > 2)",
    tests,
  },
];
