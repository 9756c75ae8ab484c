// A process in which jest stays loaded: mutants.mjs has it run the tests of one mutant after the other. Knows no mutant.
import { buildArgv, runCLI } from "jest";

/** Old versions of the modules are never freed. */
const MOST_BYTES = 1_000_000_000;

/** How many timers, sockets and the like keep this process from its end. */
const open = () => process.getActiveResourcesInfo().length;

/** Words of jest's command line, and the answer: a sentence for each failed test, for each suite that did not even begin, and whether this process may run more. */
async function runTests(words) {
  const before = open();
  const { results } = await runCLI({ ...(await buildArgv(words)), reporters: [] }, [process.cwd()]);
  const failed = results.testResults.flatMap((suite) =>
    suite.testResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
  );
  const broken = results.testResults.flatMap(({ testExecError, failureMessage }) =>
    testExecError ? [failureMessage ?? testExecError.message] : [],
  );
  // what a mutant has left running would be there when the next one is tried
  return { failed, broken, isSpent: open() > before || process.memoryUsage.rss() > MOST_BYTES };
}

process.on("message", (words) => {
  void runTests(words).then((answer) => process.send(answer));
});
// whoever asks is gone
process.on("disconnect", () => process.kill(-process.pid, "SIGKILL"));
