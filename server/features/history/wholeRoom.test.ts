// A room that is brought back as a whole: the files that there were, and what is said of it as one act.
import { describe, expect, it, jest } from "@jest/globals";
import { newClientId } from "../../test/person.ts";
import { FeatureRoom } from "../featureRoom.ts";
import { enter, get, live, owner, refusedWith, say, start, told, type } from "./test/historyServer.ts";

interface FilesThen {
  readonly files: readonly { readonly file: number; readonly path: string }[];
}

const filesAt = async (time: number | undefined): Promise<FilesThen["files"]> =>
  ((await get(time === undefined ? "/files" : `/files?time=${time}`).expect(200)).body as FilesThen).files;

describe("a whole room", () => {
  it("[I30] has the files that there were at a moment, deleted since or not, for who sees history", async () => {
    await start();
    await owner();
    const vera = await enter({ name: "Vera" });
    const { now } = live;
    const event = (file: object, time: number) =>
      live.accept({ type: "file", time, participant: 1, file: { file: 2, ...file } } as never);
    event({ name: "src/two.py" }, now + 1_000);
    event({ name: "src/two.py", deleted: { time: now + 2_000, participant: 1 } }, now + 2_000);
    const [first] = await filesAt(now);
    expect(first?.file).toBe(1);
    expect(await filesAt(now)).toHaveLength(1);
    expect(await filesAt(now + 1_500)).toEqual([first, { file: 2, path: "src/two.py" }]);
    expect(await filesAt(undefined)).toHaveLength(1);
    await get("/files?time=-1").expect(400);
    await get(`/files?time=${now}`, vera.key).expect(403);
  });

  it("[I31] is brought back by one entry, of one's own updates, and that taken back by another; everybody is told once", async () => {
    await start();
    const [wire, ed] = [await owner(), await enter({ name: "Ed" })];
    const vera = await enter({ name: "Vera" });
    await type(wire, "ab");
    const [mine, his] = [wire.welcome.you.client, ed.welcome.you.client];
    const text = (client: number) => ({ file: 1, base: 1, client, firstSeq: 1, lastSeq: 1 });
    const restored = (client: number) => ({
      type: "roomRestored" as const,
      id: newClientId(),
      at: 1,
      back: [],
      gone: [],
      texts: [{ ...text(client), version: 0 }],
    });
    say(wire, restored(mine));
    expect(await told(vera, "announced")).toEqual({ type: "announced", what: "roomRestored", participant: 1 });
    const { from, entries } = await told(ed, "told");
    expect(entries).toMatchObject([{ type: "roomRestored", participant: 1, texts: [{ client: mine }] }]);
    const undone = (client: number, clients: readonly number[]) => ({
      type: "roomUndone" as const,
      id: newClientId(),
      entry: from,
      back: [],
      gone: [],
      texts: [{ ...text(client), set: { clients: [...clients], from: 0, to: 1 } }],
    });
    say(wire, undone(mine, [mine]));
    expect(await told(vera, "announced")).toMatchObject({ what: "roomUndone", participant: 1 });
    expect(await refusedWith(ed, restored(mine))).toBe("bad_request");
    expect(await refusedWith(ed, undone(mine, [his]))).toBe("bad_request");
    expect(await refusedWith(ed, undone(his, [mine]))).toBe("not_owner");
    expect(await refusedWith(vera, restored(vera.welcome.you.client))).toBe("read_only");
    expect(await refusedWith(wire, { ...restored(mine), back: [0] })).toBe("bad_request");
  });

  it("[I31] of many texts and tabs is looked through once for whose they are", async () => {
    const looked = jest.spyOn(FeatureRoom.prototype, "clientsOf");
    await start();
    const wire = await owner();
    const ed = await enter({ name: "Ed" });
    const { client } = ed.welcome.you;
    const text = (clients: number[]) => ({
      ...{ file: 1, base: 1, client, firstSeq: 1, lastSeq: 1 },
      set: { clients, from: 0, to: 1 },
    });
    const many = Array.from({ length: 400 }, () => text(Array.from({ length: 900 }, () => client)));
    const said = { type: "roomUndone" as const, id: newClientId(), entry: 0, back: [], gone: [] };
    expect(await refusedWith(ed, { ...said, texts: [...many, text([wire.welcome.you.client])] })).toBe("not_owner");
    expect(looked).toHaveBeenCalledTimes(1);
    looked.mockRestore();
  });
});
