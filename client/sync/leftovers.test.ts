// What an earlier page has left, brought to a server played by hand: delivered, or given back in words.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import { ERRORS } from "#protocol/errors.ts";
import { DEFAULT_LIMITS, type Limits } from "#protocol/limits.ts";
import type { ServerMessage } from "#protocol/serverMessages.ts";
import { error, setUp, textOf, WELCOME } from "../../server/test/playedServer.ts";
import { deliver } from "./leftovers.ts";

const VIEWER: ServerMessage = { ...WELCOME, you: { client: 7, participant: 1, role: "viewer" } };

describe("what an earlier page has left", () => {
  it("[K10] gives back what an earlier page has left in a file that is closed to it", async () => {
    const { clock, sockets, open } = setUp();
    const record = { roomId: "a-room", file: 9, client: "c".repeat(32), key: "k".repeat(32), version: 3, seq: 1 };
    const left = {
      ...record,
      changes: [
        [3, [0, "left"]],
        [7, [0, "", "over"]],
      ],
    };
    const delivery = deliver(left, { open, clock });
    const [, socket] = sockets;
    socket!.handlers.opened();
    socket!.handlers.frame(JSON.stringify(WELCOME));
    socket!.handlers.frame(JSON.stringify(error("unknown_file", false, { file: 9 })));
    await expect(delivery).resolves.toMatchObject({ outcome: "undeliverable", text: "left\nover" });
    expect(socket!.closed).toBe(true);
  });

  it.each<[string, Partial<Limits>, string, unknown]>([
    ["sections", { pushSections: 4 }, "abc", [[0, "x"], 1, [0, "y"], 1, [0, "z"], 1]],
    ["inserted characters", { pushCharacters: 4 }, "", [[0, "x y z"]]],
    ["bytes of a frame", { frameBytes: 500 }, "", [[0, "\u0001".repeat(50)]]],
  ])("[K5] never sends what has more %s than the server takes, but gives its text back", async (...row) => {
    const [, limits, text, change] = row;
    const { clock, sockets, open } = setUp();
    // of an earlier page: what is made here is split
    const record = { roomId: "a-room", file: 1, client: "c".repeat(32), key: "k".repeat(32), version: 0, seq: 1 };
    const left = { ...record, changes: [change] };
    const delivery = deliver(left, { open, clock });
    const { handlers, said } = sockets.at(-1)!;
    const say = (message: ServerMessage): void => handlers.frame(JSON.stringify(message));
    handlers.opened();
    say({ ...WELCOME, limits: { ...DEFAULT_LIMITS, ...limits } });
    say(textOf(text));
    const file = ChangeSet.fromJSON(change)
      .apply(Text.of([text]))
      .toString();
    const typed = file.replaceAll(/[abc]/g, "");
    const sentence = "An edit is larger than the server takes in one piece. Make it in several steps.";
    expect(await delivery).toEqual({ outcome: "undeliverable", message: sentence, text: typed, whole: file });
    expect(said.filter(({ type }) => type === "push")).toEqual([]);
  });

  it("[K24] what an earlier page has left and the server never takes is given to the person, with the file where that is known", async () => {
    const { clock, sockets, open } = setUp();
    const record = { roomId: "a-room", file: 1, client: "c".repeat(32), key: "k".repeat(32), version: 3, seq: 1 };
    const left = { ...record, changes: [[3, [0, "!"]]] };
    const over = async (...said: ServerMessage[]) => {
      const delivery = deliver(left, { open, clock });
      const { handlers } = sockets.at(-1)!;
      handlers.opened();
      for (const message of said) handlers.frame(JSON.stringify(message));
      return delivery;
    };
    const [message, text] = [ERRORS.unauthorized.sentence, "!"];
    expect(await over(error("unauthorized", true))).toEqual({ outcome: "undeliverable", message, text });
    expect(await over(WELCOME, textOf("abc", 3), error("bad_change", true))).toEqual({
      outcome: "undeliverable",
      message: ERRORS.bad_change.sentence,
      text,
      whole: "abc!",
    });
    // the server has an older text, or other changes of the same client
    expect(await over(WELCOME, error("version_ahead", false, { file: 1 }))).toMatchObject({ text });
    expect(await over(WELCOME, { ...textOf("abc", 3), confirmed: 4 } as ServerMessage)).toMatchObject({
      outcome: "undeliverable",
      text,
    });
    // and may open again
    expect(await over(error("room_closed", true))).toEqual({
      outcome: "kept",
      message: ERRORS.room_closed.sentence,
    });
  });

  it.each([
    [0, { outcome: "undeliverable", message: ERRORS.read_only.sentence, text: "ab" }],
    [1, { outcome: "undeliverable", message: ERRORS.read_only.sentence, text: "b" }],
    [2, { outcome: "delivered" }],
  ])(
    "[K17] of what an earlier page has left, %i changes of it being in the newest text, gives back the rest",
    async (confirmed, outcome) => {
      const { clock, sockets, open } = setUp();
      const record = { roomId: "a-room", file: 1, client: "c".repeat(32), key: "k".repeat(32), version: 3, seq: 1 };
      const left = { ...record, changes: [[3, [0, "a"]], [4, [0, "b"]]] }; // prettier-ignore
      const delivery = deliver(left, { open, clock });
      const { handlers, said } = sockets[1]!;
      handlers.opened();
      expect(said).toMatchObject([{ files: [{ file: 1, version: 3, text: true }] }]);
      const newest = { type: "file", file: 1, version: 9, head: 9, text: "something else", confirmed };
      for (const message of [VIEWER, newest]) handlers.frame(JSON.stringify(message));
      await expect(delivery).resolves.toEqual(outcome);
    },
  );
});
