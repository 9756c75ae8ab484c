// Honest people on a server, each by the real client core and from an address that is chosen; what they were refused and how often they were
// cut off is counted. Knows no attack.
import type { OpenSocket, Socket } from "../../client/sync/ports.ts";
import { openSocketTo, Person, type PersonOptions } from "../../server/test/person.ts";
import { type Metrics, within } from "../scenarios/scenario.ts";
import type { ServerProcess } from "../servers/serverProcess.ts";

const SETTLED_WITHIN_MS = 120_000;
const ERROR = '{"type":"error"';

export class Crowd {
  readonly people: Person[] = [];
  readonly #server: ServerProcess;
  /** sockets that are there, by how they are ended */
  readonly #sockets = new Set<Socket>();
  #refused = 0;
  #cut = 0;

  constructor(server: ServerProcess) {
    this.#server = server;
  }

  /** Sockets to a room from an address, watched. */
  open(roomId: string, from: string): OpenSocket {
    const open = openSocketTo(`ws://127.0.0.1:${this.#server.port}/${roomId}`, { localAddress: from });
    return (handlers) => {
      const socket = open({
        ...handlers,
        frame: (data) => {
          if (data.startsWith(ERROR)) this.#refused++;
          handlers.frame(data);
        },
        closed: () => {
          if (this.#sockets.delete(socket)) this.#cut++;
          handlers.closed();
        },
      });
      this.#sockets.add(socket);
      const close = (): void => {
        this.#sockets.delete(socket);
        socket.close();
      };
      return { send: (data) => socket.send(data), close };
    };
  }

  enter(roomId: string, from: string, options: PersonOptions = {}): Person {
    const person = new Person(roomId, this.open(roomId, from), { name: `Guest ${this.people.length}`, ...options });
    this.people.push(person);
    return person;
  }

  /** Everybody is in, and has everything stored. */
  async settled(): Promise<void> {
    const all = Promise.all(this.people.map((person) => person.settled()));
    await within(SETTLED_WITHIN_MS, "not everybody gets in, or has everything stored", all);
  }

  /** Everybody's connection goes at once, as when the network does. */
  lose(): void {
    const sockets = [...this.#sockets];
    this.#sockets.clear();
    for (const socket of sockets) socket.close();
  }

  /** Resolves when everybody sees all that was typed: so many characters in each one's room, counted in UTF-16 units. */
  async agreed(typed: number): Promise<void> {
    await this.settled();
    const all = Promise.all(this.people.map((person) => person.until(() => person.editor().state.doc.length >= typed)));
    await within(SETTLED_WITHIN_MS, "not everybody sees everything", all).catch(() => {});
  }

  /** What they met: all 0 when nothing was in their way. `lost`: how many do not see what was typed, which is as long and the same for all. */
  met(typed: number): Metrics & Record<"refused" | "cut" | "lost", number> {
    const texts = this.people.map((person) => person.text());
    const lost = texts.filter((text) => text.length !== typed || text !== texts[0]).length;
    return { refused: this.#refused, cut: this.#cut, lost };
  }

  leave(): void {
    for (const person of this.people.splice(0)) person.leave();
  }
}
