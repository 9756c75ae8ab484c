// Fills a server of these sources over its API and its sockets, and keeps what its store has then, with what is to be found in it.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RoomDetails } from "../../protocol/events.ts";
import { Wire } from "../hostile/wire.ts";
import { newClientId, Person } from "../person.ts";
import { below, oneOf, type Random, seededRandom } from "../process/seededRandom.ts";
import { ServerProcess } from "../process/serverProcess.ts";
import { ReplicaSet } from "../replicaSet.ts";
import type { Expected, Known } from "./expected.ts";
import { keepDatabase, keepFolder } from "./keeping.ts";
import { foundBy, headOf, NOTES, told } from "./reading.ts";

const DATA = fileURLToPath(new URL("data", import.meta.url));
/** The newest commit that is in the build. */
const madeBy = execFileSync("git", ["log", "-1", "--format=%h", "--", "server", ":!server/test"], {
  encoding: "utf8",
}).trim();
const PASSWORD = "mädchen ☂ 2";
const KEEP_DAYS = 20;
/** As a server has it that nobody has set. */
const SERVER_DAYS = 30;
/** Everybody who types makes so many changes at once, and then waits until they are kept. */
const CHANGES_AT_ONCE = 5;
/** A change that the assistant proposes, as its models write it. */
const PROPOSED = ["helped.py", "<<<<<<< SEARCH", "return 1", "=======", "return 2", ">>>>>>> REPLACE"].join("\n");
const WORDS = [
  "for ",
  "each ",
  "naïve ",
  "猫 ",
  "🦊 ",
  "\n",
  "\n  ",
  "return ",
  "x = 1",
  "\t",
  "(",
  ")",
  '"\\"',
  "\u2028",
];

/** A server that is filled, and how it is stopped so that as much as possible lies in its store in different ways. */
interface Filled {
  readonly server: ServerProcess;
  /** Ends it and starts it again. */
  readonly again: (how: "stop" | "kill") => Promise<void>;
}

type Entered = Wire & { readonly welcome: { readonly you: { client: number; participant: number; key?: string } } };

class Story {
  readonly #filled: Filled;
  readonly #random: Random = seededRandom(18);
  roomId = "";

  constructor(filled: Filled) {
    this.#filled = filled;
  }

