// One WebSocket: frames to a room and back, and what a slow or hostile one gets. Knows no store and no other session.
import type { Writable } from "node:stream";
import { WebSocket } from "ws";
import { type ErrorCode, ERRORS, Refusal } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Hello, RoomMessage } from "../protocol/clientMessages.ts";
import type { ServerMessage } from "../protocol/serverMessages.ts";
import { INFLATING_SUBPROTOCOL, SUBPROTOCOL } from "../protocol/subprotocol.ts";
import { Allowance } from "../protocol/allowance.ts";
import type { Seat } from "../budgets/fairTurns.ts";
import type { WaitingMeter } from "../budgets/waitingBytes.ts";
import type { Clock, Frame, Logger, Outlet, WriteBudget } from "../rooms/ports.ts";
import type { RoomClient } from "../rooms/people/audience.ts";
import type { Room } from "../rooms/room.ts";
import { readFrame } from "./frame.ts";
import { socketFrames } from "./frames.ts";

/** Handling a frame costs as much as so many bytes of it. */
const FRAME_COST_BYTES = 2_000;
/** Whoever is not in the room has a hello to say, and nothing else that there could be much of. */
const STRANGERS_FRAME_COST_BYTES = 50_000;
/** What a write to a socket takes: most of it once for each, at any length. */
const SEND_MS = 0.004;
const SEND_MS_PER_BYTE = 0.5e-6;
/** So much waits for anybody now and then; what is more is counted together with what waits for others. */
const LITTLE_BYTES = 64 * 1024;
/** A socket that does not finish closing is cut. */
const CLOSE_WITHIN_MS = 2_000;
/** Refusals that do not end the connection, a second and at once; whoever gets more is not listening. */
const REFUSALS = { perSecond: 5, burst: 100 };

/** A WebSocket and the stream under it. ws has nothing under way between two frames, so a ready one may be written past it. */
export interface UpgradedSocket {
  readonly socket: WebSocket;
  readonly stream: Pick<Writable, "write" | "writableLength">;
}

export interface SessionServices {
  /** Lets a client into the room of this session. Throws Refusal. */
  readonly join: (hello: Hello, outlet: Outlet) => Promise<{ room: Room; client: RoomClient }>;
  readonly limits: Limits;
  readonly slowReader: { readonly fullBytes: number; readonly closeBytes: number; readonly closeAfterMs: number };
  /** the name of the network address that it comes from, which tells nothing of it */
  readonly origin: string;
  /** what it says is read by nobody on its way */
  readonly isSheltered: boolean;
  /** the shares of the network address that it comes from: of the time, … */
  readonly seat: Seat;
  /** … of the memory for what is not read yet, … */
  readonly waiting: WaitingMeter;
  /** … and of what it may write. */
  readonly writeBudget: () => WriteBudget;
  /** The client is told this code. */
  readonly refused: (code: ErrorCode) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

type State =
  | { readonly state: "awaitingHello" }
  | { readonly state: "joining" }
  | { readonly state: "joined"; readonly room: Room; readonly client: RoomClient }
  | { readonly state: "ended" };

export class Session implements Outlet {
  readonly origin: string;
  readonly isSheltered: boolean;
  readonly #socket: WebSocket;
  readonly #stream: UpgradedSocket["stream"];
  readonly #inflates: boolean;
  readonly #services: SessionServices;
  readonly #bytes: Allowance;
  readonly #refusals: Allowance;
  readonly #cancelHello: () => void;
  #state: State = { state: "awaitingHello" };
  #full = false;
  #cancelSlow = (): void => {};
  #whenEnded: (() => void)[] = [];

