// Whether this machine can make the boxes that tests run code in, before any of them is started. Knows no test.
import { openWorkshop } from "../sandbox/workshop.ts";
import { needBubblewrap } from "./debian.ts";

/** Rejects with one sentence that says what this machine lacks. `open`: as a server does that runs code. */
export async function needBoxes(open: typeof openWorkshop = openWorkshop): Promise<void> {
  await needBubblewrap();
  try {
    const { cgroups } = await open([]);
    await cgroups.close();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The tests of the sandbox need a machine that can make boxes, for most of them as root: ${why}`);
  }
}
