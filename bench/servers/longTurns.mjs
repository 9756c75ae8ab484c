// Loaded into a server before its own code when its long turns are counted: at SIGUSR2 writes those since the last time to LONG_TURNS. A turn's
// length is the CPU of its thread, so that other programs on the machine add nothing. Knows no server.
import { openSync, readSync, writeFileSync } from "node:fs";

const EVERY_MS = 1;
const used = openSync(`/proc/self/task/${process.pid}/schedstat`, "r");
const text = Buffer.alloc(64);
const cpuMs = () => Number(text.latin1Slice(0, readSync(used, text, 0, text.length, 0)).split(" ", 1)[0]) / 1e6;

let turnsMs = [];
let last = cpuMs();
setInterval(() => {
  const now = cpuMs();
  turnsMs.push(now - last);
  last = now;
}, EVERY_MS).unref();
process.on("SIGUSR2", () => {
  writeFileSync(process.env.LONG_TURNS, JSON.stringify(turnsMs.filter((ms) => ms > 10)));
  turnsMs = [];
});
