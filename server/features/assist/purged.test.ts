// What is left of questions about a file, and of their answers, once that is deleted for good.
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import type { RoomFile } from "../../protocol/events.ts";
import { allFeatures } from "../../test/allFeatures.ts";
import { erased, storedIn } from "../../test/erased.ts";
import { PurgedFiles } from "../../featureParts/purgedFiles.ts";
import { NAME } from "./proposals.ts";
import { quotes } from "./quoting.ts";
import { RoomAssist } from "./roomAssist.ts";
import type { Asker } from "./test/asker.ts";
import { AssistServer } from "./test/assistServer.ts";

const FILE = 2;
const SECRET = "kestrel";
const ABOUT = { context: { files: [{ file: FILE }] } };
const ANSWER = `${SECRET}.py\n\`\`\`\n<<<<<<< SEARCH\nword = "${SECRET}"\n=======\nword = "${SECRET}2"\n>>>>>>> REPLACE\n\`\`\``;

let one: AssistServer;
afterEach(() => one.stop());

const start = async (): Promise<Asker> => {
  one = await AssistServer.start(
    {},
    allFeatures.filter(({ name }) => name !== NAME),
  );
  const olga = await one.owner();
  one.fake.behaviour = { way: "ok", text: ANSWER };
  olga.wire.say({ type: "feature", feature: "files", data: { type: "create", name: `${SECRET}.py` } });
  await olga.wire.next("event");
  olga.wire.say({ type: "open", file: FILE, version: null });
  await olga.wire.next("file");
  olga.wire.say({
    type: "push",
    file: FILE,
    version: 0,
    seq: 1,
    changes: [[[0, `word = "${SECRET}"`, ""]]],
  });
  await olga.wire.next("updates");
  return olga;
};

/** The file is deleted, and then for good. */
function purge({ wire }: Asker): void {
  for (const type of ["delete", "purge"])
    wire.say({ type: "feature", feature: "files", data: { type, files: [FILE] } });
}

describe("[A192] a file that is deleted for good", () => {
  it("is quoted by no question and no answer any more, neither to who comes nor in the store, and the others are whole", async () => {
    const olga = await start();
    const id = olga.ask("refactor", `Is ${SECRET} safe?`, ABOUT);
    expect((await olga.entry("answered", id)).blocks).toMatchObject([{ file: FILE, changes: expect.any(Array) }]);
    one.fake.behaviour = { way: "ok", text: "Of nothing." };
    const other = olga.ask("chat", "And what else?");
    await olga.entry("answered", other);
    expect(storedIn(one.disk)).toContain(SECRET);
    const gone = erased(one.store, one.disk, SECRET);
    purge(olga);
    expect(await olga.next("head")).toMatchObject({ isAnew: true });
    await gone;
    for (const isAgain of [false, true]) {
      if (isAgain) await one.restart();
      const late = await one.enter({ name: "Late" });
      const log = await late.log();
      expect(JSON.stringify([log, late.told])).not.toContain(SECRET);
      expect(log.map((entry) => entry && "id" in entry && entry.id)).toEqual([id, id, other, other]);
      expect(log[0]).toMatchObject({ type: "asked", mode: "refactor", participant: 1 });
      expect(log[2]).toMatchObject({ question: "And what else?" });
      expect(log[3]).toMatchObject({ text: "Of nothing." });
      expect(await one.refused(late, { type: "look", id, block: 0 })).toBe("unknownAnswer");
    }
  });

  it("is quoted by nothing that is stored once the room is opened again, where a crash came before", async () => {
    const olga = await start();
    const id = olga.ask("refactor", `Is ${SECRET} safe?`, ABOUT);
    await olga.entry("answered", id);
    const crash = jest.spyOn(RoomAssist.prototype, "purged").mockReturnValue();
    purge(olga);
    await olga.wire.next("event");
    await olga.wire.next("event");
    await one.restart();
    crash.mockRestore();
    expect(storedIn(one.disk)).toContain(SECRET);
    const gone = erased(one.store, one.disk, SECRET);
    const late = await one.enter({ name: "Late" });
    await gone;
    expect(JSON.stringify([await late.log(), late.told])).not.toContain(SECRET);
  });

  it("is quoted by no private answer, and whoever asked is told", async () => {
    const olga = await start();
    const id = olga.ask("refactor", `Is ${SECRET} safe?`, { ...ABOUT, isShared: false });
    expect(await olga.entry("answered", id)).toMatchObject({ text: ANSWER });
    purge(olga);
    const { entries } = await olga.next("own");
    expect(entries.map((entry) => [entry.type, "id" in entry && entry.id])).toEqual([
      ["asked", id],
      ["answered", id],
    ]);
    const tab = await one.owner();
    expect(JSON.stringify([entries, tab.own])).not.toContain(SECRET);
    expect(await one.refused(tab, { type: "look", id, block: 0 })).toBe("unknownAnswer");
  });

  it.each([true, false])("ends what is being answered, of which no word is kept (shared: %s)", async (isShared) => {
    const olga = await start();
    one.fake.behaviour = { way: "stall", count: 5, text: ANSWER };
    const id = olga.ask("refactor", `Is ${SECRET} safe?`, { ...ABOUT, isShared });
    await olga.next("part");
    const gone = erased(one.store, one.disk, SECRET);
    purge(olga);
    const answered = await olga.entry("answered", id);
    expect(answered).toMatchObject({ ended: "stopped" });
    expect(answered.text ?? "").toBe("");
    await gone;
    const late = await one.enter({ name: "Late" });
    expect(JSON.stringify([await late.log(), late.told])).not.toContain(SECRET);
  });
});

describe("[A192] a question", () => {
  const asked = { type: "asked", id: "q", participant: 1, time: 5, mode: "chat", isShared: true } as const;
  const paid = { provider: "compatible", model: "fake-1", reserved: 1 };
  const quoting = (context: { files: number[]; leftOut?: string[] }, files: RoomFile[], isUnsent = false): boolean => {
    const sent = context.files.map((file) => ({ file, path: `${file}`, version: 1, characters: 1 }));
    const refused = { block: 0, path: "x", from: 0, to: 1, refused: "notSent" } as const;
    const end = { type: "answered", id: "q", time: 6, ended: "whole", tokens: { in: 1, out: 1 }, ms: 1 } as const;
    const answered = { ...end, text: "", ...(isUnsent && { blocks: [refused] }) };
    return quotes(
      { asked: { ...asked, ...paid, context: { ...context, files: sent } }, answered },
      new PurgedFiles(files),
    );
  };
  const purgedAt = (file: number, time: number): RoomFile => ({
    file,
    name: "",
    deleted: { time, participant: 1 },
    purged: true,
  });

  it("may quote the files that were sent, and those that it names by a path alone which were there", () => {
    const there: RoomFile = { file: 1, name: "a" };
    expect(quoting({ files: [1, 2] }, [there, purgedAt(2, 4)])).toBe(true);
    expect(quoting({ files: [1] }, [there, purgedAt(2, 9)])).toBe(false);
    expect(quoting({ files: [1], leftOut: ["b"] }, [there, purgedAt(2, 5)])).toBe(true);
    expect(quoting({ files: [1], leftOut: ["b"] }, [there, purgedAt(2, 4)])).toBe(false);
    expect(quoting({ files: [1], leftOut: ["b"] }, [there, { ...there, file: 2 }])).toBe(false);
    expect(quoting({ files: [1] }, [there, purgedAt(2, 5)], true)).toBe(true);
    expect(quoting({ files: [1] }, [there, purgedAt(2, 4)], true)).toBe(false);
  });
});
