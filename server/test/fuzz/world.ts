// A room under a schedule: people type, connections break, pages reload, servers crash. Holds the invariants against it, and knows none.
import { syncedVersion, unconfirmedChanges } from "../../../client/sync/fileSync.ts";
import { deliver } from "../../../client/sync/leftovers.ts";
import type { OpenSocket, SyncStatus } from "../../../client/sync/ports.ts";
import { updateParts } from "../../../client/sync/updateParts.ts";
import type { Role, RoomDetails } from "../../protocol/events.ts";
import { DEFAULT_LIMITS, type Limits } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/serverMessages.ts";
import type { Feature } from "../../features/feature.ts";
import { MemoryKeeper, Person } from "../person.ts";
import { insertedBy, Invariants, ROOM } from "./invariants.ts";
import { type ServerNode, Servers } from "./servers.ts";
import { type HeldStore, settle, SimClock, Wire } from "./simNetwork.ts";

/** Of so many more kinds of steps each is one of the addition's, or has to do with letters that are composed. */
const ADDED_KINDS = 16;
const PEOPLE = 3;
const LIMITS = { ...DEFAULT_LIMITS, pushesPerSecond: 0, messagesPerSecond: 0, pushUpdates: 5 };
/** Bounds so low that every schedule is beyond them: pages from the store, old versions, paced showing. */
const TIGHT = { ...LIMITS, recentUpdates: 5, showMicrosPerClient: 10_000 };

/** Pushes hold so little that most of what is done at once becomes several updates. */
const SPLITTING = { pushCharacters: 4 };

/** One browser: its storage, the key that the room gave it, and the tab that is open. */
interface Browser {
  readonly keeper: MemoryKeeper;
  readonly name: string;
  key: string | undefined;
  tab: Person;
}

/** What a feature adds to a room under a schedule. */
export interface Addition {
  readonly feature: Feature;
  /** Does one thing with it, which one by chance. */
  act(tab: Person, seed: number): void;
  /** codes with which it refuses honest people; with read_only among them what people type may be given back to them */
  readonly refusals: readonly string[];
  /** who is there besides, from the beginning */
  readonly people?: readonly string[];
  /** bytes that wait for somebody who reads slowly */
  readonly fullBytes?: number;
}

export class World {
  readonly clock = new SimClock();
  readonly #limits: Limits;
  readonly #servers: Servers;
  readonly #addition: Addition | undefined;
  readonly #composes: boolean;
  readonly #browsers: Browser[] = [];
  readonly #holds: Invariants;
  #wires: Wire[] = [];
  #clients = 0;
  #tokens = 0;
  #steps = 0;
  #delivering = 0;

  private constructor(limits: Limits, nodes: 1 | 2, composes: boolean, addition: Addition | undefined) {
    this.#limits = limits;
    this.#addition = addition;
    this.#composes = composes;
    const { clock } = this;
    this.#servers = new Servers(nodes, { clock, limits, feature: addition?.feature, fullBytes: addition?.fullBytes });
    this.#holds = new Invariants(this.#servers.disk, this.#servers.secrets, addition?.refusals);
  }

  /**
   * With two nodes the room moves between them at any time, and what is said besides. `composes`: people use input methods, and what
   * they do at once is several updates.
   */
  static async create(tight: boolean, nodes: 1 | 2 = 1, addition?: Addition, composes = false): Promise<World> {
    const limits = { ...(tight ? TIGHT : LIMITS), ...(composes && SPLITTING) };
    const world = new World(limits, nodes, composes, addition);
    const key = await world.#servers.createRoom();
    for (let index = 0; index < PEOPLE; index++) world.#open(`person ${index}`, index === 0 ? key : undefined);
    for (const name of addition?.people ?? []) world.#open(name, undefined);
    await world.#quiesce();
    return world;
  }

  readonly #openSocket: OpenSocket = (handlers) => {
    const wire = new Wire(handlers, (frame) => this.#onServerSends(frame, wire));
    this.#wires.push(wire);
    return wire.asSocket();
  };

  #open(name: string, key: string | undefined, keeper = new MemoryKeeper()): Browser {
    const browser: Browser = { keeper, name, key, tab: this.#tab(name, key, keeper) };
    this.#browsers.push(browser);
    return browser;
  }

