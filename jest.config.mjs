// How the tests are run: TypeScript as ES modules, in Node. Knows no test.
const swc = (parser) => [
  "@swc/jest",
  {
    swcrc: false,
    sourceMaps: "inline",
    jsc: {
      target: "es2022",
      parser: { syntax: "typescript", ...parser },
      transform: { react: { runtime: "automatic", importSource: "preact" } },
    },
    module: { type: "es6" },
  },
];

export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: { "\\.ts$": swc({}), "\\.tsx$": swc({ tsx: true }) },
  testMatch: ["<rootDir>/server/**/*.test.ts", "<rootDir>/client/**/*.test.ts", "<rootDir>/bench/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/client/e2e/"],
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  testTimeout: 30_000,
  maxWorkers: 2,
};
