// Writes the files of docs/keystroke.md anew from a trace of a keystroke. By hand, after the way of a keystroke or a file's first line has changed.
import { readFileSync, writeFileSync } from "node:fs";
import { tsImport } from "tsx/esm/api";

const { PAGE, traceKeystroke, withFiles } = await tsImport("../server/test/keystroke/page.ts", import.meta.url);
writeFileSync(PAGE, withFiles(readFileSync(PAGE, "utf8"), traceKeystroke()));