  #tab(name: string, key: string | undefined, keeper: MemoryKeeper): Person {
    const client = `client${String(++this.#clients).padStart(20, "0")}`;
    const authored = this.#holds.author(client);
    return new Person(ROOM, this.#openSocket, {
      name,
      ...(key !== undefined && { key }),
      client,
      keeper,
      clock: this.clock,
      onAuthored: (change) => void authored.inserted.push(...updateParts(change, this.#limits).map(insertedBy)),
      onBroken: (how) => this.#holds.problem(`K26: ${how}`),
    });
  }

  // ---- what a schedule can do; each number chooses one, with its remainder choosing how

  async step(choice: number): Promise<void> {
    this.#steps++;
    const kinds = this.#servers.nodes.length > 1 ? 50 : 32;
    const all = kinds + (this.#addition || this.#composes ? ADDED_KINDS : 0);
    const [kind, detail] = [choice % all, Math.floor(choice / all)];
    this.#wires = this.#wires.filter((wire) => !wire.dead);
    const browser = this.#browsers[detail % this.#browsers.length]!;
    const rest = Math.floor(detail / this.#browsers.length);
    const wire = this.#wires[detail % Math.max(1, this.#wires.length)];
    const node = this.#servers.nodes[rest % this.#servers.nodes.length]!;
    if (kind >= kinds && this.#composes) this.#compose(browser.tab, rest);
    else if (kind >= kinds) this.#addition?.act(browser.tab, rest);
    else if (kind < 8) this.#edit(browser.tab, rest);
    else if (kind < 10) this.#undo(browser.tab, rest);
    else if (kind < 16) this.#carry(wire, 1 + (rest % 4), "toServer");
    else if (kind < 21) this.#carry(wire, 1 + (rest % 4), "toClient");
    else if (kind < 24) await node.store.keep(true);
    else if (kind === 24) await this.#exchange(wire);
    else if (kind === 25) this.#break(wire, rest);
    else if (kind === 26) await this.#storeTrouble(node.store, rest);
    else if (kind === 27) await this.#crash(node, rest);
    else if (kind === 28) this.#reload(this.#withEmptied() ?? browser, rest);
    else if (kind === 29) this.#duplicate(browser);
    else if (kind === 30) this.clock.advance([50, 500, 5_000, 40_000][rest % 4]!);
    else if (kind === 31 && rest % 2 === 0) this.#select(browser.tab, rest);
    else if (kind === 31) for (const { tab } of this.#browsers) this.#deleteAll(tab);
    else if (kind < 35) this.#move(rest);
    else if (kind === 35) this.#servers.tellOwners();
    else if (kind < 38) await node.store.keepUnsaid();
    else if (kind < 40) node.store.wake();
    else if (kind === 40) this.#newcomer();
    else if (kind < 44) this.#cutSome(rest);
    else await this.#flow(node, rest);
    await settle();
    for (const { store } of this.#servers.nodes) store.answerReads();
    this.#checkFences();
  }

  #mayType(tab: Person): boolean {
    return tab.editors.has(1) && tab.session.you?.role !== "viewer";
  }

  #edit(tab: Person, seed: number): void {
    if (!this.#mayType(tab)) return;
    const { length } = tab.editor().state.doc;
    const at = seed % (length + 1);
    const kind = Math.floor(seed / 1_000) % 4;
    const token = `<${(++this.#tokens).toString(36)}>`;
    const to = Math.min(length, at + 1 + (Math.floor(seed / 4_000) % 5));
    if (kind === 3 && to > at) tab.update({ changes: { from: at, to } });
    else if (kind === 2 && to > at) tab.update({ changes: { from: at, to, insert: token } });
    else tab.insert(at, kind === 1 ? `${token}\n` : token);
  }

  /** The first letters, other letters in their place, or the end of it. */
  #compose(tab: Person, seed: number): void {
    if (!tab.editors.has(1)) return;
    const editor = tab.editor();
    if (editor.composing !== undefined && seed % 3 === 0) return editor.endComposing();
    const letters = `<${(++this.#tokens).toString(36)}>`;
    tab.compose(Math.floor(seed / 3) % (editor.state.doc.length + 1), letters);
  }

  /** When several do it at once, all but one of the changes have nothing left to do, and must keep their places. */
  #deleteAll(tab: Person): void {
    if (!this.#mayType(tab)) return;
    const { length } = tab.editor().state.doc;
    if (length > 0) tab.update({ changes: { from: 0, to: length } });
  }

  #undo(tab: Person, seed: number): void {
    if (!this.#mayType(tab)) return;
    if (seed % 3 === 0) tab.redo();
    else tab.undo();
  }

  #select(tab: Person, seed: number): void {
    if (!tab.editors.has(1)) return;
    const at = seed % (tab.editor().state.doc.length + 1);
    tab.session.open(1).select([[at, at]]);
  }

  #carry(wire: Wire | undefined, frames: number, direction: "toServer" | "toClient"): void {
    if (!wire) return;
    this.#servers.accept(wire);
    for (let count = frames === 4 ? -20 : 0; count < frames; count++)
      if (direction === "toServer") wire.deliverToServer();
      else wire.deliverToClient();
  }

  /** Everybody's frames arrive, both ways, but for those that one client sends. */
  async #exchange(unheard: Wire | undefined): Promise<void> {
    for (const wire of this.#wires) if (wire !== unheard) this.#carry(wire, 4, "toServer");
    await settle();
    for (const { store } of this.#servers.nodes)
      while (store.waiting > 0) {
        await store.keep(true);
        await settle();
      }
    for (const wire of this.#wires) this.#carry(wire, 4, "toClient");
  }

  /** Cut for both, only for one (the other's frames still arrive: acknowledgements lost, zombie frames), or seen late. */
  #break(wire: Wire | undefined, seed: number): void {
    if (!wire?.opened) return;
    if (seed % 4 === 0) wire.cut();
    else if (seed % 4 === 1) wire.clientLearns();
    else if (seed % 4 === 2) wire.serverLearns();
    else {
      wire.toClient.length = 0;
      wire.clientLearns();
    }
  }

  async #storeTrouble(store: HeldStore, seed: number): Promise<void> {
    if (seed % 2 === 0) await store.keep(false);
    else store.break();
  }

  #move(seed: number): void {
    this.#servers.move();
    this.#cutSome(seed);
  }