  get #server(): ServerProcess {
    return this.#filled.server;
  }

  async call<Answer>(method: string, path: string, key?: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.#server.url}/api${path}`, {
      method,
      headers: {
        ...(key !== undefined && { Authorization: `Bearer ${key}` }),
        ...(body && { "Content-Type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  }

  roles<Answer = void>(
    method: string,
    path: string,
    key: string,
    body?: object,
    roomId = this.roomId,
  ): Promise<Answer> {
    return this.call(method, `/rooms/${roomId}/roles${path}`, key, body);
  }

  async createRoom(name: string, title: string): Promise<{ roomId: string; key: string }> {
    const language = "Python";
    return this.call("POST", "/rooms", undefined, { name, title, language });
  }

  /** Comes in on a raw socket, with a new tab unless another is named. */
  async enter(link: string, hello: { name?: string; key?: string; client?: string; password?: string } = {}) {
    const [address = "", invitation] = link.split("#");
    const client = hello.client ?? newClientId();
    const url = `ws://127.0.0.1:${this.#server.port}/${address}`;
    const wire: Entered = await Wire.enter(url, {
      files: [],
      ...hello,
      client,
      ...(invitation !== undefined && { invitation }),
    });
    return { wire, client };
  }

  /** Somebody comes again in their tab. */
  comeBack({ key, client }: Known) {
    return this.enter(this.roomId, { key, client });
  }

  /** Comes for the first time, and goes again. */
  async meet(name: string, link: string, role: Known["role"]): Promise<Known> {
    const { wire, client } = await this.enter(link, { name });
    const { participant, client: number, key = "" } = wire.welcome.you;
    wire.leave();
    return { name, participant, role, key, client, number };
  }

  /** With an editor, in one file. */
  async edit({ key, client, name }: Known, file: number): Promise<Person> {
    const person = new Person(this.roomId, this.#server.open(this.roomId), { name, key, client, files: [file] });
    await person.settled(file);
    return person;
  }

  /** These together make so many changes, here and there in the text. */
  async type(people: readonly Known[], file: number, changes: number): Promise<void> {
    const typists = await Promise.all(people.map((one) => this.edit(one, file)));
    for (let made = 0; made < changes;) {
      for (const typist of typists)
        for (let count = 1 + below(this.#random, CHANGES_AT_ONCE); count > 0; count--, made++)
          this.#change(typist, file);
      await Promise.all(typists.map((typist) => typist.settled(file)));
    }
    for (const typist of typists) typist.leave();
  }

  #change(typist: Person, file: number): void {
    const length = typist.editor(file).state.doc.length;
    const from = below(this.#random, length + 1);
    const deleted = this.#random() < 0.3 ? Math.min(below(this.#random, 12), length - from) : 0;
    const insert = deleted > 0 && this.#random() < 0.7 ? "" : oneOf(this.#random, WORDS);
    typist.update({ changes: { from, to: from + deleted, insert } }, file);
  }

  /** Types a text into an empty file. */
  async write(by: Known, file: number, text: string): Promise<void> {
    const person = await this.edit(by, file);
    person.insert(0, text, file);
    await person.settled(file);
    person.leave();
  }

  /** Says these in the chat, one after the other; resolves to their versions. */
  async say(by: Known, data: readonly object[]): Promise<number[]> {
    const { wire } = await this.comeBack(by);
    await told(wire, "chat", "head");
    const versions: number[] = [];
    for (const one of data) {
      wire.say({ type: "feature", feature: "chat", data: { ...one, id: newClientId() } });
      versions.push((await told<{ from: number }>(wire, "chat", "entries")).from);
    }
    wire.leave();
    return versions;
  }

  /** Has the assistant change a file, and takes the change: a robot writes it on their behalf. */
  async haveChanged(by: Known, file: number): Promise<void> {
    const { wire } = await this.comeBack(by);
    const assist = (data: object): void => wire.say({ type: "feature", feature: "assist", data });
    const said = async (type: string): Promise<void> => {
      for (;;) {
        const { entries } = await told<{ entries: { type: string }[] }>(wire, "assist", "entries");
        if (entries.some((entry) => entry.type === type)) return;
      }
    };
    await headOf(wire, "assist");
    const id = newClientId();
    const context = { files: [{ file }] };
    assist({ type: "ask", id, mode: "refactor", isShared: true, question: "Better", context });
    await said("answered");
    assist({ type: "accept", id, block: 0, version: 1, isChangeSeen: true });
    await said("accepted");
    wire.leave();
  }

  again(how: "stop" | "kill"): Promise<void> {
    return this.#filled.again(how);
  }
}

/** Everything that a room can hold, made by people who come and go. */
async function fill(filled: Filled): Promise<Expected> {
  const story = new Story(filled);
  const { roomId, key: ownerKey } = await story.createRoom("Olga", "Пара: «naïve» 🚪");
  story.roomId = roomId;

  const made = async (kind: string): Promise<{ link: string; code: string }> =>
    story.roles("PUT", `/links/${kind}`, ownerKey);
  const { link: revoked } = await made("edit");
  const { link: edit } = await made("edit");
  const { link: view } = await made("view");
  const { link: owner } = await made("owner");
  const { code } = await made("code");

  const firstTab = await story.enter(roomId, { key: ownerKey });
  const { participant, client: number } = firstTab.wire.welcome.you;
  const olga: Known = { name: "Olga", participant, role: "owner", key: ownerKey, client: firstTab.client, number };
  const ed = await story.meet("Ed", edit, "editor");
  const vera = await story.meet("Vera", view, "viewer");
  const rolf = await story.meet("Rolf", roomId, "viewer");
  const otto = await story.meet("Otto", owner, "owner");
  const dora = await story.meet("Dora", edit, "viewer");
  const coded = await story.call<Expected["links"]["coded"]>("POST", "/join-code", undefined, { code });
  const nina = await story.meet("Nina", `${coded.address}#${coded.invitation}`, "editor");

  // those who have gone are seen last five seconds later
  while (!firstTab.wire.heard.some((said) => said.type === "event" && JSON.stringify(said).includes("lastSeen")))
    await firstTab.wire.next("event");
  firstTab.wire.leave();

  const newFile = async (body: object): Promise<number> => {
    const { files } = await story.call<{ files: { file: number }[] }>("POST", `/rooms/${roomId}/files`, ed.key, body);
    return Math.max(...files.map(({ file }) => file));
  };
  const app = await newFile({ name: "src/app.py" });
  const imported = await newFile({
    name: "src/data/naïve 文.txt",
    imported: { lineBreak: "\r\n", byteOrderMark: true },
  });
  const deleted = await newFile({ name: "old.md", before: 1 });
  const restored = await newFile({ name: "back.md" });
  const moved = await newFile({ name: "front.md/inside" });
  await story.write(ed, app, "print('half a pair: \ud83d')\n");
  await story.type([ed, nina], app, 300);
  await story.write(olga, imported, "first\nsecond\n\nlast without a break");
  await story.write(dora, deleted, "# Old\n\nnobody needs this\n");
  await story.write(dora, restored, "this one came back");
  for (const file of [deleted, restored]) await story.call("DELETE", `/rooms/${roomId}/files/${file}`, nina.key);
  await newFile({ name: "back.md" });
  await story.call("POST", `/rooms/${roomId}/files/${restored}/restore`, nina.key);
  await story.call("PATCH", `/rooms/${roomId}/files/folder`, nina.key, { folder: "front.md", name: "front/moved" });
  await story.call("PATCH", `/rooms/${roomId}/files/${moved}`, nina.key, { before: null });
  await story.call("PATCH", `/rooms/${roomId}`, ed.key, { language: "TypeScript" });
  await story.call("PATCH", `/rooms/${roomId}`, ed.key, { title: "Пара: «naïve» 🚪🚪" });
  const forgotten = await newFile({ name: "secret.md" });
  await story.write(dora, forgotten, "nobody is to read this any more");
  await story.call("DELETE", `/rooms/${roomId}/files/${forgotten}`, ed.key);
  await story.call("POST", `/rooms/${roomId}/files/${forgotten}/purge`, ownerKey);
  const helped = await newFile({ name: "helped.py" });
  await story.write(ed, helped, "def f():\n    return 1\n");
  await story.haveChanged(ed, helped);
  await story.call("POST", `/rooms/${roomId}/history/versions`, nina.key, { name: "before the long text" });

  await story.say(nina, [{ type: "say", text: "from before it was cleared" }]);
  await story.say(olga, [{ type: "clear" }]);
  const [, changed, withdrawn] = await story.say(vera, [
    { type: "say", text: "hello 👋\n`main:3`" },
    { type: "say", text: "with a fault" },
    { type: "say", text: "never mind" },
  ]);
  await story.say(vera, [
    { type: "edit", message: changed, text: "without one" },
    { type: "withdraw", message: withdrawn },
  ]);

  await story.type([olga, otto], NOTES, 60);
  await story.type([olga, ed, rolf], 1, 10_000);

  const settings = { password: PASSWORD, plain: "viewer", keepDays: KEEP_DAYS, lobby: false, most: 40 };
  await story.roles("PATCH", "/settings", ownerKey, settings);
  await story.roles("PATCH", `/participants/${dora.participant}`, ownerKey, { role: "viewer" });
  await story.roles("DELETE", `/participants/${rolf.participant}?links=false`, ownerKey);

  await story.again("stop");
  await story.type([ed, nina], 1, 1_800);
  await story.say(ed, [{ type: "say", text: "after a restart" }]);
  const profile = await story.comeBack(vera);
  profile.wire.say({ type: "feature", feature: "people", data: { type: "profile", name: "Vera V.", colour: 9 } });
  await profile.wire.next("event");
  profile.wire.leave();

  const closed = await story.createRoom("Clara", "closed");
  const other = await story.enter(closed.roomId, { name: "Cyril" });
  const { key: otherKey = "" } = other.wire.welcome.you;
  other.wire.leave();
  await story.roles("PATCH", "/settings", closed.key, { closed: true }, closed.roomId);
  const lobby = await story.createRoom("Lena", "");
  await story.roles("PATCH", "/settings", lobby.key, { lobby: true }, lobby.roomId);
  const gone = await story.createRoom("Gerd", "deleted");
  await story.call("DELETE", `/rooms/${gone.roomId}`, gone.key);

  await story.again("kill");
  await story.type([ed, otto], 1, 700);
  await story.say(otto, [{ type: "say", text: "the last word" }]);
  const last = await story.comeBack(olga);
  const found = await foundBy(last.wire as Entered & { welcome: { room: RoomDetails } });
  const history = await story.call<Required<Expected>["history"]>("GET", `/rooms/${roomId}/history`, ownerKey);
  return {
    madeBy,
    madeAt: Date.now(),
    found,
    history,
    people: [olga, ed, { ...vera, name: "Vera V." }, otto, nina],
    removed: rolf,
    lowered: dora,
    password: PASSWORD,
    links: { edit, view, owner, revoked, code, coded },
    closed: { ...closed, other: otherKey },
    lobby,
    deleted: gone,
    keptDays: { room: KEEP_DAYS, others: SERVER_DAYS },
  };
}

/** A provider of nothing: whatever it is asked, it proposes the same change. */
async function startProvider(): Promise<{ readonly provider: Server; readonly settings: Record<string, string> }> {
  const event = (data: object): string =>
    `data: ${JSON.stringify({ id: "1", model: "none", created: 1, ...data })}\n\n`;
  const provider = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(event({ choices: [{ index: 0, delta: { role: "assistant", content: PROPOSED } }] }));
    response.end(`${event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}data: [DONE]\n\n`);
  }).listen(0, "127.0.0.1");
  await once(provider, "listening");
  const settings = {
    AI_PROVIDER: "compatible",
    AI_MODEL: "none",
    AI_API_KEY: "no-secret-of-anybody",
    AI_BASE_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`,
    AI_TOKENS_PER_DAY: "1000000",
  };
  return { provider, settings };
}

async function make(place: string, filled: Filled): Promise<void> {
  await filled.server.start();
  const expected = await fill(filled);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "expected.json"), `${JSON.stringify(expected, undefined, 1)}\n`);
}

/** Ends by kills: part of it lies in tables, packed and as it came, and the rest in the journal. */
async function embedded(settings: Record<string, string>): Promise<void> {
  const place = join(DATA, madeBy, "embedded");
  const server = await ServerProcess.create(settings);
  try {
    const again = async (how: "stop" | "kill"): Promise<void> => {
      await server.end(how === "kill" ? "SIGKILL" : "SIGTERM");
      await server.start();
    };
    await make(place, { server, again });
    await server.kill();
    await keepFolder(server.dataDir, place);
  } finally {
    await server.dispose();
  }
}

/** By one of several servers, so that each log has the marks of those who had it. */
async function mongodb(settings: Record<string, string>): Promise<void> {
  const place = join(DATA, madeBy, "mongodb");
  const set = await ReplicaSet.start();
  const uri = set.newDatabase();
  const server = await ServerProcess.create({
    ...settings,
    MONGODB_URI: uri,
    CLUSTER: "1",
    NODE_URL: "http://127.0.0.1:9",
    CLUSTER_SECRET: "shared-by-the-tests",
  });
  try {
    const again = async (): Promise<void> => {
      await server.end("SIGTERM");
      await server.start();
    };
    await make(place, { server, again });
    await server.end("SIGTERM");
    await keepDatabase(uri, place);
  } finally {
    await server.dispose();
    await set.stop();
  }
}

const { provider, settings } = await startProvider();
await embedded(settings);
await mongodb(settings);
provider.close();
