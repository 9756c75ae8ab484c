// Finds in what test programs report which tests failed, and how each error begins. Runs no test.
import { stripVTControlCharacters } from "node:util";

const ERROR_LINES = 8;
/** What a program says of its own failure is at its end. */
const OUTPUT_LINES = 20;

const linesOf = (text) =>
  stripVTControlCharacters(text ?? "")
    .split("\n")
    .filter((line) => line.trim());

/** Where in a package it was says nothing. */
const isOurs = (line) => !/^\s+at .*node_modules/.test(line);

const failure = (title, error) => ({ title, lines: linesOf(error).filter(isOurs).slice(0, ERROR_LINES) });

/** What names no test: the end of what it has printed. */
export const endOf = (title, output) => ({ title, lines: linesOf(output).slice(-OUTPUT_LINES) });

/** Of jest's `--json`. A test that is left out has failed, and so has a file that cannot be run. */
export const failuresOfJest = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failures = assertionResults
      .filter((test) => test.status !== "passed")
      .map((test) => failure(`${test.fullName} (${name})`, test.failureMessages.join("\n") || `is ${test.status}`));
    return failures.length === 0 && status === "failed" ? [failure(name, message)] : failures;
  });

/** Of Playwright's JSON, the tests that ended like this, each with the errors of all its tries. */
function testsOf(suites, isMeant) {
  const inSuite = ({ title, suites: inner = [], specs = [] }) => [
    ...specs.flatMap((spec) =>
      spec.tests
        .filter(({ status }) => isMeant(status))
        .map((test) => {
          const said = test.results.flatMap((result) => result.errors.map(({ message }) => message)).join("\n");
          return failure(`${title} › ${spec.title}`, said || `is ${test.status}`);
        }),
    ),
    ...inner.flatMap((suite) => inSuite({ ...suite, title: `${title} › ${suite.title}` })),
  ];
  return suites.flatMap(inSuite);
}

/** A test that is left out has failed. */
export const failuresOfPlaywright = ({ suites = [], errors = [] }) => [
  ...testsOf(suites, (status) => status !== "expected" && status !== "flaky"),
  ...errors.map(({ message }) => failure("outside of the tests", message)),
];

/** What failed, and passed when it was tried once more. */
export const flakyOfPlaywright = ({ suites = [] }) => testsOf(suites, (status) => status === "flaky");

/** Of what `.scripts/mutants.mjs` prints: what is indented below a mutant that was not caught says why. */
export const failuresOfMutants = (output) =>
  [...output.matchAll(/^NOT CAUGHT: (.+)\n((?: {2}.*\n)*)/gm)].map(([, title, why]) => failure(title, why));

/** The lines in which they are repeated at the end of a run, `how` they ended before each. */
export const repeated = (how, failures) =>
  failures.flatMap(({ title, lines }) => ["", `${how}: ${title}`, ...lines.map((line) => `    ${line}`)]);
