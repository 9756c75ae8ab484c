// Defects of chat, or that its tests alone catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "the page brings the schemas of its other half along [A1]",
    file: "client/features/chat/loadedMessages.ts",
    find: "import type { ShownEntry }",
    replace: "import { type ShownEntry }",
    tests: "server/test/imports",
  },
  {
    name: "a link is shown as it was written [T15]",
    file: "client/ui/parts/webLink.ts",
    find: "shown: shownAs(text, href)",
    replace: "shown: text",
    tests: "client/features/chat/parts",
  },
  {
    name: "who has missed a mention is never told [T14]",
    file: "client/features/chat/chatModel.ts",
    find: "    this.#tellMissed(missedFrom);\n",
    replace: "    this.#tellMissed(Math.max(missedFrom, Infinity));\n",
    tests: "client/features/chat/chatModel",
  },
  {
    name: "all that was missed is told as if it were new [T10]",
    file: "client/features/chat/chatModel.ts",
    find: '      if (entry?.type === "said" && this.#isForMe(entry)) this',
    replace: '      if (entry?.type === "said") this',
    tests: "client/features/chat/chatModel",
  },
];
