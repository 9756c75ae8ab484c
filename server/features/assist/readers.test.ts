// Who reads what was asked and answered before they came: nobody who may not see history, by any message. With all features there are.
import { afterEach, describe, expect, it } from "@jest/globals";
import { allFeatures } from "../../test/allFeatures.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { newClientId } from "../../test/person.ts";
import type { Feature } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { NAME } from "./proposals.ts";
import { Asker } from "./test/asker.ts";
import { AssistServer } from "./test/assistServer.ts";

const SECRET = "hunter2";
const ANSWER = `main.py\n<<<<<<< SEARCH\n${SECRET}\n=======\nnone\n>>>>>>> REPLACE`;
const VIEWING = "abcdefghijk344";
const ABOUT = { context: { files: [{ file: 1, version: 1 }] } };

let one: AssistServer;
let live: FeatureRoom;
afterEach(() => one.stop());

/** Whoever is called Vera comes as a viewer. */
const door: Feature = {
  name: "door",
  open: (room) => {
    live = room;
    return { admit: ({ person, name }) => person?.role ?? (name.startsWith("Vera") ? "viewer" : "editor") };
  },
};

/** What somebody has asked about a text that stands there no more. */
async function secretAsked(ana: Asker): Promise<string> {
  await one.write(ana, SECRET);
  one.fake.behaviour = { way: "ok", text: ANSWER };
  const id = ana.ask("refactor", `Is ${SECRET} safe?`, ABOUT);
  expect((await ana.entry("answered", id)).blocks).toMatchObject([{ changes: expect.any(Array) }]);
  ana.wire.say({ type: "push", file: 1, version: 1, seq: 2, changes: [[[SECRET.length, "none"]]] });
  await ana.wire.next("updates");
  return id;
}

const comesBy = async (address: string, hello: Parameters<typeof Wire.enter>[1]): Promise<Asker> =>
  new Asker(await Wire.enter(one.server.socketUrl(address), hello)).come();

describe("what was asked before", () => {
  it("[A188] is told by no message to viewers, by a viewing address or not, who come later and may not see history", async () => {
    one = await AssistServer.start({}, [door, ...allFeatures.filter(({ name }) => name !== NAME)]);
    const ana = await one.owner();
    const id = await secretAsked(ana);
    one.fake.behaviour = { way: "stall", count: 5, text: ANSWER };
    const going = ana.ask("refactor", `And ${SECRET}?`, ABOUT);
    await ana.next("part");
    await live.claimAddress(VIEWING, Infinity);
    const files = [{ file: 1, version: 0 }];
    const viewers = [
      await comesBy(VIEWING, { name: "Vera by link", files }),
      await comesBy(one.roomId, { name: "Vera", files }),
    ];
    const types = ["asked", "answered", "asked"];
    for (const vera of viewers) {
      expect((await vera.log()).flatMap((entry) => entry?.type ?? []).slice(0, 3)).toEqual(types);
      for (const type of ["look", "accept", "refuse"] as const)
        expect(
          await one.refused(vera, { type, id, block: 0, ...(type === "accept" && { version: 1, isChangeSeen: true }) }),
        ).toBe("unknownAnswer");
    }
    ana.send({ type: "stop", id: going });
    one.fake.behaviour = { way: "ok", text: "It is." };
    for (const vera of viewers) expect((await vera.entry("answered", going)).text).toBeUndefined();
    const now = ana.ask("chat", "Is it safe now?");
    for (const vera of viewers) {
      expect(await vera.entry("answered", now)).toMatchObject({ text: "It is." });
      expect((await vera.log()).at(-1)).toMatchObject({ id: now, text: "It is." });
      expect(JSON.stringify(vera.wire.heard)).not.toContain(SECRET);
      vera.wire.leave();
    }
    expect(JSON.stringify(await ana.log())).toContain(SECRET);
  });

  it("[A188] is read to its end, and from then on, by a viewer whose connection dropped meanwhile, and by no tab that came in between", async () => {
    one = await AssistServer.start({}, [door, ...allFeatures.filter(({ name }) => name !== NAME)]);
    const ana = await one.owner();
    const tab = { name: "Vera", client: newClientId() };
    const vera = await comesBy(one.roomId, tab);
    const { key } = vera;
    one.fake.behaviour = { way: "stall", count: 5, text: ANSWER };
    const id = ana.ask("chat", `Is ${SECRET} safe?`);
    await vera.next("part");
    vera.wire.leave();
    const [again, late] = [await comesBy(one.roomId, { ...tab, key }), await comesBy(one.roomId, { name: "Vera too" })];
    expect(again.streamed(id)).not.toBe("");
    ana.send({ type: "stop", id });
    const { text } = await again.entry("answered", id);
    expect(ANSWER.startsWith(text ?? "-")).toBe(true);
    expect(await again.log()).toMatchObject([
      { id, question: `Is ${SECRET} safe?` },
      { id, text },
    ]);
    expect((await late.entry("answered", id)).text).toBeUndefined();
    expect(JSON.stringify(late.wire.heard)).not.toContain(SECRET);
    for (const { wire } of [again, late]) wire.leave();
  });

  it("[A189] is told to be read anew to whoever may by what owners set, or in another role, and to nobody else", async () => {
    let maySee = false;
    const keeping: Feature = {
      name: "keeping",
      open: (room) => {
        live = room;
        return { seesHistory: () => maySee, admit: ({ person }) => person?.role ?? "viewer" };
      },
    };
    one = await AssistServer.start({}, [keeping]);
    const ana = await one.owner();
    await secretAsked(ana);
    const [eve, viv] = [await one.enter({ name: "Eve" }), await one.enter({ name: "Viv" })];
    const headOf = async (asker: Asker) => {
      const heads = (await asker.wire.answers()).filter(({ type }) => type === "feature");
      return heads.flatMap((message) => ("data" in message ? [message.data as { isAnew?: true }] : []));
    };
    expect(JSON.stringify(await eve.log())).not.toContain(SECRET);
    const person = live.accepted.participants.find(({ name }) => name === "Viv")!;
    // of somebody who was here before it was asked, who writes from now on
    live.accept({ type: "participant", time: live.now, participant: { ...person, role: "editor", dateJoined: 0 } });
    expect(await viv.next("head")).toMatchObject({ isAnew: true, head: 2 });
    expect(JSON.stringify(await viv.log())).toContain(SECRET);
    expect(await headOf(eve)).toEqual([]);
    maySee = true;
    live.rightsChanged();
    expect(await eve.next("head")).toMatchObject({ isAnew: true, head: 2 });
    expect(JSON.stringify(await eve.log())).toContain(SECRET);
    // others read all of it already, and now somebody reads less
    maySee = false;
    live.rightsChanged();
    expect([await headOf(viv), await headOf(eve)]).toEqual([[], []]);
    for (const { wire } of [eve, viv]) wire.leave();
  });

  it("[A188] is read by editors who were in the room by then, and by whoever asked, where owners keep history to themselves", async () => {
    one = await AssistServer.start({}, [{ name: "keeping", open: () => ({ seesHistory: () => false }) }]);
    const ed = await one.enter({ name: "Ed" });
    ed.wire.leave();
    const ana = await one.enter({ name: "Ana" });
    await secretAsked(ana);
    const texts = async (asker: Asker): Promise<string> => JSON.stringify(await asker.log());
    for (const { key } of [ed, ana]) expect(await texts(await one.enter({ key }))).toContain(SECRET);
    expect(await texts(await one.enter({ name: "Eve" }))).not.toContain(SECRET);
  });
});
