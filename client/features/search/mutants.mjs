// Defects of search; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "taking a replacement back does not mind what was written since [Q4]",
    file: "client/features/search/searchModel.ts",
    find: "text.eq(then) ? back : back.map(changesBetween(then, text))",
    replace: "back",
    tests: "client/features/search/searchModel",
  },
  {
    name: "what was found in an older text is replaced in a newer one [Q4]",
    file: "client/features/search/editedTexts.ts",
    find: "if (this.text(file) !== text) return undefined;",
    replace: "",
    tests: "client/features/search/searchModel",
  },
];
