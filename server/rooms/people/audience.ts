// The clients in a live room, and how one or all of them are told something. Knows no file and nobody's name.
import type { Allowance } from "../../protocol/allowance.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import type { ConnectedClient, ServerMessage } from "../../protocol/serverMessages.ts";
import type { Frames, Outlet } from "../ports.ts";

/** A client in a room, as the room has it. */
export interface RoomClient extends ConnectedClient {
  /** by which they came: the room's id, or another that leads to it */
  readonly address: string;
  readonly outlet: Outlet;
  /** false until everything that its coming wrote is durable and it was welcomed */
  welcomed: boolean;
  readonly pushes: Allowance;
  readonly presences: Allowance;
  readonly messages: Allowance;
  /** the files that it has asked for, and not closed since */
  readonly wanted: Set<number>;
  /** not a person's: it does not keep the room in memory */
  readonly isRobot: boolean;
  /** of a robot: the participant without whose right to write it may not */
  readonly behalf: number | undefined;
}

export class Audience {
  readonly #frames: Frames;
  readonly #clients = new Map<number, RoomClient>();

  constructor(frames: Frames) {
    this.#frames = frames;
  }

  /** Those who are not welcomed yet among them. */
  get size(): number {
    return this.#clients.size;
  }

  /** No person is here, nor about to be welcomed. */
  get isEmpty(): boolean {
    return [...this.#clients.values()].every(({ isRobot }) => isRobot);
  }

  /** How many people are here, each with any number of clients. */
  get people(): number {
    const people = new Set<number>();
    for (const { isRobot, participant } of this.#clients.values()) if (!isRobot) people.add(participant);
    return people.size;
  }

  get(number: number): RoomClient | undefined {
    return this.#clients.get(number);
  }

  /** Whether this connection is the one that its client has now. */
  has(client: RoomClient): boolean {
    return this.#clients.get(client.client) === client;
  }

  add(client: RoomClient): void {
    this.#clients.set(client.client, client);
  }

  remove(client: RoomClient): void {
    this.#clients.delete(client.client);
  }

  /** Those who are welcomed. */
  get here(): readonly RoomClient[] {
    return [...this.#clients.values()].filter(({ welcomed }) => welcomed);
  }

  /** The same, as everybody may know them. */
  get connected(): readonly ConnectedClient[] {
    return this.here.map(({ client, participant }) => ({ client, participant }));
  }

  /** A participant's clients. */
  of(participant: number): readonly RoomClient[] {
    return [...this.#clients.values()].filter((client) => client.participant === participant);
  }

  tell(client: Pick<RoomClient, "outlet">, message: ServerMessage): void {
    this.tellEach([client], message);
  }

  tellEach(clients: readonly Pick<RoomClient, "outlet">[], message: ServerMessage): void {
    const frame = this.#frames.encode(JSON.stringify(message));
    for (const { outlet } of clients) outlet.send(frame);
  }

  /** Presence is dropped first where a client reads slowly [C9]. */
  tellAll(message: ServerMessage): void {
    const lossy = message.type === "presence";
    this.tellEach(
      this.here.filter(({ outlet }) => !(lossy && outlet.full)),
      message,
    );
  }

  /** Every connection ends with the code. */
  end(code: ErrorCode): void {
    for (const { outlet } of this.#clients.values()) outlet.end(code);
    this.#clients.clear();
  }
}
