// Defects of client/editor/ that its tests or the schedules catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "what is typed in Vim joins what was there before a step that others have deleted [B91]",
    file: "client/editor/keymaps/oneStep.ts",
    find: "const isOn = step.depth === depth;",
    replace: "const isOn = step.depth !== undefined;",
    tests: "client/editor/keymaps",
  },
  {
    name: "what is pasted keeps its NUL [B61]",
    file: "client/editor/limitsFilter.ts",
    find: "  if (changes.length === 0) return transaction;",
    replace: "  if (changes.length >= 0) return transaction;",
    tests: "client/editor/limits",
  },
  {
    name: "what is no choice is taken from storage [B71]",
    file: "client/editor/preferences.ts",
    find: "Object.hasOwn(all, name) && (CHOICES[name] as readonly unknown[]).includes(all[name])",
    replace: "Object.hasOwn(all, name)",
    tests: "client/editor/preferences",
  },
  {
    name: "the end of a sentence belongs to a link [B73]",
    file: "client/editor/links.ts",
    find: "let end = text.length;\n  while (BEHIND",
    replace: "let end = text.length;\n  while (false && BEHIND",
    tests: "client/editor/links",
  },
  {
    name: "work beside the page goes on for ever [B80]",
    file: "client/editor/timedThread.ts",
    find: "clock.after(withinMs, fail)",
    replace: "clock.after(Infinity, fail)",
    tests: "client/editor/timedThread",
  },
  {
    name: "letters that are somewhere in a word are taken for its beginning [B85]",
    file: "client/editor/firstIfMeant.ts",
    find: "if (all.endsWith(begun) && !isInWord)",
    replace: "if (all.endsWith(begun))",
    tests: "client/editor/firstIfMeant",
  },
  {
    name: "a window stores what it remembers over what another has chosen [B84]",
    file: "client/editor/preferences.ts",
    find: "stored === known ? chosen.peek()",
    replace: "stored !== undefined ? chosen.peek()",
    tests: "client/editor/preferences",
  },
];
