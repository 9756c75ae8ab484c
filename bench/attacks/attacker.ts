// A process of an attack: `attacker.ts <attack> <port>`. Says when it is ready, attacks for its time from when it is told to, and tells what came of it.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Attacker } from "./attack.ts";
import { ATTACKS } from "./attacks.ts";
import { prepare } from "./prepared.ts";
import type { Traffic } from "./rawSocket.ts";

/** What the parent is told; it says one word, when to begin. */
export type AttackerMessage = { readonly ready: true } | { readonly traffic: Traffic };

/** An attack ends by itself after this. */
export const ATTACK_MS = 10_000;

const [name, port] = process.argv.slice(2);
const attack = ATTACKS.find((one) => one.name === name);
if (!attack) throw new Error(`No attack is called ${name}.`);
// It does not outlive whoever started it.
process.on("disconnect", () => process.exit(1));
const tell = (message: AttackerMessage): Promise<void> =>
  new Promise((resolve) => process.send?.(message, resolve as () => void));

const attacker = new Attacker(Number(port), attack.prepared && (await prepare(attack.prepared)));
const begin = await attack.ready(attacker);
const begun = once(process, "message");
await tell({ ready: true });
await begun;
await Promise.race([begin(), sleep(ATTACK_MS)]);
await attacker.end();
await tell({ traffic: attacker.traffic });
process.exit(0);
