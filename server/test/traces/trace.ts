// Recorded editing and how a person types it again. Knows no server.
import { ChangeSet } from "@codemirror/state";
import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { OpenSocket } from "../../../client/sync/ports.ts";
import { decodeServerMessage, type ServerMessage } from "../../protocol/serverMessages.ts";
import type { UpdateJSON } from "../../protocol/updates.ts";
import type { Person } from "../person.ts";

/** Sockets are served after so many transactions. */
const SLICE = 200;
/** A typist who is so far ahead of the server waits for it, as people do without trying. */
const AHEAD = 200;

interface Transaction {
  readonly patches: readonly (readonly [position: number, deleted: number, inserted: string])[];
}

export interface SequentialTrace {
  readonly startContent: string;
  readonly endContent: string;
  readonly txns: readonly Transaction[];
}

export interface ConcurrentTrace {
  readonly endContent: string;
  readonly numAgents: number;
  readonly txns: readonly (Transaction & { readonly parents: readonly number[]; readonly agent: number })[];
}

export const readTrace = <Trace extends SequentialTrace | ConcurrentTrace>(name: string): Trace =>
  JSON.parse(gunzipSync(readFileSync(new URL(`./data/${name}.json.gz`, import.meta.url))).toString()) as Trace;

/** One transaction is one change, so one update. */
export function changeOf({ patches }: Transaction, length: number): ChangeSet {
  let change = ChangeSet.empty(length);
  for (const [from, deleted, insert] of patches)
    change = change.compose(ChangeSet.of({ from, to: from + deleted, insert }, change.newLength));
  return change;
}

/** Types one transaction of a trace. */
export const retype = (person: Person, transaction: Transaction): void =>
  person.update({ changes: changeOf(transaction, person.editor().state.doc.length) });

const pendingOf = ({ session: { status } }: Person): number => ("pending" in status ? status.pending : 0);

/** Types a whole trace, ever as far ahead of the server as `AHEAD`. */
export async function type(person: Person, trace: SequentialTrace): Promise<void> {
  for (let index = 0; index < trace.txns.length; index++) {
    retype(person, trace.txns[index] as Transaction);
    if (index % SLICE > 0) continue;
    await setImmediate();
    if (pendingOf(person) > AHEAD) await person.until(() => pendingOf(person) < AHEAD / 2);
  }
}

/** How many transactions of each agent a text contains. */
type Counts = readonly number[];

/** What each transaction was made on top of. Every agent's own come one after the other. */
export function basesOf({ txns, numAgents }: ConcurrentTrace): Counts[] {
  const after: number[][] = [];
  return txns.map(({ parents, agent }) => {
    const base = Array.from({ length: numAgents }, (_, each) =>
      Math.max(0, ...parents.map((one) => after[one]![each]!)),
    );
    after.push(base.map((count, each) => (each === agent ? count + 1 : count)));
    return base;
  });
}

/** Lets updates of others through to a client only as far as it is meant to have seen them. One file, one connection. */
export class Gate {
  readonly #held: { version: number; update: UpdateJSON }[] = [];
  #own = 0;
  #arrived = 0;
  #passed = 0;
  #allowed = 0;
  #waiting: { count: number; resolve: () => void }[] = [];
  #deliver: (frame: string) => void = () => {};

  /** How many updates of others the client has. */
  get passed(): number {
    return this.#passed;
  }

  /** Resolves when so many updates of others have come as far as this gate. */
  arrived(count: number): Promise<void> {
    if (this.#arrived >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  around(open: OpenSocket): OpenSocket {
    return (handlers) => {
      this.#deliver = handlers.frame;
      return open({ ...handlers, frame: (data) => this.#onFrame(data) });
    };
  }

  #onFrame(data: string): void {
    const message = decodeServerMessage(data);
    if (message.type === "welcome") this.#own = message.you.client;
    if (message.type !== "updates") return this.#deliver(data);
    message.updates.forEach((update, index) => this.#held.push({ version: message.version + index, update }));
    this.#arrived += message.updates.filter(([client]) => client !== this.#own).length;
    this.allow(this.#allowed);
    this.#waiting = this.#waiting.filter(({ count, resolve }) => {
      if (this.#arrived < count) return true;
      resolve();
      return false;
    });
  }

  /** The client may have so many updates of others, and its own that stand before the next. */
  allow(count: number): void {
    this.#allowed = count;
    const next = this.#held.findIndex(({ update: [client] }) => client !== this.#own && ++this.#passed > count);
    if (next >= 0) this.#passed--;
    const through = this.#held.splice(0, next < 0 ? this.#held.length : next);
    const version = through[0]?.version;
    if (version === undefined) return;
    const updates = through.map(({ update }) => update);
    this.#deliver(JSON.stringify({ type: "updates", file: 1, version, updates } satisfies ServerMessage));
  }
}

/** Before transaction `before`, which is the second agent's, the server has transaction `first` of the first one. */
export interface Precedence {
  readonly first: number;
  readonly before: number;
}

/**
 * Once in all of friendsforever both insert in one place: the first replaces "." by ", huh?" while the second goes on after that ".".
 * With the "." gone nothing but the order of arrival says whose text is left, and the recording has the first one's there.
 */
export const ONE_PLACE: Precedence = { first: 22_368, before: 22_360 };

/** Types one agent's part, each transaction on top of exactly what it was made on. Two agents. */
export async function typePart(
  person: Person,
  gate: Gate,
  agent: number,
  trace: ConcurrentTrace,
  { first, before }: Precedence,
): Promise<void> {
  const bases = basesOf(trace);
  const other = 1 - agent;
  let count = 0;
  for (const [index, transaction] of trace.txns.entries()) {
    if (transaction.agent !== agent) continue;
    const seen = bases[index]![other]!;
    gate.allow(seen);
    if (gate.passed < seen) await person.until(() => gate.passed >= seen);
    if (index === before) await gate.arrived(bases[first]![other]! + 1);
    retype(person, transaction);
    if (++count % SLICE === 0) await setImmediate();
  }
  gate.allow(Infinity);
}
