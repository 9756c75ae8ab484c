// The divergence alarm: the server's side, the client's side, and what is said between them.
import { Text } from "@codemirror/state";
import { afterEach, describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { ClientMessage } from "../../protocol/clientMessages.ts";
import type { ServerMessage } from "../../protocol/serverMessages.ts";
import { textHash } from "../../protocol/textHash.ts";
import type { Frame } from "../../rooms/ports.ts";
import { CommitLoop } from "../../rooms/log/commitLoop.ts";
import { LiveFile } from "../../rooms/file/liveFile.ts";
import { socketFrames } from "../../socket/frames.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { roomNamed } from "../../store/samples.ts";
import { frameText } from "../frameText.ts";
import { settle, SimClock } from "../fuzz/simNetwork.ts";
import { NO_BOUND } from "../noBound.ts";
import { startTestServer } from "../harness.ts";
import { Person } from "../person.ts";
import { Wire } from "./wire.ts";

const people: Person[] = [];
afterEach(() => {
  for (const person of people.splice(0)) person.leave();
});

/** A person whose server is the test: what they say, and the way to answer. */
function personAlone(): { person: Person; said: ClientMessage[]; answer: (message: object) => void } {
  const said: ClientMessage[] = [];
  let answer = (_message: object): void => {};
  const person = new Person("room", ({ opened, frame }) => {
    answer = (message) => frame(JSON.stringify(message));
    setImmediate(opened);
    return { send: (data) => said.push(JSON.parse(data) as ClientMessage), close: () => {} };
  });
  people.push(person);
  return { person, said, answer: (message) => answer(message) };
}

const WELCOME = {
  type: "welcome",
  you: { client: 1, participant: 1, role: "editor", key: "k".repeat(32) },
  room: { roomId: "room", title: "", dateCreated: 0, owner: 1, participants: [], programmingLanguage: "C", files: [] },
  clients: [],
  limits: DEFAULT_LIMITS,
  build: "none",
};

describe("the divergence alarm", () => {
  it("[P42] the server sends the hash of the text to whoever is at its version, once for each version", async () => {
    const store = new MemoryStore();
    await store.createRoom(roomNamed("r"), Infinity);
    const stream = { roomId: "r", file: 1 };
    const log = { error: () => {}, warn: () => {}, info: () => {} };
    const clock = new SimClock();
    const file = await LiveFile.open({
      store,
      commitLoop: new CommitLoop({ store, clock, logger: log, timeoutMs: 10_000, writeBudgets: NO_BOUND }),
      room: { failed: () => {} },
      files: { toShow: () => {} },
      stream,
      limits: DEFAULT_LIMITS,
      frames: socketFrames,
      logger: log,
      now: 0,
      isShared: false,
      writeBudgets: NO_BOUND,
      clock,
    });
    const heard: ServerMessage[] = [];
    const outlet = {
      send: ({ plain }: Frame) => void heard.push(JSON.parse(frameText(plain)) as ServerMessage),
      origin: "",
      isSheltered: true,
      full: false,
      end: () => {},
      whenEnded: () => {},
      work: async <Result>(run: () => Result) => run(),
    };
    await file.follow({ client: 1, outlet, seesFrom: () => 0 }, { version: null });
    const checks = (): unknown[] => heard.filter(({ type }) => type === "check");
    file.check();
    expect(checks()).toEqual([]);
    file.push(1, { version: 0, seq: 1, changes: [[[0, "a", "b"]]] }, 0, 0);
    await settle();
    file.check();
    file.check();
    expect(checks()).toEqual([{ type: "check", file: 1, version: 1, hash: textHash(Text.of(["a", "b"])) }]);
  });

  it("[P42] a client with another text says so, reads the file anew, and tells the person", async () => {
    const { person, said, answer } = personAlone();
    await new Promise((resolve) => setImmediate(resolve));
    answer(WELCOME);
    answer({ type: "file", file: 1, version: 3, head: 3, text: "abc", confirmed: 0 });
    const right = textHash(Text.of(["abc"]));
    answer({ type: "check", file: 1, version: 3, hash: right });
    answer({ type: "check", file: 1, version: 2, hash: right + 1 });
    expect(said.map(({ type }) => type)).toEqual(["hello", "presence"]);
    answer({ type: "check", file: 1, version: 3, hash: right + 1 });
    expect(said.slice(2)).toEqual([
      { type: "diverged", file: 1, version: 3, hash: right },
      { type: "open", file: 1, version: null },
    ]);
    expect(person.notices).toEqual([{ type: "diverged", file: 1 }]);
    answer({ type: "file", file: 1, version: 4, head: 4, text: "abd", confirmed: 0 });
    expect(person.text()).toBe("abd");
  });

  it("[P42] nothing is compared while something is under way", async () => {
    const { person, said, answer } = personAlone();
    await new Promise((resolve) => setImmediate(resolve));
    answer(WELCOME);
    answer({ type: "file", file: 1, version: 0, head: 0, text: "", confirmed: 0 });
    person.insert(0, "typing");
    answer({ type: "check", file: 1, version: 0, hash: 7 });
    expect(said.map(({ type }) => type)).toEqual(["hello", "presence", "push"]);
    expect(person.notices).toEqual([]);
  });

  it("[P42] what a client says of it is logged, with the room and the client, and changes nothing", async () => {
    const server = await startTestServer();
    const { roomId } = await server.createRoom();
    const wire = await Wire.enter(server.socketUrl(roomId));
    wire.say({ type: "diverged", file: 1, version: 0, hash: 5 });
    await wire.answers();
    expect(server.log.warnings).toMatchObject([
      { details: { room: roomId, client: wire.welcome.you.client, file: 1 } },
    ]);
    wire.leave();
    await server.stop();
  });

  it("[P57] a client that hears something unknown goes on", async () => {
    const { person, answer } = personAlone();
    await new Promise((resolve) => setImmediate(resolve));
    answer({ type: "weather" });
    answer(WELCOME);
    answer({ type: "file", file: 1, version: 0, head: 0, text: "x", confirmed: 0 });
    answer({ type: "somethingNew", file: 1 });
    expect([person.session.status.state, person.text()]).toEqual(["saved", "x"]);
  });
});
