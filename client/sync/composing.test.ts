// Letters that are being composed: what waits for them, what goes on, and for how long. Against a server played by hand.
import { describe, expect, it } from "@jest/globals";
import { ERRORS } from "#protocol/errors.ts";
import type { ClientMessage } from "#protocol/clientMessages.ts";
import type { ServerMessage } from "#protocol/serverMessages.ts";
import type { UpdateJSON } from "#protocol/updates.ts";
import { SimClock } from "../../server/test/fuzz/simNetwork.ts";
import { Person } from "../../server/test/person.ts";
import { WELCOME } from "../../server/test/playedServer.ts";
import type { OpenSocket } from "./ports.ts";

const ME = WELCOME.you.client;
const BEN = { participant: 2, name: "Ben", role: "editor", colour: 1, dateJoined: 0 } as const;

/** Somebody with these texts open, as files 1, 2 …, and what they have said. */
function enter(...texts: string[]) {
  const clock = new SimClock();
  const sockets: { handlers: Parameters<OpenSocket>[0]; said: ClientMessage[] }[] = [];
  const open: OpenSocket = (handlers) => {
    const socket = { handlers, said: [] as ClientMessage[] };
    sockets.push(socket);
    return { send: (frame) => void socket.said.push(JSON.parse(frame) as ClientMessage), close: () => {} };
  };
  const files = texts.map((_text, index) => index + 1);
  const broken: string[] = [];
  const onBroken = (how: string): void => void broken.push(how);
  const person = new Person("a-room", open, { clock, key: "k".repeat(32), files, onBroken });
  const socket = () => sockets.at(-1)!;
  const say = (...messages: ServerMessage[]): void => {
    for (const message of messages) socket().handlers.frame(JSON.stringify(message));
  };
  const update = (version: number, ...updates: UpdateJSON[]): void =>
    say({ type: "updates", file: 1, version, updates });
  const pushes = () =>
    socket().said.flatMap((one) => (one.type === "push" ? [[one.version, one.seq, one.changes] as const] : []));
  socket().handlers.opened();
  say(WELCOME);
  texts.forEach((text, index) => say({ type: "file", file: index + 1, version: 0, head: 0, text, confirmed: 0 }));
  return { clock, sockets, socket, person, broken, say, update, pushes };
}

