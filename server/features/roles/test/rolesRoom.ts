// A room with roles on a real server, and people in it on raw sockets, for tests. Knows the feature by its messages.
import { MemoryDisk, MemoryStore } from "../../../store/memory/memoryStore.ts";
import type { Feature } from "../../feature.ts";
import roles from "../index.ts";
import type { LinkKind, Revokes, RolesMessage, RolesState, ServerRolesMessage } from "../messages.ts";
import { makingFiles } from "../../../test/makingFiles.ts";
import { startTestServer, type TestServer } from "../../../test/harness.ts";
import { Wire } from "../../../test/hostile/wire.ts";

type HelloOptions = Parameters<typeof Wire.enter>[1];
type Entered = Awaited<ReturnType<typeof Wire.enter>>;

/** Somebody in the room. */
export class Guest {
  readonly wire: Entered;
  readonly key: string;

  readonly #room: RolesRoom;

  constructor(room: RolesRoom, wire: Entered, key: string) {
    this.#room = room;
    this.wire = wire;
    this.key = key;
  }

  get participant(): number {
    return this.wire.welcome.you.participant;
  }

  get role(): string {
    return this.wire.welcome.you.role;
  }

  ask(message: RolesMessage): void {
    this.wire.say({ type: "feature", feature: "roles", data: message });
  }

  /** The next message of the type that they are told and for which this holds. */
  async said<Type extends ServerRolesMessage["type"]>(
    type: Type,
    holds: (said: Extract<ServerRolesMessage, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<ServerRolesMessage, { type: Type }>> {
    for (;;) {
      const { feature, data } = await this.wire.next("feature");
      const said = data as Extract<ServerRolesMessage, { type: Type }>;
      if (feature === "roles" && said.type === type && holds(said)) return said;
    }
  }

  /** The next state that they are told for which this holds. */
  state(holds?: (state: RolesState) => boolean): Promise<RolesState> {
    return this.said("state", holds);
  }

  /** Makes a link of the kind, and resolves to it, or to the code. */
  async make(kind: LinkKind): Promise<string> {
    this.ask({ type: "link", kind, on: true });
    const said = await this.said("made");
    return said.kind === "code" ? said.code : said.link;
  }

  /** Asks, and resolves to the code with which it is refused. */
  async refused(message: RolesMessage): Promise<string> {
    this.ask(message);
    return (await this.wire.next("error")).code;
  }

  /** Asks what would close. */
  async asked(message: Extract<RolesMessage, { type: "revokes" }>): Promise<Revokes> {
    return (await this.#room.server.rooms.request(this.#room.roomId, this.key, "roles", message)) as Revokes;
  }

  /** Has a file made, or one deleted, where the room has `makingFiles`; resolves once they hear of it. */
  async changeFiles(told: string | number): Promise<void> {
    this.wire.say({ type: "feature", feature: makingFiles.name, data: told });
    while ((await this.wire.next("event")).event.type !== "file");
  }

  /** Asks over HTTP, and resolves to the answer once it is durable. */
  async done(message: RolesMessage): Promise<RolesState> {
    return (await this.#room.server.rooms.request(this.#room.roomId, this.key, "roles", message)) as RolesState;
  }
}

export class RolesRoom {
  readonly disk = new MemoryDisk();
  readonly #wires: Wire[] = [];
  readonly #features: readonly Feature[];
  #settings: Record<string, string> = {};
  server!: TestServer;
  roomId = "";
  /** the creator's */
  key = "";

  constructor(features: readonly Feature[] = [roles]) {
    this.#features = features;
  }

  async start(settings: Record<string, string> = this.#settings): Promise<void> {
    this.#settings = settings;
    const limits = { LIMIT_MESSAGES_PER_SECOND: "0", LIMIT_PUSHES_PER_SECOND: "0" };
    this.server = await startTestServer({ ...limits, ...settings }, new MemoryStore(this.disk), this.#features);
    if (this.roomId === "") ({ roomId: this.roomId, key: this.key } = await this.server.createRoom("Olga"));
  }

  async stop(): Promise<void> {
    for (const wire of this.#wires.splice(0)) wire.leave();
    await this.server.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** An open socket at a link or address, at which nothing was said yet; with what the link brings along. */
  async #open(link: string): Promise<{ wire: Wire; invitation: { invitation?: string } }> {
    const [address = "", invitation] = link.split("#");
    const wire = await Wire.open(this.server.socketUrl(address));
    this.#wires.push(wire);
    return { wire, invitation: invitation === undefined ? {} : { invitation } };
  }

  /** Somebody who says hello at a link, without `link` at the room's id, and is let in; `state` is what they are told first. */
  async enter(hello: HelloOptions = {}, link = this.roomId): Promise<Guest> {
    const { wire, invitation } = await this.#open(link);
    wire.hello({ files: [], ...invitation, ...hello });
    const welcome = await wire.next("welcome");
    return new Guest(this, Object.assign(wire, { welcome }), hello.key ?? welcome.you.key ?? "");
  }

  owner(): Promise<Guest> {
    return this.enter({ key: this.key });
  }

  /** The code with which somebody is refused at the door. */
  async refused(hello: HelloOptions = {}, link = this.roomId): Promise<string> {
    const { wire, invitation } = await this.#open(link);
    wire.hello({ files: [], ...invitation, ...hello });
    const answer = await wire.next("error", "welcome");
    if (answer.type === "welcome") throw new Error("they were let in");
    const { reason } = await wire.closed;
    if (reason !== answer.code) throw new Error(`${reason} is not ${answer.code}`);
    return answer.code;
  }

  /** Somebody who is told to wait. */
  async wait(hello: HelloOptions = {}, link = this.roomId): Promise<Wire> {
    const { wire, invitation } = await this.#open(link);
    wire.hello({ files: [], ...invitation, ...hello });
    await wire.next("waiting");
    return wire;
  }

  /** Where a join code leads; undefined: nowhere. */
  async placeOfCode(code: string): Promise<{ address: string; invitation: string } | undefined> {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ code });
    const answer = await fetch(`${this.server.url}/api/join-code`, { method: "POST", headers, body });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as { address: string; invitation: string };
  }

  /** The same as a link, where it leads anywhere. */
  async linkOfCode(code: string): Promise<string> {
    const { address, invitation } = (await this.placeOfCode(code))!;
    return `${address}#${invitation}`;
  }

  async call(
    method: string,
    path: string,
    {
      key,
      body,
      accept,
      address = this.roomId,
    }: { key?: string; body?: unknown; accept?: string; address?: string } = {},
  ): Promise<{ status: number; body: unknown; text: string }> {
    const response = await fetch(`${this.server.url}/api/rooms/${address}${path}`, {
      method,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(accept !== undefined && { accept }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: text.startsWith("{") ? (JSON.parse(text) as unknown) : text };
  }
}
