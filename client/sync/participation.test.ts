// What a program has of a room by the front door: documents, others, messages, and that nothing is said to be saved that is not.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import { mapSelections, type Selection } from "#protocol/selections.ts";
import type { ServerMessage } from "#protocol/serverMessages.ts";
import { startTestServer } from "../../server/test/harness.ts";
import { MemoryKeeper, newClientId, openSocketTo, realClock } from "../../server/test/person.ts";
import { SimClock } from "../../server/test/fuzz/simNetwork.ts";
import { error, ROOM, textOf, WELCOME } from "../../server/test/playedServer.ts";
import { Refused, type TextChange } from "./document.ts";
import { Participation } from "./participation.ts";
import { PlacingEditor } from "./placingEditor.ts";
import type { OpenSocket } from "./ports.ts";

/** A participant on a server that is played by hand. */
function played(report?: (error: unknown) => void) {
  const said: Record<string, unknown>[] = [];
  let handlers: Parameters<OpenSocket>[0] | undefined;
  const clock = new SimClock();
  const participant = new Participation({
    roomId: "a-room",
    open: (given) => {
      handlers = given;
      return { send: (frame) => void said.push(JSON.parse(frame) as Record<string, unknown>), close: () => {} };
    },
    clock,
    identity: { client: newClientId(), key: "k".repeat(32) },
    keeper: new MemoryKeeper(),
    editor: (_file, text, sync) => new PlacingEditor(text, sync),
    ...(report && { report }),
  });
  const say = (...messages: ServerMessage[]): void => {
    for (const message of messages) handlers?.frame(JSON.stringify(message));
  };
  const document = participant.open(1);
  participant.start();
  handlers?.opened();
  const reconnect = (): void => {
    handlers?.closed();
    participant.retryNow();
    handlers?.opened();
  };
  const pushes = () => said.filter(({ type }) => type === "push");
  return { participant, document, say, reconnect, pushes, clock };
}