describe("letters that are being composed", () => {
  it("[K26] what changes their line waits until it is over, and all that comes after it", () => {
    const { clock, person, update } = enter("abc\nxyz");
    person.compose(3, "n");
    update(0, [2, 1, 0, [7, [0, "1"]]]);
    expect(person.text()).toBe("abcn\nxyz1");
    update(1, [2, 2, 0, [1, [0, "q"], 7]], [2, 3, 0, [9, [0, "2"]]]);
    update(3, [2, 4, 0, [10, [0, "3"]]]);
    expect(person.text()).toBe("abcn\nxyz1");
    person.compose(4, "nih");
    clock.advance(5_000);
    expect(person.text()).toBe("abcnih\nxyz1");
    person.compose(6, "NIH");
    person.editor().endComposing();
    clock.advance(100);
    expect(person.text()).toBe("aqbcNIH\nxyz123");
    update(4, [2, 5, 0, [11, [0, "4"]]]);
    expect(person.text()).toBe("aqbcNIH\nxyz1234");
  });

  it("[K26] a change of where the line ends or begins waits as well, one of its neighbours does not", () => {
    const { person, update } = enter("one\ntwo\nthree");
    person.compose(7, "n");
    update(0, [2, 1, 0, [2, [1, "E"], 10]], [2, 2, 0, [8, [1, "T"], 4]]);
    expect(person.text()).toBe("onE\ntwon\nThree");
    update(2, [2, 3, 0, [3, [1], 9]]);
    expect(person.text()).toBe("onE\ntwon\nThree");
    const other = enter("one\ntwo\nthree");
    other.person.compose(7, "n");
    other.update(0, [2, 1, 0, [7, [1], 5]]);
    expect(other.person.text()).toBe("one\ntwon\nthree");
  });

  it("[K26] their own pushes go out, with what is in the log and not taken in, and count as saved once they are there", () => {
    const { clock, person, update, pushes } = enter("abc");
    person.compose(3, "n");
    update(0, [2, 1, 0, [1, [0, "q"], 2]], [ME, 1, 0, [4, [0, "n"]]]);
    expect(person.session.status).toEqual({ state: "saved" });
    person.compose(4, "ni");
    expect(pushes().slice(1)).toEqual([
      [
        0,
        1,
        [
          [3, [0, "n"]],
          [3, [1, "ni"]],
        ],
      ],
    ]);
    // nothing more while that one is under way
    person.compose(4, "nih");
    expect(person.session.status).toEqual({ state: "saving", pending: 2 });
    expect(pushes()).toHaveLength(2);
    update(2, [ME, 2, 0, [4, [1, "ni"]]]);
    expect(pushes().at(-1)?.[2]).toHaveLength(3);
    update(3, [ME, 3, 0, [4, [2, "nih"]]]);
    expect(person.session.status).toEqual({ state: "saved" });
    expect(pushes()).toHaveLength(3);
    person.editor().endComposing();
    clock.advance(100);
    expect(person.text()).toBe("aqbcnih");
    person.insert(7, "!");
    expect(pushes().at(-1)).toEqual([4, 4, [[7, [0, "!"]]]]);
  });

  it("[K26] a push that is too far behind by what waits is tried again, not in a hurry", () => {
    const { clock, person, update, say, pushes, socket } = enter("abc");
    person.compose(3, "n");
    update(0, [2, 1, 0, [1, [0, "q"], 2]], [ME, 1, 0, [4, [0, "n"]]]);
    person.compose(4, "ni");
    const before = pushes().length;
    const code = "version_too_old" as const;
    say({ type: "error", code, message: "", fatal: false, file: 1 });
    clock.advance(900);
    expect([pushes().length, socket().said.some(({ type }) => type === "open")]).toEqual([before, false]);
    clock.advance(200);
    expect(pushes().length).toBe(before + 1);
  });

  it("[K26] other files and what is not text go on, and others' places are where they are in what is shown", () => {
    const { person, update, say } = enter("abc", "other");
    person.compose(3, "n");
    update(0, [2, 1, 0, [[0, "qqq"], 3]]);
    say({ type: "updates", file: 2, version: 0, updates: [[2, 1, 0, [5, [0, "!"]]]] });
    expect([person.text(), person.text(2)]).toEqual(["abcn", "other!"]);
    say({ type: "presence", presences: [{ client: 2, file: 1, version: 1, selections: [[5, 3]], top: 4 }] });
    expect(person.presences.get(2)).toMatchObject({ selections: [[2, 0]], top: 1 });
    say({ type: "joined", client: { client: 2, participant: 2 }, person: BEN });
    expect(person.session.clients.size).toBe(2);
  });

  it("[K26] after 10 s the composing is ended, and everything is taken in", () => {
    const { clock, person, update } = enter("abc");
    person.compose(3, "n");
    update(0, [2, 1, 0, [1, [0, "q"], 2]]);
    clock.advance(9_900);
    expect([person.text(), person.editor().composing]).toEqual(["abcn", 4]);
    clock.advance(300);
    expect([person.text(), person.editor().composing]).toEqual(["aqbcn", undefined]);
  });

  it("[K26] whoever has begun to compose anew by then is interrupted again", () => {
    const { clock, person, update, broken } = enter("abc");
    const { endComposing } = person.editor();
    let ends = 0;
    person.editor().endComposing = () => {
      endComposing.call(person.editor());
      if (ends++ === 0) person.compose(4, "i");
    };
    person.compose(3, "n");
    update(0, [2, 1, 0, [1, [0, "q"], 2]]);
    clock.advance(10_200);
    expect([person.text(), person.editor().composing]).toEqual(["abcni", 5]);
    clock.advance(400);
    expect([person.text(), person.editor().composing, broken]).toEqual(["aqbcni", undefined, []]);
  });

  it("[K26] an editor that cannot end it does not keep everything waiting", () => {
    const { clock, person, update, broken } = enter("abc");
    let told = 0;
    person.editor().endComposing = () => void told++;
    person.compose(3, "n");
    update(0, [2, 1, 0, [3, [0, "q"]]]);
    clock.advance(10_500);
    expect([person.text(), broken]).toEqual(["abcn", []]);
    clock.advance(1_000);
    expect([person.text(), broken.length, told]).toEqual(["abcqn", 1, 4]);
  });

  it("[K26] what waits when the connection goes is neither asked for again nor lost, and pushes go on", () => {
    const { clock, person, update, say, socket, pushes, sockets } = enter("abc");
    person.compose(3, "n");
    update(0, [2, 1, 0, [1, [0, "q"], 2]], [ME, 1, 0, [4, [0, "n"]]]);
    socket().handlers.closed();
    clock.advance(1_000);
    expect(sockets).toHaveLength(2);
    socket().handlers.opened();
    expect(socket().said).toMatchObject([{ files: [{ file: 1, version: 2 }] }]);
    say(WELCOME, { type: "file", file: 1, version: 2, head: 3 });
    person.compose(4, "nih");
    expect([person.text(), pushes()]).toEqual(["abcnih", []]);
    update(2, [2, 2, 0, [2, [0, "q"], 3]]);
    expect(pushes()).toEqual([
      [
        0,
        1,
        [
          [3, [0, "n"]],
          [3, [1, "nih"]],
        ],
      ],
    ]);
    update(3, [ME, 2, 0, [5, [1, "nih"]]]);
    person.editor().endComposing();
    clock.advance(100);
    expect(person.text()).toBe("aqqbcnih");
    expect(person.session.status).toEqual({ state: "saved" });
  });

  it.each([
    ["by what they do together", { version: 1, head: 2, change: [4, [0, "!"]] }],
    ["by the whole text", { version: 2, head: 2, text: "aqbc!" }],
  ] as const)(
    "[K26] [K17] what waits is not taken in beside the newest text, to which a viewer is led %s",
    (_how, newest) => {
      const { clock, person, update, say, socket } = enter("abc");
      person.compose(3, "n");
      update(0, [2, 1, 0, [1, [0, "q"], 2]]);
      socket().handlers.closed();
      clock.advance(1_000);
      socket().handlers.opened();
      expect(socket().said).toMatchObject([{ files: [{ file: 1, version: 1 }] }]);
      const viewer = { ...WELCOME, you: { client: ME, participant: 1, role: "viewer" } } as ServerMessage;
      say(viewer, { type: "file", file: 1, confirmed: 0, ...newest } as ServerMessage);
      const refused = { type: "refused", file: 1, message: ERRORS.read_only.sentence, text: "n" };
      expect(person.notices.filter(({ type }) => type === "refused")).toEqual([refused]);
      if ("change" in newest) {
        expect(socket().said.at(-1)).toEqual({ type: "open", file: 1, version: null });
        say({ type: "file", file: 1, version: 2, head: 2, text: "aqbc!", confirmed: 0 });
      }
      expect([person.text(), person.session.open(1).pending]).toEqual(["aqbc!", 0]);
      update(2, [2, 2, 0, [5, [0, "?"]]]);
      clock.advance(12_000);
      expect([person.text(), person.notices.filter(({ type }) => type === "diverged")]).toEqual(["aqbc!?", []]);
    },
  );

  it("[K26] [K17] the same where all that was typed is saved: the text is read anew", () => {
    const { clock, person, update, say, socket } = enter("abc");
    person.compose(3, "n");
    update(0, [ME, 1, 0, [3, [0, "n"]]], [2, 1, 0, [1, [0, "q"], 3]]);
    expect([person.text(), person.session.status]).toEqual(["abcn", { state: "saved" }]);
    socket().handlers.closed();
    clock.advance(1_000);
    socket().handlers.opened();
    const viewer = { ...WELCOME, you: { client: ME, participant: 1, role: "viewer" } } as ServerMessage;
    say(viewer, { type: "file", file: 1, version: 2, head: 3, change: [5, [0, "!"]], confirmed: 1 });
    expect(socket().said.at(-1)).toEqual({ type: "open", file: 1, version: null });
    say({ type: "file", file: 1, version: 3, head: 3, text: "aqbcn!", confirmed: 1 });
    clock.advance(12_000);
    expect(person.text()).toBe("aqbcn!");
    expect(person.notices.filter(({ type }) => type === "diverged" || type === "refused")).toEqual([]);
  });
});
