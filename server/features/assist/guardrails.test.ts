// How much of the work the assistant may do: the table, and that a server keeps to it.
import { afterEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Feature } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { CodeLeftOut, LEFT_OUT } from "./codeLeftOut.ts";
import { allows, GUARDRAIL_ENTRIES, strictest } from "./guardrails.ts";
import { GUARDRAILS, type Guardrail, type Mode, MODES } from "./messages.ts";
import { mayPropose } from "./prompt.ts";
import { AssistServer } from "./test/assistServer.ts";

let one: AssistServer | undefined;
afterEach(async () => {
  await one?.stop();
  one = undefined;
});

const CODE =
  "Look:\n\n```python\nreturn 2\n```\nmain.py\n<<<<<<< SEARCH\nreturn 1\n=======\nreturn 2\n>>>>>>> REPLACE\nDone.";

/** What each of them leaves. */
const TABLE: Readonly<Record<Guardrail, readonly Mode[]>> = {
  off: [],
  hints: ["chat", "review", "debug", "explain"],
  explain: ["chat", "review", "debug", "explain"],
  syntax: ["chat", "review", "debug", "explain"],
  all: MODES,
};

describe("a guardrail", () => {
  it("[A160] leaves what the table says, and the strictest of operator and owner holds", () => {
    for (const guardrail of GUARDRAILS)
      for (const mode of MODES)
        expect([guardrail, mode, allows(guardrail, mode)]).toEqual([guardrail, mode, TABLE[guardrail].includes(mode)]);
    for (const [index, stricter] of GUARDRAILS.entries())
      for (const other of GUARDRAILS.slice(index))
        expect([strictest(stricter, other), strictest(other, stricter)]).toEqual([stricter, stricter]);
    for (const guardrail of GUARDRAILS.slice(0, -1))
      for (const mode of MODES) expect(mayPropose(mode, guardrail)).toBe(false);
  });

  it.each(GUARDRAILS)(
    "[A161] of the owners, %s, is kept by the server whatever is asked, and told to all",
    async (guardrail) => {
      one = await AssistServer.start();
      const [olga, ana] = [await one.owner(), await one.enter({ name: "Ana" })];
      await one.write(ana, "return 1");
      olga.send({ type: "setting", guardrail, mayAsk: "editors" });
      expect(await ana.next("state")).toMatchObject({ guardrail, mostGuardrail: "all", modes: TABLE[guardrail] });
      one.fake.behaviour = { way: "ok", text: CODE };
      const context = { files: [{ file: 1, version: 1, from: 0, to: 0 }] };
      for (const mode of MODES) {
        const id = ana.ask(mode, "Write it", { context }, undefined);
        if (!TABLE[guardrail].includes(mode)) {
          expect(await ana.next("refused")).toMatchObject({ id, why: guardrail === "off" ? "off" : "mayNotInMode" });
          continue;
        }
        const { text, blocks = [] } = await ana.entry("answered", id);
        const asked = one.fake.asked.at(-1)!;
        expect(asked.system).toContain(GUARDRAIL_ENTRIES[guardrail].instruction);
        expect(asked.system.includes("SEARCH")).toBe(mayPropose(mode, guardrail));
        expect(blocks.length).toBe(mayPropose(mode, guardrail) ? 1 : 0);
        const { mayShowCode } = GUARDRAIL_ENTRIES[guardrail];
        expect(text).toBe(mayShowCode ? CODE : `Look:\n\n${LEFT_OUT}\nmain.py\n${LEFT_OUT}\nDone.`);
        if (!mayShowCode) expect(JSON.stringify(ana.told)).not.toContain("return 2");
      }
      expect(one.fake.asked).toHaveLength(TABLE[guardrail].length);
    },
    20_000,
  );

  it("[A161] of the operator is the most that owners can set, and stays when the server starts again", async () => {
    one = await AssistServer.start({ AI_GUARDRAIL: "explain" });
    const olga = await one.owner();
    expect(olga.state).toMatchObject({ guardrail: "explain", mostGuardrail: "explain" });
    olga.send({ type: "setting", guardrail: "all", mayAsk: "owners" });
    expect(await olga.next("state")).toMatchObject({ guardrail: "explain", mayAsk: "owners" });
    olga.send({ type: "setting", guardrail: "hints", mayAsk: "owners" });
    expect(await olga.next("state")).toMatchObject({ guardrail: "hints" });
    await one.restart();
    expect((await one.owner()).state).toMatchObject({ guardrail: "hints", mostGuardrail: "all", mayAsk: "owners" });
    await one.restart({ AI_GUARDRAIL: "off" });
    expect((await one.owner()).state).toMatchObject({ guardrail: "off", isThere: false });
  });

  it("[A109] is off for who has put the assistant out, as all are told, until owners let it do anything again", async () => {
    let live!: FeatureRoom;
    const putter: Feature = {
      name: "putter",
      open: (room) => {
        live = room;
        return {};
      },
    };
    one = await AssistServer.start({}, [putter]);
    const [olga, ana] = [await one.owner(), await one.enter({ name: "Ana" })];
    await ana.entry("answered", ana.ask("chat", "Why?"));
    const robot = live.accepted.participants.find((person) => person.robot === "assist")!;
    const becomes = async (guardrail: Guardrail): Promise<void> => {
      while ((await ana.next("state")).guardrail !== guardrail);
    };
    const putOut = async (): Promise<void> => {
      const participant = { ...robot, role: "viewer", removed: true } as const;
      live.accept({ type: "participant", time: 1, participant });
      live.dismiss(robot.participant, "removed");
      await becomes("off");
    };
    await putOut();
    olga.send({ type: "setting", guardrail: "off", mayAsk: "editors" });
    await olga.entry("setting");
    expect(live.accepted.participants.find((person) => person.removed)?.participant).toBe(robot.participant);
    olga.send({ type: "setting", guardrail: "all", mayAsk: "editors" });
    await becomes("all");
    const joined = ana.wire.heard.filter(({ type }) => type === "joined").length;
    await ana.entry("answered", ana.ask("chat", "Why now?"));
    expect(ana.wire.heard.filter(({ type }) => type === "joined")).toHaveLength(joined + 1);
    expect(live.accepted.participants.filter((person) => person.robot)).toEqual([robot]);
    // whoever put it out takes that back
    await putOut();
    live.accept({ type: "participant", time: 2, participant: robot });
    await becomes("all");
  });

  it("[A162] that is set while something is answered stops what it does not allow", async () => {
    one = await AssistServer.start();
    const [olga, ana] = [await one.owner(), await one.enter({ name: "Ana" })];
    one.fake.behaviour = { way: "endless" };
    const id = ana.ask("generate", "All of it");
    const asked = await one.fake.next(1);
    await ana.next("part");
    olga.send({ type: "setting", guardrail: "syntax", mayAsk: "editors" });
    await asked.closed;
    expect(await ana.entry("answered", id)).toMatchObject({ ended: "cut", code: "notAllowed" });
  });

  it.each(["chat", "review", "debug", "explain"] as const)(
    "[A162] that is stricter than the one that %s was asked under stops it, and nothing more of it is told",
    async (mode) => {
      one = await AssistServer.start();
      const [olga, ana] = [await one.owner(), await one.enter({ name: "Ana" })];
      await one.write(ana, "return 1");
      one.fake.behaviour = { way: "endless", text: "```python\nreturn 2\n```\n" };
      const id = ana.ask(mode, "Why?", { context: { files: [{ file: 1 }] } });
      const asked = await one.fake.next(1);
      await ana.next("part");
      olga.send({ type: "setting", guardrail: "hints", mayAsk: "editors" });
      await asked.closed;
      const answered = await ana.entry("answered", id);
      expect(answered).toMatchObject({ ended: "cut", code: "notAllowed" });
      // to the letter what stood there when it was set
      const before = ana.told.slice(
        0,
        ana.told.findIndex((message) => "guardrail" in message && message.guardrail === "hints"),
      );
      const parts = before.flatMap((message) => (message.type === "part" ? message.text : []));
      expect(answered.text).toBe(parts.join(""));
      const logged = (await ana.log()).find((entry) => entry?.type === "answered");
      expect(logged).toEqual(answered);
    },
  );

  it("[A162] that is no stricter stops nothing", async () => {
    one = await AssistServer.start();
    const [olga, ana] = [await one.owner(), await one.enter({ name: "Ana" })];
    olga.send({ type: "setting", guardrail: "explain", mayAsk: "editors" });
    await ana.next("state");
    one.fake.behaviour = { way: "slow", count: 20, text: `One two three.\n${CODE}` };
    const id = ana.ask("chat", "Why?");
    await ana.next("part");
    olga.send({ type: "setting", guardrail: "all", mayAsk: "editors" });
    const { ended, text } = await ana.entry("answered", id);
    expect(ended).toBe("whole");
    // it was asked where none may be
    expect(text).not.toContain("return 2");
  });
});

