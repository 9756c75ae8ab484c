// A server played by hand for one client core: tests say what it sends and read what it was told. Knows no rule.
import { ERRORS } from "../protocol/errors.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { ClientMessage } from "../protocol/clientMessages.ts";
import type { ServerMessage } from "../protocol/serverMessages.ts";
import type { Network, OpenSocket } from "../../client/sync/ports.ts";
import { SimClock } from "./fuzz/simNetwork.ts";
import { MemoryKeeper, Person, type PersonOptions } from "./person.ts";

export const ROOM = {
  roomId: "a-room",
  title: "",
  dateCreated: 0,
  owner: 1,
  participants: [{ participant: 1, name: "Olga", role: "owner", colour: 0, dateJoined: 0 }],
  programmingLanguage: "Python",
  files: [{ file: 1, name: "main" }],
} as const;

export const WELCOME: Extract<ServerMessage, { type: "welcome" }> = {
  type: "welcome",
  you: { client: 7, participant: 1, role: "owner" },
  room: ROOM,
  clients: [{ client: 7, participant: 1 }],
  limits: DEFAULT_LIMITS,
  build: "one",
};

export const textOf = (text: string, version = 0): ServerMessage => ({
  type: "file",
  file: 1,
  version,
  head: version,
  text,
  confirmed: 0,
});

/** By chance the lowest, the middle, nearly the highest. */
class ChanceClock extends SimClock {
  chance = 0.5;

  override random(): number {
    return this.chance;
  }
}

class SwitchedNetwork implements Network {
  #isThere = true;
  readonly #watching = new Set<() => void>();

  isThere(): boolean {
    return this.#isThere;
  }

  watch(changed: () => void): () => void {
    this.#watching.add(changed);
    return () => void this.#watching.delete(changed);
  }

  set(isThere: boolean): void {
    this.#isThere = isThere;
    for (const changed of this.#watching) changed();
  }
}

export function setUp(identity: Pick<PersonOptions, "invitation" | "password"> = {}, hasKey = true) {
  const clock = new ChanceClock();
  const network = new SwitchedNetwork();
  const keeper = new MemoryKeeper();
  const sockets: { handlers: Parameters<OpenSocket>[0]; said: ClientMessage[]; closed: boolean }[] = [];
  const open: OpenSocket = (handlers) => {
    const socket = { handlers, said: [] as ClientMessage[], closed: false };
    sockets.push(socket);
    return {
      send: (frame) => void socket.said.push(JSON.parse(frame) as ClientMessage),
      close: () => {
        socket.closed = true;
      },
    };
  };
  const key = hasKey ? { key: "k".repeat(32) } : {};
  const person = new Person("a-room", open, { clock, network, keeper, ...key, ...identity });
  const socket = () => sockets.at(-1)!;
  const say = (...messages: ServerMessage[]): void => {
    for (const message of messages) socket().handlers.frame(JSON.stringify(message));
  };
  const enter = (text = "abc"): void => {
    socket().handlers.opened();
    say(WELCOME, textOf(text));
  };
  const said = <Type extends ClientMessage["type"]>(type: Type) =>
    socket().said.filter((message): message is Extract<ClientMessage, { type: Type }> => message.type === type);
  /** Lets 10 s pass in which the server answers what it is asked. */
  const calm = (): void => {
    for (let asked = 0, second = 0; second < 10; second++) {
      clock.advance(1_000);
      if (said("ping").length > asked) say({ type: "pong" });
      asked = said("ping").length;
    }
  };
  /** Lets time pass until the connection is tried again. */
  const untilTried = (): void => {
    const [tries, begun] = [sockets.length, clock.now()];
    while (sockets.length === tries) {
      if (clock.now() - begun > 60_000) throw new Error("the connection is not tried again");
      clock.advance(10);
    }
  };
  return { clock, network, keeper, sockets, open, person, socket, say, enter, said, calm, untilTried };
}

export const error = (code: keyof typeof ERRORS, fatal: boolean, more: object = {}): ServerMessage => ({
  type: "error",
  code,
  message: ERRORS[code].sentence,
  fatal,
  ...more,
});
