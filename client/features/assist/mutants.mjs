// Defects of the page's assistant; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "a proposal goes in unseen where somebody has edited [A216]",
    file: "client/features/assist/assistModel.ts",
    find: "if (isAccepting && !placed.isChanged)",
    replace: "if (isAccepting)",
    tests: "client/features/assist",
  },
  {
    name: "a key goes to a server that does not take it [A215]",
    file: "client/features/assist/assistModel.ts",
    find: "own && this.state.value?.ownProviders.includes(own.provider) ? own : undefined",
    replace: "own",
    tests: "client/features/assist",
  },
  {
    name: "a question is about a text that the server does not have [A213]",
    file: "client/features/assist/sending.ts",
    find: "if (open && open.version === undefined) return undefined;",
    replace: "",
    tests: "client/features/assist",
  },
  {
    name: "half a completion is one [A218]",
    file: "client/features/assist/assistModel.ts",
    find: 'entry.ended === "whole" ? entry.text : undefined',
    replace: "entry.text",
    tests: "client/features/assist",
  },
  {
    name: "a fence that a block stands in hides the next block [A201]",
    file: "client/features/assist/answerParts.ts",
    find: "} else if (BEGIN.test(line)) {",
    replace: "} else if (!this.#fence && BEGIN.test(line)) {",
    tests: "client/features/assist",
  },
  {
    name: "a mode is named with words behind it alone [A235]",
    file: "client/features/assist/modeNamed.ts",
    find: "(\\S+)\\s*/",
    replace: "(\\S+)\\s+/",
    tests: "client/features/assist",
  },
];
