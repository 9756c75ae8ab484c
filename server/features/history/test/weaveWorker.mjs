// Begins weaveWorker.ts where the server is not built: Node reads no TypeScript by itself, and in a thread does not ask who registers that it is read.
import { register } from "tsx/esm/api";

register();
await import("../weaveWorker.ts");
