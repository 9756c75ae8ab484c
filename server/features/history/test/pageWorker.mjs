// Begins the thread in which the page weaves, with as much of a browser's worker around it as that needs. Knows no weave.
import { parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

globalThis.postMessage = (...said) => parentPort.postMessage(said[0], said[1]?.transfer);
globalThis.addEventListener = (_type, heard) => parentPort.on("message", (data) => heard({ data }));
register();
await import("../../../../client/features/history/weave/weaveWorker.ts");
