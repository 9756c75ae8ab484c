// Before all browser tests: they test what `npm run build` made.
import { existsSync } from "node:fs";
import { SERVER_MAIN } from "./serverProcess.ts";

export default function assertBuilt(): void {
  if (!existsSync(SERVER_MAIN)) throw new Error("There is no build to test: run npm run build first.");
}
