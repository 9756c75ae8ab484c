// One run of one trial, in a process of its own that leads a group: `load.ts <trial>`. Tells its parent the metrics.
import { trialNamed } from "./trials.ts";

// The servers and attackers of a run do not outlive whoever started it.
process.on("disconnect", () => process.kill(0, "SIGKILL"));

const [name = ""] = process.argv.slice(2);
const metrics = await trialNamed(name).run();
process.send?.(metrics, () => process.exit(0));
