// A network, a clock and a disk that move only when told, for the real client core, the real session and the real rooms.
import { EventEmitter } from "node:events";
import { WebSocket } from "ws";
import type { OpenSocket, Socket, TimeAndChance } from "../../../client/sync/ports.ts";
import { SUBPROTOCOL } from "../../protocol/subprotocol.ts";
import type { Clock } from "../../rooms/ports.ts";
import type { Append, AppendOutcome, Commit } from "../../rooms/roomStore.ts";
import type { UpgradedSocket } from "../../socket/session.ts";
import { type MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { frameText } from "../frameText.ts";

/** Time for both sides; `random` is fixed, because chance belongs to the schedule. */
export class SimClock implements Clock, TimeAndChance {
  #now = 1_000_000;
  #timers = new Set<{ at: number; run: () => void }>();

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Lets time pass and runs what is due, in order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = until;
  }
}

/** Everything that waits for a promise goes on until nothing does. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The same, also of what lets everybody else have their turn first. */
export async function settleTurns(clock: SimClock): Promise<void> {
  for (let turn = 0; turn < 40; turn++) {
    clock.advance(0);
    await settle();
  }
}

/** A store whose appends wait until the schedule keeps or breaks them, and whose reads take until the next step. */
export class HeldStore extends MemoryStore {
  #held: {
    appends: readonly Append[];
    resolve: (outcomes: AppendOutcome[]) => void;
    reject: (error: Error) => void;
  }[] = [];

  constructor(disk: MemoryDisk) {
    super(disk);
  }

  #readers: (() => void)[] = [];

  get waiting(): number {
    return this.#held.length;
  }

  get reading(): number {
    return this.#readers.length;
  }

  override async read(...args: Parameters<MemoryStore["read"]>): Promise<Commit[]> {
    await new Promise<void>((resolve) => this.#readers.push(resolve));
    return super.read(...args);
  }

  /** What is being read by now is there. */
  answerReads(): void {
    for (const resolve of this.#readers.splice(0)) resolve();
  }

  override append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    return new Promise((resolve, reject) => this.#held.push({ appends, resolve, reject }));
  }

  /** The oldest append reaches the disk; with `say` its caller hears of it, else it gets an error in spite of that. */
  async keep(say: boolean): Promise<void> {
    const held = this.#held.shift();
    if (!held) return;
    const outcomes = await super.append(held.appends);
    if (say) held.resolve(outcomes);
    else held.reject(new Error("simulated: kept, but the answer was lost"));
  }

  #unsaid: (() => void)[] = [];

  /** The oldest append reaches the disk while the process stands still: its caller hears of it by `wake`. */
  async keepUnsaid(): Promise<void> {
    const held = this.#held.shift();
    if (!held) return;
    const outcomes = await super.append(held.appends);
    this.#unsaid.push(() => held.resolve(outcomes));
  }

  get unsaid(): number {
    return this.#unsaid.length;
  }

  /** The process goes on with what it was told meanwhile. */
  wake(): void {
    for (const say of this.#unsaid.splice(0)) say();
  }

  /** The oldest append never reaches the disk. */
  break(): void {
    this.#held.shift()?.reject(new Error("simulated: not kept"));
  }
}

/** What the server sees of one connection: as much of a ws WebSocket, and of the stream under it, as the session uses. */
class ServerEnd extends EventEmitter {
  readonly protocol = SUBPROTOCOL;
  readonly readyState = WebSocket.OPEN;
  readonly wire: Wire;

  constructor(wire: Wire) {
    super();
    this.wire = wire;
  }

  get writableLength(): number {
    return this.wire.toClient.reduce((sum, { frame }) => sum + frame.length, 0);
  }

  write(data: Uint8Array, written: () => void = () => {}): void {
    const frame = frameText(data);
    this.wire.onServerSends(frame);
    this.wire.welcomed ||= frame.startsWith('{"type":"welcome"');
    this.wire.told ||= frame.startsWith('{"type":"file"');
    if (!this.wire.serverGone) this.wire.toClient.push({ frame, written });
  }

  close(): void {
    this.wire.serverCloses();
  }

  terminate(): void {
    this.wire.serverCloses();
  }
}

/** One connection: two queues of frames, each delivered when the schedule says so. */
export class Wire {
  readonly toServer: string[] = [];
  readonly toClient: { frame: string; written: () => void }[] = [];
  readonly serverEnd = new ServerEnd(this);
  readonly #client: Parameters<OpenSocket>[0];
  readonly onServerSends: (frame: string) => void;
  clientGone = false;
  serverGone = false;
  opened = false;
  /** the client that said hello on this wire, and whether it was welcomed */
  hello: string | undefined;
  welcomed = false;
  /** whether it was told where a file is: until then the server may still be reading it */
  told = false;

  constructor(client: Parameters<OpenSocket>[0], onServerSends: (frame: string) => void) {
    this.#client = client;
    this.onServerSends = onServerSends;
  }

  /** Nothing can happen on it any more. */
  get dead(): boolean {
    return this.clientGone && this.serverGone;
  }

  asSocket(): Socket {
    return {
      send: (frame) => void this.toServer.push(frame),
      close: () => {
        this.clientGone = true;
      },
    };
  }

  open(): void {
    if (this.opened || this.clientGone) return;
    this.opened = true;
    this.#client.opened();
  }

  deliverToServer(): void {
    const frame = this.toServer.shift();
    if (frame === undefined || this.serverGone) return;
    const message = JSON.parse(frame) as { type: string; client?: string };
    if (message.type === "hello") this.hello = message.client;
    this.serverEnd.emit("message", Buffer.from(frame), false);
  }

  deliverToClient(): void {
    const delivered = this.toClient.shift();
    if (!delivered) return;
    delivered.written();
    if (!this.clientGone) this.#client.frame(delivered.frame);
    if (this.serverGone && this.toClient.length === 0) this.clientLearns();
  }

  /** The client finds out that the connection is gone. */
  clientLearns(): void {
    if (this.clientGone) return;
    this.clientGone = true;
    this.#client.closed();
  }

  /** The server finds out that the connection is gone. */
  serverLearns(): void {
    if (this.serverGone) return;
    this.serverGone = true;
    this.serverEnd.emit("close");
  }

  /** What the server has sent still arrives, then the client sees the end. */
  serverCloses(): void {
    this.serverLearns();
    if (this.toClient.length === 0) this.clientLearns();
  }

  /** Gone on both sides at once, with all that was under way. */
  cut(): void {
    this.toServer.length = 0;
    this.toClient.length = 0;
    this.serverLearns();
    this.clientLearns();
  }

  asUpgraded(): UpgradedSocket {
    const { serverEnd } = this;
    const [socket, stream] = [
      serverEnd as unknown as UpgradedSocket["socket"],
      serverEnd as unknown as UpgradedSocket["stream"],
    ];
    return { socket, stream };
  }
}
