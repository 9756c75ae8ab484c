// Whose a text is, as the server says it: made in the thread of weaves, sent over HTTP, and to whoever sees history alone.
import { describe, expect, it, jest } from "@jest/globals";
import request from "supertest";
import { stretchesIn } from "#weave/sentBlame.ts";
import type { Origin } from "#weave/stretches.ts";
import { newClientId } from "../../test/person.ts";
import { FeatureRoom } from "../featureRoom.ts";
import { RoomLog } from "../../rooms/log/roomLog.ts";
import history from "./index.ts";
import type { BlameAnswer } from "./messages.ts";
import {
  enter,
  get,
  key,
  live,
  owner,
  post,
  roomId,
  say,
  server,
  start,
  stop,
  told,
  type,
} from "./test/historyServer.ts";
import { WeaveThread } from "./weaveThread.ts";

const originsIn = (answer: BlameAnswer): (Origin | undefined)[] =>
  stretchesIn(answer).flatMap(({ length, origin }) => Array<typeof origin>(length).fill(origin));

const whoseIn = (answer: BlameAnswer): string =>
  originsIn(answer)
    .map((origin) => `${origin?.put.client}${origin?.written.client}`)
    .join(" ");

describe("whose a text is", () => {
  it("[I32] is of any version, of the newest where none is named, after a restart too", async () => {
    await start();
    const wire = await owner();
    const ed = await enter({ name: "Ed", files: [{ file: 1, version: null }] });
    await type(wire, "ab", "c");
    ed.push([[3, [0, "!\u{1f600}"]]], { version: 2, seq: 1 });
    await ed.next("updates");
    const at = async (query: string) => (await get(`/files/1/blame${query}`).expect(200)).body as BlameAnswer;
    const [one, two] = [wire.welcome.you.client, ed.welcome.you.client];
    const newest = await at("");
    expect(newest).toMatchObject({ version: 3, notes: 0, lengths: [3, 3], putBy: [one, two], copies: [] });
    const times = originsIn(newest).map((origin) => origin!.put.time);
    for (const time of times) expect(Math.abs(time - live.now)).toBeLessThan(60_000);
    expect(await at("?version=2")).toMatchObject({ version: 2, lengths: [3], putBy: [one] });
    expect(await at("?version=0")).toMatchObject({ version: 0, lengths: [] });
    await get("/files/1/blame?version=4").expect(409);
    await get("/files/1/blame?version=x").expect(400);
    await get("/files/7/blame").expect(404);
    await stop();
    await start();
    expect(await at("")).toEqual(newest);
  });

  it("[I9] is not put together for who asks for its head alone, nor is an old text", async () => {
    await start();
    await type(await owner(), "ab", "c");
    const made = (): number => {
      const [figure] = history.figures!().filter(({ name }) => name === "made_total");
      return figure?.kind === "counter" ? figure.value : NaN;
    };
    const before = made();
    const head = (path: string, as = key) => headOf(`/files/${path}`, as);
    const headOf = (path: string, as = key) =>
      request(server.url).head(`/api/rooms/${roomId}/history${path}`).set("Authorization", `Bearer ${as}`);
    const blame = await head("1/blame?version=1").expect(200);
    expect(blame.headers).toMatchObject({
      "content-type": expect.stringMatching(/^application\/json/),
      "content-encoding": "gzip",
    });
    await head("1/blame").expect(200);
    await head("1/text?version=1").expect(200, undefined).expect("Content-Type", "text/plain; charset=utf-8");
    await head("1/blame?version=3").expect(409);
    await head("1/text?version=3").expect(409);
    await head("1/text?version=0&time=5").expect(400);
    await get("/files/1/text?version=0&time=5").expect(400);
    const tabs = jest.spyOn(FeatureRoom.prototype, "pastClients");
    await headOf("")
      .expect(200)
      .expect("Content-Type", /^application\/json/);
    expect(tabs).not.toHaveBeenCalled();
    tabs.mockRestore();
    await head("7/blame").expect(404);
    const vera = await enter({ name: "Vera" });
    await head("1/blame", vera.key).expect(403);
    await headOf("", vera.key).expect(403);
    expect(made()).toBe(before);
    await get("/files/1/blame?version=1").expect(200);
    expect(made()).toBe(before + 1);
  });

  it("[I32] knows what comes back once that is said, and says how much it knows", async () => {
    await start();
    const wire = await owner();
    const ed = await enter({ name: "Ed", files: [{ file: 1, version: null }] });
    const [one, two] = [wire.welcome.you.client, ed.welcome.you.client];
    await type(wire, "abc", 3);
    ed.push([[[0, "abc"]]], { version: 2, seq: 1 });
    await ed.next("updates");
    const blame = async () => (await get("/files/1/blame").expect(200)).body as BlameAnswer;
    const before = await blame();
    expect([before.notes, whoseIn(before)]).toEqual([0, Array(3).fill(`${two}${two}`).join(" ")]);
    const written = { id: newClientId(), file: 1, base: 2, client: two, firstSeq: 1, lastSeq: 1 };
    say(ed, { type: "restored", ...written, version: 1, at: 1 });
    await told(ed, "told");
    const after = await blame();
    expect([after.notes, whoseIn(after)]).toEqual([1, Array(3).fill(`${two}${one}`).join(" ")]);
    await post("/versions", { name: "Alpha" }).expect(201);
    expect(await blame()).toEqual(after);
  });

  it("[I9] [I32] looks at each tab once however much is said, and at none where the answer is kept", async () => {
    await start();
    const wire = await owner();
    const { client, participant } = wire.welcome.you;
    await type(wire, "ab");
    const text = { file: 1, client, firstSeq: 1, lastSeq: 1, base: 1, set: { participant, from: 0, to: 0 } };
    const texts = Array<typeof text>(1_000).fill(text);
    say(wire, { type: "roomUndone", id: newClientId(), back: [], gone: [], entry: 0, texts });
    await told(wire, "told");
    let looked = 0;
    const tab = new Proxy([client, participant, 1] as const, {
      get(from, name, proxy): unknown {
        if (name === Symbol.iterator) looked++;
        return Reflect.get(from, name, proxy);
      },
    });
    const tabs = jest.spyOn(FeatureRoom.prototype, "pastClients").mockResolvedValue(Array<typeof tab>(3_000).fill(tab));
    const blame = async () => (await get("/files/1/blame").expect(200)).body as BlameAnswer;
    const first = await blame();
    expect([first.notes, looked, tabs.mock.calls.length]).toEqual([500, 3_000, 1]);
    expect(await blame()).toEqual(first);
    expect(tabs).toHaveBeenCalledTimes(1);
    tabs.mockRestore();
  });

  it("[I32] comes compressed, whatever the asker takes", async () => {
    await start();
    await type(await owner(), "ab");
    const answers = ["gzip", "identity", ""].map((one) =>
      get("/files/1/blame").set("Accept-Encoding", one).expect(200),
    );
    for (const { headers, body } of await Promise.all(answers)) {
      expect(headers["content-encoding"]).toBe("gzip");
      expect(body).toMatchObject({ version: 1, lengths: [2] });
    }
  });

  it("[I3] [I4] is told to whoever sees history, asked anew when it is made", async () => {
    await start();
    const wire = await owner();
    await type(wire, "ab");
    const [ed, vera] = [await enter({ name: "Ed" }), await enter({ name: "Vera" })];
    await get("/files/1/blame", ed.key).expect(200);
    await get("/files/1/blame", vera.key).expect(403);
    await request(server.url).get(`/api/rooms/${roomId}/history/files/1/blame`).expect(401);
    // owners change their mind while it is made
    const { blame } = WeaveThread.prototype;
    const making = jest.spyOn(WeaveThread.prototype, "blame").mockImplementation(async function (
      this: WeaveThread,
      ...of
    ) {
      say(wire, { type: "setting", maySee: "owners", links: false });
      while ((await told(wire, "setting")).maySee !== "owners");
      return blame.apply(this, of);
    });
    await get("/files/1/blame?version=0", ed.key).expect(403);
    making.mockRestore();
    say(wire, { type: "setting", maySee: "editors", links: false });
    while ((await told(wire, "setting")).maySee !== "editors");
    // and while what was written is stored, when it is made already
    const { settled } = RoomLog.prototype;
    const storing = jest.spyOn(RoomLog.prototype, "settled").mockImplementationOnce(async function (this: RoomLog) {
      say(wire, { type: "setting", maySee: "owners", links: false });
      while ((await told(wire, "setting")).maySee !== "owners");
      await settled.call(this);
    });
    await get("/files/1/text?version=1", ed.key).expect(403);
    expect(storing).toHaveBeenCalled();
    storing.mockRestore();
  });
});
