// The whole server as it is started, which tells its parent the files that it has passed through whenever it is asked. Knows no keystroke.
import { passedFiles } from "./passedFiles.ts";

process.on("message", () => void passedFiles().then((files) => process.send?.(files)));
await import("../../main.ts");