describe("a participant", () => {
  it("[K40] edits a text, hears who changes it, and knows when the server has it", async () => {
    const server = await startTestServer();
    const { roomId, key } = await server.createRoom();
    const enter = async (identity: object): Promise<Participation> =>
      new Participation({
        roomId,
        open: openSocketTo(server.socketUrl(roomId)),
        clock: realClock,
        identity: { client: newClientId(), ...identity },
        keeper: new MemoryKeeper(),
      }).enter();
    const [ana, ben] = [await enter({ key }), await enter({ name: "Ben" })];
    const [own, other] = await Promise.all([ana.open(1).ready(), ben.open(1).ready()]);
    const heard: TextChange[] = [];
    const quiet = other.changed((change) => heard.push(change));
    own.edit({ from: 0, insert: "one\r\ntwo\u{1f600}" });
    expect([own.text, own.length, ana.open(1)]).toEqual(["one\ntwo\u{1f600}", 9, own]);
    await own.saved();
    await ben.until(() => other.length === 9 || undefined);
    other.edit({ from: 9, insert: "!" });
    await other.saved();
    quiet();
    other.edit({ from: 0, to: 1 });
    await other.saved();
    expect(heard.map(({ client }) => client)).toEqual([ana.you?.client, undefined]);
    expect(await server.rooms.text(roomId, 1)).toBe("ne\ntwo\u{1f600}!");
    for (const one of [ana, ben]) one.leave();
    await server.stop();
  });

  it.each([
    ["a push is refused", error("line_too_long", false, { file: 1 }), "x"],
    ["the server has an older text", error("version_ahead", false, { file: 1 }), "abcx"],
    ["the file is not open to this participant any more", error("unknown_file", false, { file: 1 }), "x"],
  ])("[K40] nothing is said to be saved that is not: %s", async (_what, refusal, text) => {
    const { document, say } = played();
    say(WELCOME, textOf("abc"));
    document.edit({ from: 3, insert: "x" });
    const saved = document.saved();
    say(refusal, textOf("old"));
    await expect(saved).rejects.toThrow(expect.objectContaining({ name: "Refused", text }));
  });

  it("[K40] nothing is said to be saved that is not: the room has the file no more, and all that is left is the text", async () => {
    const { document, say, reconnect } = played();
    say(WELCOME, textOf("abc"));
    document.edit({ from: 3, insert: "x" });
    const saved = document.saved();
    reconnect();
    say({ ...WELCOME, room: { ...ROOM, files: [] } });
    await expect(saved).rejects.toThrow(expect.objectContaining({ name: "Refused", text: "abcx" }));
  });

  it("[K40] a document stays the same when its text is read anew, and says so", async () => {
    const { document, say } = played();
    const ready = document.ready();
    expect(() => document.text).toThrow("invariant");
    say(WELCOME, textOf("abc"));
    expect(await ready).toBe(document);
    const heard: TextChange[] = [];
    document.changed((change) => heard.push(change));
    say({ type: "check", file: 1, version: 0, hash: 1 }, textOf("other"));
    expect([heard, document.text]).toEqual([[{ changes: undefined, client: undefined }], "other"]);
  });

  it("[K40] what will not come says so: the room is gone before the text is there", async () => {
    const { participant, document, say } = played();
    const [ready, saved] = [document.ready(), document.saved()];
    say(error("room_not_found", true));
    for (const promise of [ready, saved, participant.enter()]) await expect(promise).rejects.toThrow(Refused);
  });

  const caret = fc.nat({ max: 20 });
  const edit = fc.record({
    at: caret,
    deleted: fc.nat({ max: 5 }),
    insert: fc.string({ maxLength: 4 }),
    by: fc.constantFrom(8, 9),
  });

  it("[K41] others' places follow the text over whatever anybody types", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(caret, caret), { maxLength: 3 }), fc.array(edit, { maxLength: 8 }), (at, edits) => {
        const { document, say } = played();
        let text = Text.of(["x".repeat(20)]);
        say(WELCOME, textOf(text.toString()), {
          type: "presence",
          presences: [{ client: 8, file: 1, version: 0, selections: at }],
        });
        let places: readonly Selection[] = at;
        edits.forEach(({ at, deleted, insert, by }, version) => {
          const from = Math.min(at, text.length);
          const to = Math.min(from + deleted, text.length);
          const changes = ChangeSet.of({ from, to, insert }, text.length);
          text = changes.apply(text);
          places = mapSelections(places, changes, by === 8);
          say({ type: "updates", file: 1, version, updates: [[by, version + 1, 0, changes.toJSON()]] });
        });
        expect(document.text).toBe(text.toString());
        expect(document.others).toEqual(new Map(at.length > 0 ? [[8, places]] : []));
      }),
    );
  });

  it("[K41] whoever leaves, or goes to another file, has no place any more", () => {
    const { participant, document, say } = played();
    const person = WELCOME.room.participants[0]!;
    const clients = [7, 8, 9].map((client) => ({ client, participant: 1 }));
    const presence = (client: number, file: number) => ({ client, file, version: 0, selections: [[1, 1]] as const });
    say({ ...WELCOME, clients }, textOf("abc"), { type: "presence", presences: [presence(8, 1), presence(9, 1)] });
    expect([...document.others.keys()]).toEqual([8, 9]);
    say({ type: "presence", presences: [presence(9, 2)] }, { type: "left", client: 8 });
    expect([[...document.others.keys()], [...participant.presences.keys()]]).toEqual([[], [9]]);
    say({ type: "joined", client: clients[1]!, person });
    expect([...document.others.keys()]).toEqual([]);
  });

  it("[K42] who throws while listening harms neither the session nor the others", () => {
    const reported: unknown[] = [];
    const { participant, document, say, pushes } = played((error) => reported.push(error));
    const fault = new Error("of whoever listens");
    const fail = (): never => {
      throw fault;
    };
    const heard: unknown[] = [];
    participant.listen({ changed: fail, notice: fail, presence: fail });
    participant.hear("bell", fail);
    participant.hear("bell", (data) => heard.push(data));
    say(
      WELCOME,
      textOf("abc"),
      { type: "feature", feature: "bell", data: 1 },
      { type: "feature", feature: "other", data: 2 },
    );
    document.changed(fail);
    say({ type: "updates", file: 1, version: 0, updates: [[9, 1, 0, [3, [0, "d"]]]] });
    document.edit({ from: 4, insert: "e" });
    expect([document.text, heard, pushes().length]).toEqual(["abcde", [1], 1]);
    expect([reported.length > 5, ...new Set(reported)]).toEqual([true, fault]);
  });
});
