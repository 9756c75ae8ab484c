// Who reads what was asked and answered before they came: nobody who may not see history, by any message. With all features there are.
import { afterEach, describe, expect, it } from "@jest/globals";
import { allFeatures } from "../../test/allFeatures.ts";
import { Wire } from "../../test/hostile/wire.ts";
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