  constructor({ socket, stream }: UpgradedSocket, services: SessionServices) {
    this.#socket = socket;
    this.#stream = stream;
    this.#inflates = socket.protocol === INFLATING_SUBPROTOCOL;
    this.#services = services;
    this.origin = services.origin;
    this.isSheltered = services.isSheltered;
    const { clock, limits } = services;
    const now = clock.now();
    this.#bytes = new Allowance(limits.frameBytes, limits.frameBytes * 4, now);
    this.#refusals = new Allowance(REFUSALS.perSecond, REFUSALS.burst, now);
    this.#cancelHello = clock.after(limits.helloMs, () => {
      if (this.#state.state === "awaitingHello") this.end("hello_timeout");
    });
    services.waiting.whenCut(() => {
      this.end("slow_reader");
      // what waits goes with it, and nothing can be told behind it
      socket.terminate();
    });
    socket.on("message", (data: Buffer, isBinary) => this.#onFrame(data, isBinary));
    socket.on("ping", (data: Buffer) => this.#onControl(data, true));
    socket.on("pong", (data: Buffer) => this.#onControl(data, false));
    socket.on("close", () => {
      // what is not read yet is there as long as the socket is
      services.waiting.set(0);
      this.#onClose();
    });
    socket.on("error", (error: Error & { code?: string }) => {
      if (!error.code?.startsWith("WS_ERR_")) services.logger.warn({ err: error }, "a socket failed");
    });
    if (!this.#inflates && socket.protocol !== SUBPROTOCOL) this.end("unsupported_protocol");
  }

  // ---- in

  #onFrame(data: Buffer, isBinary: boolean): void {
    const state = this.#state;
    if (state.state === "ended") return;
    let file: number | undefined;
    try {
      if (isBinary) throw new Refusal("bad_frame", "not text");
      this.#count(data);
      const message = readFrame(data.toString(), this.#services.limits);
      if ("file" in message) file = message.file;
      if (message.type === "ping") this.#tell({ type: "pong" });
      else if (state.state === "joined") this.#receive(state, message, data.length);
      else this.#onHello(state, message);
    } catch (error) {
      this.#refuse(error, file);
    }
  }

  #receive({ room, client }: Extract<State, { state: "joined" }>, message: RoomMessage, bytes: number): void {
    if (room.writes(message)) {
      const writeBudget = this.#services.writeBudget();
      writeBudget.check();
      writeBudget.add(bytes);
    }
    room.receive(client, message, bytes);
  }

  /** What the WebSocket asks for itself costs as much as anything else. */
  #onControl(data: Buffer, isAsked: boolean): void {
    if (this.#state.state === "ended") return;
    try {
      this.#count(data);
      if (isAsked && !this.#full) this.#socket.pong(data);
    } catch (error) {
      this.#refuse(error, undefined);
    }
  }

  /** Before anything of it is read. Throws Refusal too_many_refusals. */
  #count({ length }: Buffer): void {
    const cost = this.#state.state === "joined" ? FRAME_COST_BYTES : STRANGERS_FRAME_COST_BYTES;
    if (this.#bytes.spend(length + cost, this.#services.clock.now()) > 0) throw new Refusal("too_many_refusals");
  }

  #onHello(state: State, message: RoomMessage): void {
    if (message.type !== "hello" || state.state !== "awaitingHello")
      throw new Refusal("bad_hello", "hello comes first and once");
    this.#cancelHello();
    this.#state = { state: "joining" };
    this.#services.join(message, this).then(
      ({ room, client }) => {
        if (this.#state.state === "joining") this.#state = { state: "joined", room, client };
        else room.leave(client);
      },
      (error: unknown) => {
        if (error instanceof Refusal) this.end(error.code, error.retryAfterMs, error.message);
        else this.#refuse(error, undefined);
      },
    );
  }

  /** A Refusal is the other side's; anything else is ours, is logged, and costs this connection alone. */
  #refuse(error: unknown, file: number | undefined): void {
    if (!(error instanceof Refusal)) {
      const joined = this.#state.state === "joined" ? this.#state : undefined;
      this.#services.logger.error(
        { err: error, room: joined?.room.roomId, client: joined?.client.client },
        "a frame failed",
      );
      return this.end("internal");
    }
    if (error.kind.close !== undefined) return this.end(error.code, error.retryAfterMs, error.message);
    if (this.#refusals.spend(1, this.#services.clock.now()) > 0) return this.end("too_many_refusals");
    const { code, told, message, retryAfterMs } = error;
    this.#services.refused(code);
    this.#tell({
      type: "error",
      ...told,
      message,
      fatal: false,
      ...(file !== undefined && { file }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }

  #onClose(): void {
    const state = this.#state;
    this.#state = { state: "ended" };
    this.#cancelHello();
    this.#cancelSlow();
    this.#services.seat.leave();
    if (state.state === "joined") state.room.leave(state.client);
    for (const run of this.#whenEnded.splice(0)) run();
  }

  // ---- out

  get full(): boolean {
    return this.#full;
  }

  send({ plain, deflated }: Frame): void {
    if (this.#state.state === "ended" || this.#socket.readyState !== WebSocket.OPEN) return;
    const { slowReader, clock, seat, waiting } = this.#services;
    const bytes = deflated && this.#inflates ? deflated : plain;
    seat.spend(SEND_MS + bytes.length * SEND_MS_PER_BYTE);
    const unread = this.#stream.writableLength + bytes.length;
    if (unread <= Math.min(LITTLE_BYTES, slowReader.fullBytes) && !this.#full) return void this.#stream.write(bytes);
    waiting.set(unread);
    const isFull = unread > slowReader.fullBytes || waiting.isTight;
    if (this.#full && (unread > slowReader.closeBytes || waiting.isOver)) return this.end("slow_reader");
    if (isFull && !this.#full) {
      this.#full = true;
      this.#cancelSlow = clock.after(slowReader.closeAfterMs, () => this.end("slow_reader"));
    }
    // Frames leave in order: when the last one is written, the reader has caught up with all before it.
    this.#stream.write(bytes, () => this.#drained());
  }

  whenEnded(run: () => void): void {
    if (this.#state.state === "ended") run();
    else this.#whenEnded.push(run);
  }

  work<Result>(run: () => Result): Promise<Result> {
    const { seat, waiting } = this.#services;
    if (!waiting.isTight) return seat.work(run);
    return new Promise<void>((resolve) => waiting.whenRoomy(resolve)).then(() => seat.work(run));
  }

  #drained(): void {
    if (this.#state.state !== "ended") this.#services.waiting.set(this.#stream.writableLength);
    if (!this.#full || this.#stream.writableLength > this.#services.slowReader.fullBytes / 16) return;
    this.#full = false;
    this.#cancelSlow();
    if (this.#state.state === "joined") this.#state.room.drained(this.#state.client);
  }

  #tell(message: ServerMessage): void {
    this.send(socketFrames.encode(JSON.stringify(message)));
  }

  end(code: ErrorCode, retryAfterMs?: number, message: string = ERRORS[code].sentence): void {
    if (this.#state.state === "ended") return;
    this.#services.refused(code);
    const told: ServerMessage = {
      type: "error",
      code,
      message,
      fatal: true,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
    if (code !== "slow_reader") this.#tell(told);
    this.#onClose();
    const kind: { close?: number } = ERRORS[code];
    this.#socket.close(kind.close ?? ERRORS.too_many_refusals.close, code);
    const closed = this.#services.clock.after(CLOSE_WITHIN_MS, () => this.#socket.terminate());
    this.#socket.once("close", closed);
  }
}
