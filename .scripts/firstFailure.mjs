// A place for tests in which the first that fails is the last that runs: a mutant need not be caught twice. Knows no test.
import { TestEnvironment } from "jest-environment-node";

export default class FirstFailureEnvironment extends TestEnvironment {
  #hasFailed = false;

  handleTestEvent({ name, test, hook }) {
    // what fails before all tests fails each of them, and none is run
    const hasFailed = name === "test_fn_failure" || (name === "hook_failure" && hook.type !== "beforeAll");
    if (hasFailed) this.#hasFailed = true;
    if (name === "test_start" && this.#hasFailed) test.mode = "skip";
  }
}