  /** Their clients come to whoever is the owner by then; others stay where they are. */
  #cutSome(seed: number): void {
    this.#wires.forEach((wire, index) => {
      if ((seed >> (index % 16)) % 2 === 1) wire.cut();
    });
  }

  /** Whoever is away comes back, and all is said and done, but for what one node writes or one client says. */
  async #flow(slow: ServerNode, seed: number): Promise<void> {
    this.clock.advance(500);
    const unheard = seed % 4 === 0 ? this.#wires[seed % Math.max(1, this.#wires.length)] : undefined;
    for (let round = 0; round < 8; round++) {
      for (const wire of this.#wires) if (wire !== unheard) this.#carry(wire, 4, "toServer");
      await settle();
      for (const { store } of this.#servers.nodes) {
        store.answerReads();
        if (seed % 3 > 0 || store !== slow.store) await store.keep(true);
      }
      await settle();
      for (const wire of this.#wires) this.#carry(wire, 4, "toClient");
      await settle();
    }
  }

  /** Somebody whom the room does not know yet. */
  #newcomer(): void {
    if (this.#browsers.length < PEOPLE + 2) this.#open(`person ${this.#browsers.length}`, undefined);
  }

  /** The process dies at once; what it was appending has reached the disk or not. */
  async #crash(node: ServerNode, seed: number): Promise<void> {
    while (node.store.waiting > 0 && seed % 2 === 1) await node.store.keep(false);
    for (const wire of this.#wires) {
      if ((this.#servers.nodeOf(wire) ?? node) !== node) continue;
      wire.serverEnd.removeAllListeners();
      wire.toServer.length = 0;
      wire.serverGone = true;
      if (seed % 3 > 0) wire.toClient.length = 0;
      if (wire.toClient.length === 0) wire.clientLearns();
    }
    this.#servers.replace(node);
  }

  /** The page goes, with or without its last words to storage, and comes back as another client; what was kept is delivered. */
  #reload(browser: Browser, seed: number): void {
    const { tab, keeper } = browser;
    browser.key = tab.session.you?.key ?? browser.key;
    if (browser.key === undefined) return;
    if (seed % 2 === 0) tab.session.keepNow();
    const record = [...keeper.records.values()].find(({ client }) => client === tab.identity.client);
    const authored = this.#holds.authored(tab.identity.client);
    authored.mustHave = record ? record.seq - 1 + record.changes.length : 0;
    this.#kill(tab);
    // The operating system may still send what the page had handed over, or not.
    if (seed % 3 > 0) for (const wire of this.#wires) if (wire.hello === tab.identity.client) wire.toServer.length = 0;
    browser.tab = this.#tab(browser.name, browser.key, keeper);
    if (!record) return;
    this.#delivering++;
    void deliver(record, { open: this.#openSocket, clock: this.clock }).then((delivery) => {
      this.#delivering--;
      if (delivery.outcome === "delivered") void keeper.remove(record);
      else if (delivery.outcome === "undeliverable" && this.#holds.mayGiveBack(delivery.message)) {
        authored.givenBack.push(delivery.text);
        void keeper.remove(record);
      } else this.#holds.problem(`a leftover was ${delivery.outcome}: ${delivery.message}`);
    });
  }

  /** Somebody with an unconfirmed change that others have left nothing to do for: rare by chance, and where a reload is hardest. */
  #withEmptied(): Browser | undefined {
    return this.#browsers.find(
      ({ tab }) => tab.editors.has(1) && unconfirmedChanges(tab.editor().state).some(({ empty }) => empty),
    );
  }

  /** No goodbye and no last write: the process of the tab is gone. Frames that it had sent may still arrive. */
  #kill(tab: Person): void {
    this.#holds.collect(tab);
    tab.leave();
  }

  #duplicate(browser: Browser): void {
    const key = browser.tab.session.you?.key ?? browser.key;
    if (this.#browsers.length < PEOPLE + 2 && key !== undefined) this.#open(browser.name, key, browser.keeper);
  }

  // ---- what must hold

  #onServerSends(frame: string, wire: Wire): void {
    const node = this.#servers.nodeOf(wire)!;
    const message = JSON.parse(frame) as ServerMessage;
    const role = (): Role | undefined => this.#servers.roleAt(node, wire);
    this.#holds.told(message, { role, shownIn: node.shownIn, step: this.#steps });
  }

  #checkFences(): void {
    for (const node of this.#servers.nodes) {
      const open = this.#wires.filter(
        (wire) => this.#servers.nodeOf(wire) === node && !wire.serverGone && wire.welcomed,
      );
      this.#holds.heard(open.flatMap(({ hello }) => hello ?? []));
    }
  }

  /** Everything arrives and everybody comes back. */
  async #quiesce(): Promise<void> {
    for (let round = 0; round < 400; round++) {
      this.#servers.tellOwners();
      this.#wires = this.#wires.filter((wire) => !wire.dead);
      for (const wire of this.#wires) {
        this.#servers.accept(wire);
        while (wire.toServer.length > 0 && !wire.serverGone) wire.deliverToServer();
        if (wire.clientGone) wire.serverLearns();
      }
      await settle();
      for (const { store } of this.#servers.nodes)
        while (store.waiting > 0 || store.reading > 0 || store.unsaid > 0) {
          store.wake();
          await store.keep(true);
          store.answerReads();
          await settle();
        }
      for (const wire of this.#wires) while (wire.toClient.length > 0) wire.deliverToClient();
      await settle();
      if (this.#isQuiet()) return;
      this.clock.advance(500);
      await settle();
    }
    throw new Error(
      `it never becomes quiet: ${this.#browsers.map(({ tab }) => JSON.stringify(tab.session.status)).join()}`,
    );
  }

  #isQuiet(): boolean {
    // A client that has not noticed yet that the server's end is gone will, by the silence.
    const quiet = this.#wires.every(
      (wire) =>
        wire.dead || (!wire.serverGone && wire.told && wire.toServer.length === 0 && wire.toClient.length === 0),
    );
    const isDone = ({ state }: SyncStatus): boolean => state === "saved" || state === "readOnly";
    const saved = this.#browsers.every(
      ({ tab }) => isDone(tab.session.status) && tab.editors.has(1) && tab.session.open(1).pending === 0,
    );
    // what waits for letters that are composed does so for a while only
    const isTaken = (): boolean => {
      const said = this.#holds.lastSaid();
      return this.#browsers.every(({ tab }) => syncedVersion(tab.editor().state) >= said);
    };
    return (
      quiet &&
      saved &&
      isTaken() &&
      this.#delivering === 0 &&
      this.#servers.nodes.every(({ store }) => store.waiting === 0)
    );
  }

  /** Ends the schedule and throws when an invariant does not hold; what the room is in the end. */
  async check(): Promise<RoomDetails> {
    await this.#quiesce();
    const room = await this.#servers.readRoom();
    await this.#holds.inTheEnd(
      this.#browsers.map(({ tab }) => tab),
      room.details,
      (await room.text(1)).toString(),
      this.#servers.log.errors,
    );
    return room.details;
  }
}
