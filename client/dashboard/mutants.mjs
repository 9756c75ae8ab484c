// Defects of client/dashboard/ that its tests catch; what a mutant is says .scripts/mutants.mjs.
export default [
  {
    name: "what an operator saw stays on the page after the session [O80]",
    file: "client/dashboard/dashboardModel.ts",
    find: '    this.session.value = "out";\n    this.overview.value = undefined;\n',
    replace: '    this.session.value = "out";\n',
    tests: "client/dashboard/dashboardModel",
  },
  {
    name: "the table behind a chart leaves out the minutes before the first whole hour [O81]",
    file: "client/dashboard/series.ts",
    find: "[hour, hour + 1].map((one) => Math.max(0, one * HOUR_MINUTES - first))",
    replace: "[hour, hour + 1].map((one) => Math.max(first, one * HOUR_MINUTES - first))",
    tests: "client/dashboard/series",
  },
  {
    name: "a line goes on over the time in which no server ran [O81]",
    file: "client/dashboard/series.ts",
    find: "isDrawn = value !== null;",
    replace: "isDrawn ||= value !== null;",
    tests: "client/dashboard/series",
  },
  {
    name: "an answer to an older question takes the place of a newer one [O84]",
    file: "client/dashboard/dashboardModel.ts",
    find: "    if (asked !== this.#asked) return;\n",
    replace: "",
    tests: "client/dashboard/dashboardModel",
  },
  {
    name: "what happened while the stream was cut is never asked for [O83]",
    file: "client/dashboard/dashboardModel.ts",
    find: "if (isAgain) void",
    replace: "if (!isAgain) void",
    tests: "client/dashboard/dashboardModel",
  },
];
