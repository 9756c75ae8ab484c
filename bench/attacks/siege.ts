// Somebody's keystrokes while another room is attacked: without an attack, with the same attack on another server of this machine, and with
// it on theirs. Knows no attack by name.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Metrics, within } from "../scenarios/scenario.ts";
import type { ServerProcess } from "../servers/serverProcess.ts";
import type { AttackerMessage } from "./attacker.ts";
import type { Attack } from "./attack.ts";
import { ATTACKS } from "./attacks.ts";
import { Bystanders } from "./bystanders.ts";
import { Newcomers } from "./newcomers.ts";
import { prepare } from "./prepared.ts";
import type { Traffic } from "./rawSocket.ts";
import { withTarget } from "./target.ts";
import type { Trial } from "./trial.ts";

const ATTACKER = fileURLToPath(new URL("attacker.ts", import.meta.url));
const WARM_UP_SECONDS = 1;
const CALM_SECONDS = 4;
/** Shorter than the attack. */
const ATTACKED_SECONDS = 8;
/** An attacker gives way to the people on the core that they share, as if it came from another machine. */
const NICE = "5";
const READY_WITHIN_MS = 60_000;

const mb = (bytes: number): number => bytes / 1e6;

/** The attack's process. */
class Force {
  readonly #child: ChildProcess;

  /** Resolves when it is ready to begin. */
  static async ready(attack: Attack, { port }: ServerProcess): Promise<Force> {
    const force = new Force(attack.name, port);
    await within(READY_WITHIN_MS, `${attack.name} does not get ready`, force.#next());
    return force;
  }

  private constructor(name: string, port: number) {
    const args = ["-n", NICE, process.execPath, "--import", "tsx", ATTACKER, name, String(port)];
    this.#child = spawn("nice", args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  }

  async #next(): Promise<AttackerMessage> {
    const ended = once(this.#child, "close").then(() => Promise.reject(new Error("an attacker has failed")));
    ended.catch(() => {});
    const [message] = (await Promise.race([once(this.#child, "message"), ended])) as [AttackerMessage];
    return message;
  }

  /** Attacks; resolves with what came of it when it has ended. */
  async attack(): Promise<Traffic> {
    const told = this.#next();
    this.#child.send("begin");
    const message = await told;
    if (!("traffic" in message)) throw new Error("invariant: an attacker ends with its traffic");
    return message.traffic;
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }
}

/** What people meet while the attack is on a server, theirs or another. */
async function meet(attack: Attack, server: ServerProcess, bystanders: Bystanders, newcomers: Newcomers | undefined) {
  const force = await Force.ready(attack, server);
  try {
    const [traffic, typing, coming] = await Promise.all([
      force.attack(),
      bystanders.type(ATTACKED_SECONDS),
      newcomers?.come(),
    ]);
    return { traffic, typing, coming };
  } finally {
    force.end();
  }
}

async function run(attack: Attack): Promise<Metrics> {
  const data = attack.prepared && (await prepare(attack.prepared)).data;
  return withTarget({ data }, (own) => withTarget({ data }, (other) => compare(attack, own, other)));
}

async function compare(attack: Attack, own: ServerProcess, other: ServerProcess): Promise<Metrics> {
  const bystanders = await Bystanders.enter(own.port);
  const newcomers = attack.keepsOut ? await Newcomers.expected(own.port) : undefined;
  try {
    await bystanders.type(WARM_UP_SECONDS);
    const calm = await bystanders.type(CALM_SECONDS);
    const control = await meet(attack, other, bystanders, newcomers);
    // what it has still to do is no part of what follows
    await other.end("SIGKILL");
    const cpuMs = own.cpuMs;
    const attacked = await meet(attack, own, bystanders, newcomers);
    return {
      calmP50Ms: calm.p50Ms,
      calmP99Ms: calm.p99Ms,
      controlP50Ms: control.typing.p50Ms,
      controlP99Ms: control.typing.p99Ms,
      p50Ms: attacked.typing.p50Ms,
      p99Ms: attacked.typing.p99Ms,
      [TIMES_CONTROL]: attacked.typing.p99Ms / control.typing.p99Ms,
      lost: attacked.typing.lost,
      ...attacked.coming,
      healthMs: attacked.typing.healthMs,
      serverCpuSeconds: (own.cpuMs - cpuMs) / 1000,
      opened: attacked.traffic.opened,
      refused: attacked.traffic.refused,
      cut: attacked.traffic.cut,
      inMB: mb(attacked.traffic.bytesIn),
      outMB: mb(attacked.traffic.bytesOut),
    };
  } finally {
    bystanders.leave();
  }
}

/** How many times as long the p99 of a key takes as under the control … */
export const TIMES_CONTROL = "timesControl";
/** … and what that must not be above. */
export const MOST_TIMES_CONTROL = 2;

export const sieges: readonly Trial[] = ATTACKS.map((attack) => ({
  name: attack.name,
  title: attack.title,
  boundSeconds: 240,
  run: () => run(attack),
}));
