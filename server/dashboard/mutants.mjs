// Defects of server/dashboard/ that its tests catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "a session does not end by itself [O41]",
    file: "server/dashboard/sessions.ts",
    find: "return endsAt !== undefined && endsAt > this.#clock.now();",
    replace: "return endsAt !== undefined;",
    tests: "server/dashboard/signIn",
  },
  {
    name: "a session outlives the token [O41]",
    file: "server/dashboard/sessions.ts",
    find: "return `${this.#token} ${secret}`;",
    replace: "return secret;",
    tests: "server/dashboard/signIn",
  },
  {
    name: "another site signs the operator out [O42]",
    file: "server/dashboard/routes.ts",
    find: "if (!isLook && !isOwnOrigin(request))",
    replace:
      'if (!isLook && request.get("Origin") !== undefined && request.path !== "/session" && !isOwnOrigin(request))',
    tests: "server/dashboard/signIn",
  },
  {
    name: "wrong tokens lock the right one out [O43]",
    file: "server/dashboard/routes.ts",
    find: "    if (!sessions.isToken(token)) {\n",
    replace: "    await countWrong(request);\n    if (!sessions.isToken(token)) {\n",
    tests: "server/dashboard/signIn",
  },
  {
    name: "minutes of a restart are lost [O45]",
    file: "server/dashboard/minuteLog.ts",
    find: "this.#hour = kept ?? emptyHour();",
    replace: "this.#hour = emptyHour();",
    tests: "server/dashboard/figures",
  },
  {
    name: "events that are told together are told as one [O48]",
    file: "server/dashboard/happenings.ts",
    find: "known.times += times;",
    replace: "known.times = 1;",
    tests: "server/dashboard/figures",
  },
  {
    name: "what a slow reader misses waits in memory [O49]",
    file: "server/dashboard/stream.ts",
    find: "if (reader.response.writableNeedDrain) reader.missed++;\n    else write",
    replace: "write",
    tests: "server/dashboard/stream",
  },
  {
    name: "a block never ends [O53]",
    file: "server/dashboard/standing.ts",
    find: "if (block && left > 0)",
    replace: "if (block)",
    tests: "server/dashboard/word",
  },
  {
    name: "whoever is blocked stays where they are [O53]",
    file: "server/dashboard/standing.ts",
    find: "if (!before.has(group)) this.#on.blocked(group);",
    replace: "void before;",
    tests: "server/dashboard/word",
  },
  {
    name: "pages of the list overlap [O46]",
    file: "server/dashboard/roomList.ts",
    find: ".slice(from - above, from - above + count);",
    replace: ".slice(0, count);",
    tests: "server/dashboard/rooms",
  },
];