describe("code", () => {
  it("[A163] is left out however it comes, and nothing else is", () => {
    const prose = fc.stringMatching(/^(?:[a-z.][a-z .]{0,11})?$/);
    const part = fc.oneof(
      prose.map((text) => [text, text]),
      fc
        .tuple(fc.constantFrom("```", "~~~~", "````"), prose)
        .map(([fence, text]) => [`${fence}py\n${text}\n${fence}`, LEFT_OUT]),
      fc
        .tuple(fc.constantFrom("    ", "\t", "  \t", "        "), fc.stringMatching(/^[a-z]{1,9}$/))
        .map(([indent, text]) => [`${indent}${text}\n\n${indent}${text}\nSo.`, `${LEFT_OUT}\n\nSo.`]),
      prose.map((text) => [`<<<<<<< SEARCH\n${text}\n=======\nx\n>>>>>>> REPLACE`, LEFT_OUT]),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), fc.array(fc.nat(9)), (parts, cuts) => {
        const text = parts.map(([written]) => written).join("\n");
        const leaving = new CodeLeftOut();
        let [told, at] = ["", 0];
        for (const cut of cuts) told += leaving.add(text.slice(at, (at += cut)));
        told += leaving.add(text.slice(at)) + leaving.end();
        expect(told).toBe(parts.map(([, shown]) => shown).join("\n"));
      }),
    );
  });
});
