// The assistant over real sockets, with a provider of nothing: who may ask, what everybody sees, what is left of it.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Feature } from "../feature.ts";
import { MODES } from "./messages.ts";
import { MODE_ENTRIES } from "./modes.ts";
import { AssistServer, KEY } from "./test/assistServer.ts";
import { newId } from "./test/asker.ts";
import type { Way } from "./test/fakeProvider.ts";

let one: AssistServer;
beforeEach(async () => {
  one = await AssistServer.start();
});
afterEach(() => one.stop());

const answering = (text: string): string => `Please.\n\n\`\`\`\`answer\n${text}\n\`\`\`\``;

describe("a question", () => {
  it("[A100] that is shared is asked, streamed and answered for everybody, with who asked what of whom and what it took", async () => {
    const [ana, ben] = [await one.enter({ name: "Ana" }), await one.enter({ name: "Ben" })];
    const id = ana.ask("chat", answering("One two three four five six seven eight."));
    for (const person of [ana, ben]) {
      const asked = await person.entry("asked");
      expect(asked).toMatchObject({ id, mode: "chat", isShared: true, participant: ana.wire.welcome.you.participant });
      expect(asked).toMatchObject({
        provider: "compatible",
        model: "fake-1",
        question: expect.stringMatching(/^Please/),
      });
      const answered = await person.entry("answered");
      const text = "One two three four five six seven eight.";
      expect(answered).toMatchObject({ id, ended: "whole", text, tokens: { in: expect.any(Number), out: 10 } });
      expect(answered.code).toBeUndefined();
      expect(text.startsWith(person.streamed(id))).toBe(true);
    }
    const cleo = await one.enter({ name: "Cleo" });
    expect((await cleo.log()).map((entry) => entry?.type)).toEqual(["asked", "answered"]);
  });

  it("[A101] that is private is told to the tabs of whoever asked alone; the log has who, when, how and how much", async () => {
    const ana = await one.enter({ name: "Ana" });
    const ben = await one.enter({ name: "Ben" });
    const id = ana.ask("chat", answering("Only for you."), { isShared: false });
    expect(await ana.entry("answered")).toMatchObject({ text: "Only for you." });
    const tab = await one.enter({ key: ana.key });
    expect(tab.own).toMatchObject([{ type: "asked", id, question: expect.any(String) }, { text: "Only for you." }]);
    await ben.entry("answered");
    expect(ben.told.filter(({ type }) => type === "own" || type === "part")).toEqual([
      { type: "own", isAll: true, entries: [] },
    ]);
    const log = await ben.log();
    expect(log).toHaveLength(2);
    for (const secret of ["Only for you", "Please", "question", "context"])
      expect(JSON.stringify([log, ben.told])).not.toContain(secret);
    // in memory alone
    await one.restart();
    const again = await one.enter({ key: ana.key });
    expect(again.own).toEqual([]);
    again.send({ type: "look", id, block: 0 });
    const { why, sentence } = await again.next("refused");
    expect([why, sentence]).toEqual(["unknownAnswer", expect.stringMatching(/everybody has left.*server restarts/)]);
  });

  it.each(MODES)("[A102] in the mode %s is sent with what that mode is, and answered", async (mode) => {
    const ana = await one.enter({ name: "Ana" });
    await one.write(ana, "def f():\n    pass");
    ana.ask(mode, "What now?", { context: { files: [{ file: 1, version: 1, from: 4, to: 4 }] } });
    const [{ system, user }] = [await one.fake.next(1)];
    expect(user.replace(/\n>>>[^]*?caret\n/, "")).toContain("def f");
    expect(system).toMatch(/You are the assistant/);
    for (const other of MODES) expect(system.includes(MODE_ENTRIES[other].instruction)).toBe(other === mode);
    const answered = await ana.entry("answered");
    expect(answered).toMatchObject({ ended: "whole" });
    const asked = ana.told.flatMap((message) => ("entries" in message ? message.entries : []))[0];
    expect(asked).toMatchObject({ mode, isShared: mode !== "complete" });
  });

  it("[A103] that is stopped closes the provider's connection, by whoever asked or an owner and nobody else; what there is of the answer stays and says so", async () => {
    const [olga, ana, ben] = [await one.owner(), await one.enter({ name: "Ana" }), await one.enter({ name: "Ben" })];
    one.fake.behaviour = { way: "endless" };
    for (const stopper of [ana, olga]) {
      const id = ana.ask("chat", "Go on for ever");
      const asked = await one.fake.next();
      await ben.next("part");
      expect(await one.refused(ben, { type: "stop", id })).toBe("notOwner");
      stopper.send({ type: "stop", id });
      await asked.closed;
      expect(asked.wasCut).toBe(true);
      const answered = await ana.entry("answered");
      expect(answered).toMatchObject({ ended: "stopped", code: "stopped", tokens: { isEstimated: true } });
      expect(answered.text).toMatch(/^Hello/);
    }
  });

  it("[A104] is the same one when it is said again", async () => {
    const [olga, ana] = [await one.owner(), await one.enter({ name: "Ana" })];
    const id = ana.ask("chat", "Once");
    ana.ask("chat", "Once", {}, id);
    await ana.entry("answered");
    ana.ask("chat", "Once", {}, id);
    // whoever has not heard so the first time
    expect(await ana.next("askedBefore")).toEqual({ type: "askedBefore", id });
    expect(await ana.log()).toHaveLength(2);
    expect(one.fake.asked).toHaveLength(1);
    expect(ana.told.filter(({ type }) => type === "askedBefore")).toHaveLength(1);
    // also where they may not ask any more
    olga.send({ type: "setting", guardrail: "off", mayAsk: "owners" });
    while ((await ana.next("state")).guardrail !== "off");
    ana.ask("chat", "Once", {}, id);
    expect(await ana.next("askedBefore")).toEqual({ type: "askedBefore", id });
  });

  it("[A105] that was not answered when the server stopped ends, with all that it could take", async () => {
    const ana = await one.enter({ name: "Ana" });
    one.fake.behaviour = { way: "endless" };
    ana.ask("chat", "Go on");
    const { closed } = await one.fake.next(1);
    await one.restart();
    await closed;
    const ben = await one.enter({ name: "Ben" });
    const log = await ben.log();
    const asked = log.find((entry) => entry?.type === "asked")!;
    const entry = log.find((one) => one?.type === "answered") ?? (await ben.entry("answered"));
    expect(asked.reserved).toBeGreaterThan(MODE_ENTRIES.chat.answerTokens);
    expect(entry).toMatchObject({
      tokens: { in: asked.reserved, out: 0, isEstimated: true },
      ended: "failed",
      code: "serverStopped",
      sentence: expect.stringContaining("restarted"),
    });
  });

  it("[A106] comes from whom the owners let ask, and from no viewer; nobody sets who but they", async () => {
    const [olga, ana] = [await one.owner(), await one.enter({ name: "Ana" })];
    const setting = { type: "setting", guardrail: "all", mayAsk: "owners" };
    expect(await one.refused(ana, setting)).toBe("notOwner");
    olga.send(setting);
    expect(await ana.next("state")).toMatchObject({ mayAsk: "owners" });
    ana.ask("chat", "May I?");
    expect(await ana.next("refused")).toMatchObject({ why: "mayNotAsk", sentence: expect.any(String) });
    olga.ask("chat", "May I?");
    expect(await olga.entry("answered")).toMatchObject({ ended: "whole" });
  });

  it("[A106] is for those who are let ask now: what was set before is not told after it, however slow the store is", async () => {
    const { values } = one.store;
    const read = values.read.bind(values);
    let go = (): void => {};
    const isHeld = new Promise<void>((held) => {
      values.read = (name) => {
        values.read = read;
        held();
        return new Promise<void>((gone) => (go = gone)).then(() => read(name));
      };
    });
    const entering = one.enter({ name: "Ana" });
    await isHeld;
    const olga = await one.owner();
    olga.send({ type: "setting", guardrail: "off", mayAsk: "owners" });
    const ana = await entering;
    expect(ana.state.guardrail).toBe("off");
    // what she was to be told as she came in
    go();
    expect(await ana.next("state")).toMatchObject({ guardrail: "off", mayAsk: "owners" });
  });

  it("[A106] of a room that is closed is refused, and what is answered there ends; nothing is put in", async () => {
    await one.stop();
    const freezer: Feature = {
      name: "freezer",
      open: (room) => ({ message: () => room.freeze(true) }),
    };
    one = await AssistServer.start({}, [freezer]);
    const ana = await one.enter({ name: "Ana" });
    await one.write(ana, "x = 1");
    const context = { files: [{ file: 1, version: 1 }] };
    one.fake.behaviour = { way: "ok", text: "main.py\n<<<<<<< SEARCH\nx = 1\n=======\nx = 2\n>>>>>>> REPLACE" };
    const proposed = ana.ask("generate", "Two", { context });
    expect((await ana.entry("answered", proposed)).blocks).toHaveLength(1);
    one.fake.behaviour = { way: "endless" };
    const id = ana.ask("chat", "Go on");
    const asked = await one.fake.next(2);
    ana.wire.say({ type: "feature", feature: "freezer", data: {} });
    await asked.closed;
    expect(await ana.entry("answered", id)).toMatchObject({ ended: "cut", code: "notAllowed" });
    ana.ask("chat", "And now?");
    expect(await ana.next("refused")).toMatchObject({ why: "mayNotAsk" });
    const accept = { type: "accept", id: proposed, block: 0, version: 1, isChangeSeen: true };
    expect(await one.refused(ana, accept)).toBe("mayNotWrite");
    expect((await one.server.rooms.text(one.roomId, 1, one.key))!).toBe("x = 1");
  });

  it("[A106] of what there is nothing, no files and no words, is none", async () => {
    const ana = await one.enter({ name: "Ana" });
    for (const mode of ["chat", "review", "complete"] as const) {
      ana.ask(mode, "  ");
      expect(await ana.next("refused")).toMatchObject({ why: "nothingAsked" });
    }
    ana.ask("review", "", { context: { files: [{ file: 9, version: 0 }] } });
    expect(await ana.next("refused")).toMatchObject({ why: "unknownFile" });
    ana.ask("review", "", { context: { files: [{ file: 1, version: 5, from: 0, to: 3 }] } });
    expect(await ana.next("refused")).toMatchObject({ why: "unknownVersion" });
  });

  it("[A107] beyond three of one person at once, or ten in a moment, waits", async () => {
    const ana = await one.enter({ name: "Ana" });
    one.fake.behaviour = { way: "stall" };
    for (let count = 0; count < 3; count++) ana.ask("chat", "Wait");
    await one.fake.next(3);
    ana.ask("chat", "Wait");
    expect(await ana.next("refused")).toMatchObject({ why: "tooMany", retryAfterMs: 5_000 });
  });

  it("[A107] of one person is taken ten times at once, and then waits", async () => {
    const ana = await one.enter({ name: "Ana" });
    for (let count = 0; count < 10; count++) {
      const id = ana.ask("chat", "Quick");
      await ana.entry("answered", id);
    }
    // one comes back every 2 s
    let refused;
    for (let count = 0; count < 10 && !refused; count++) {
      const id = ana.ask("chat", "Quick");
      while (!refused) {
        const message = await ana.take();
        if (message.type === "refused") refused = message;
        if (message.type === "entries" && message.entries.some((one) => one?.type === "answered" && one.id === id))
          break;
      }
    }
    expect(refused).toMatchObject({ why: "tooOften" });
    expect(refused!.retryAfterMs).toBeGreaterThan(0);
    expect(refused!.retryAfterMs).toBeLessThanOrEqual(2_000);
  });

  it("[A107] is one of eight of a room at once, whoever asks", async () => {
    one.fake.behaviour = { way: "stall" };
    for (const name of ["Ana", "Ben", "Cleo"]) {
      const person = await one.enter({ name });
      const count = name === "Cleo" ? 2 : 3;
      for (let asked = 0; asked < count; asked++) person.ask("chat", "Wait");
    }
    await one.fake.next(8);
    const dora = await one.enter({ name: "Dora" });
    expect(
      await one.refused(dora, {
        type: "ask",
        id: newId(),
        mode: "chat",
        isShared: true,
        question: "?",
        context: { files: [] },
      }),
    ).toBe("tooMany");
  });

  it("[A107] is one of ten of a network address at once, and of forty of a server", async () => {
    await one.restart({ TRUST_PROXY: "1" });
    one.fake.behaviour = { way: "stall" };
    /** Somebody new in this room, from this address. */
    const from = (address: number) => one.enter({ name: "Ana" }, { "x-forwarded-for": `203.0.113.${address}` });
    const asks = async (address: number) => {
      const person = await from(address);
      return { person, id: person.ask("chat", "Wait") };
    };
    const newRoom = async () => void ({ roomId: one.roomId } = await one.server.createRoom("Olga"));
    const first = await asks(0);
    for (let count = 1; count < 10; count++) {
      if (count % 8 === 0) await newRoom();
      await asks(0);
    }
    await one.fake.next(10);
    const { person, id } = await asks(0);
    const refused = await person.next("refused");
    expect(refused).toMatchObject({ id, why: "tooManyOfAddress", retryAfterMs: 5_000 });
    expect(refused.sentence).toContain("your network");
    // others have their places still, and a place is given back
    first.person.send({ type: "stop", id: first.id });
    await first.person.entry("answered", first.id);
    person.ask("chat", "Wait");
    await one.fake.next(11);
    for (let count = 10; count < 40; count++) {
      if ((count - 10) % 8 === 0) await newRoom();
      await asks(Math.floor(count / 10));
    }
    await one.fake.next(41);
    await newRoom();
    expect(await (await asks(9)).person.next("refused")).toMatchObject({ why: "tooMany", retryAfterMs: 5_000 });
  });

  it("[A127] that reads texts does so after the others of the same person, six at most", async () => {
    const [ana, ben] = [await one.enter({ name: "Ana" }), await one.enter({ name: "Ben" })];
    await one.write(ana, "x = 1");
    const text = "main.py\n<<<<<<< SEARCH\nx = 1\n=======\nx = 2\n>>>>>>> REPLACE";
    one.fake.behaviour = { way: "ok", text };
    const id = ana.ask("generate", "Two", { context: { files: [{ file: 1, version: 1 }] } });
    await ana.entry("answered", id);
    await ben.entry("answered", id);
    for (let count = 0; count < 12; count++) ana.send({ type: "look", id, block: 0 });
    ben.send({ type: "look", id, block: 0 });
    await ben.next("placed");
    const told = [];
    while (told.length < 12) {
      const message = await ana.take();
      if (message.type === "placed" || message.type === "refused") told.push(message);
    }
    const refused = told.filter(({ type }) => type === "refused");
    expect(refused).toHaveLength(6);
    for (const one of refused)
      expect(one).toMatchObject({ id, block: 0, why: "tooOften", retryAfterMs: 1_000, sentence: expect.any(String) });
    // and then it goes on
    ana.send({ type: "look", id, block: 0 });
    await ana.next("placed");
  });

  it("[A108] that does not decode is bad_request, changes nothing and is not repeated", async () => {
    const ana = await one.enter({ name: "Ana" });
    const ask = { type: "ask", id: newId(), mode: "chat", isShared: true, question: "q", context: { files: [] } };
    const own = { provider: "openai", model: "m", key: "k" };
    for (const wrong of [
      null,
      { type: "tell" },
      { ...ask, mode: "write" },
      { ...ask, more: 1 },
      { ...ask, id: "short" },
      { ...ask, question: "x".repeat(8_001) },
      { ...ask, context: { files: Array.from({ length: 51 }, () => ({ file: 1, version: 0 })) } },
      { ...ask, context: { files: [{ file: 0, version: 0 }] } },
      { ...ask, own: { ...own, provider: "compatible" } },
      { ...ask, own: { ...own, key: "secret\nX-Other: 1" } },
      { ...ask, own: { ...own, model: "../../v2/secret?" } },
      { ...ask, own: { ...own, baseUrl: "http://127.0.0.1" } },
      { type: "accept", id: newId(), block: 51, version: 0, isChangeSeen: true },
    ]) {
      ana.send(wrong);
      const error = await ana.wire.next("error");
      expect(error).toMatchObject({ code: "bad_request" });
      expect(JSON.stringify(error)).not.toMatch(/secret|xxx/);
    }
    expect(await ana.log()).toEqual([]);
    expect(one.fake.asked).toEqual([]);
  });
});

describe("the assistant", () => {
  it("[A109] is seen as no person once it was asked for all to see, and not before; whoever puts it out turns it off", async () => {
    const [olga, ana] = [await one.owner(), await one.enter({ name: "Ana" })];
    ana.ask("chat", "Alone?", { isShared: false });
    await ana.entry("answered");
    expect(ana.wire.heard.filter(({ type }) => type === "joined")).toEqual([]);
    olga.ask("chat", "Together?");
    const joined = await ana.wire.next("joined");
    expect(joined).toMatchObject({ person: { name: "Assistant", robot: "assist", role: "editor" } });
    await ana.entry("answered");
    olga.send({ type: "setting", guardrail: "off", mayAsk: "editors" });
    await ana.wire.next("left");
    expect(
      await one.refused(ana, {
        type: "ask",
        id: newId(),
        mode: "chat",
        isShared: true,
        question: "?",
        context: { files: [] },
      }),
    ).toBe("off");
  });

  it("[A113] says what there is of it: the model, what may be asked, and what is left today for whom", async () => {
    const ana = await one.enter({ name: "Ana" });
    expect(ana.state).toMatchObject({
      isThere: true,
      provider: "compatible",
      model: "fake-1",
      ownProviders: ["openai", "anthropic", "google"],
      guardrail: "all",
      modes: MODES,
      left: { server: 1_000_000, room: 500_000, person: 250_000, address: 500_000 },
    });
    expect(ana.state.resetsAt! % 86_400_000).toBe(0);
    ana.ask("chat", "How much?");
    const answered = await ana.entry("answered");
    // each is told again what is left when it was counted
    const { left } = await ana.next("state");
    const took = answered.tokens.in + answered.tokens.out;
    expect(left).toEqual({
      server: 1_000_000 - took,
      room: 500_000 - took,
      person: 250_000 - took,
      address: 500_000 - took,
    });
  });

  it("[A114] marks who asked and what was taken, for history, also of private ones, and never what was said", async () => {
    const ana = await one.enter({ name: "Ana" });
    await one.write(ana, "x = ");
    const id = ana.ask("complete", "", {
      isShared: false,
      context: { files: [{ file: 1, version: 1, from: 4, to: 4 }] },
    });
    one.fake.behaviour = { way: "ok", text: "```python\n42\n```" };
    expect(await ana.entry("answered")).toMatchObject({ id, text: "42" });
    ana.send({ type: "taken", id });
    expect(await ana.entry("taken")).toMatchObject({ id });
    expect(await one.refused(ana, { type: "taken", id })).toBe("unknownAnswer");
    expect(JSON.stringify(await ana.log())).not.toContain('"42"');
    const { user } = one.fake.asked[0]!;
    expect(user).toContain("before the caret\nx = \n");
  });

  it("[A117] goes on after a store that did not answer", async () => {
    const ana = await one.enter({ name: "Ana" });
    const { values } = one.store;
    const change = values.change.bind(values);
    values.change = () => Promise.reject(new Error("no disk"));
    ana.ask("chat", "Now?");
    expect(await ana.next("refused")).toMatchObject({ why: "unavailable" });
    values.change = change;
    ana.ask("chat", "And now?");
    expect(await ana.entry("answered")).toMatchObject({ ended: "whole" });
    expect(one.fake.asked).toHaveLength(1);
  });

  it("[A128] tells the operator that their key is not answered, of no room, and nothing of what whoever asks brings about", async () => {
    const ana = await one.enter({ name: "Ana" });
    const own = { provider: "openai", model: "gpt-1", key: "sk-own-0123456789" };
    const ask = async (way: Way, more: object = {}): Promise<void> => {
      one.fake.behaviour = { way };
      const id = ana.ask("chat", "What?", more);
      expect((await ana.entry("answered", id)).code).toBeDefined();
    };
    for (const way of ["contextTooLong", "tooLong", "refusal", "empty"] as const) await ask(way);
    await ask("unauthorized", { own });
    expect(one.server.log.warnings).toEqual([]);
    await ask("unauthorized");
    await ask("html");
    const { errors, warnings } = one.server.log;
    const of = { feature: "assist", provider: "compatible" };
    const sentence = "a question was not answered";
    expect(warnings).toEqual([
      { details: { ...of, code: "keyRefused", status: 401 }, sentence },
      { details: { ...of, code: "noAnswer", status: undefined }, sentence },
    ]);
    expect(errors).toEqual([]);
  });

  it("[A115] keeps the operator's key to itself", async () => {
    const ana = await one.enter({ name: "Ana" });
    one.fake.behaviour = { way: "ok", text: `The key is ${KEY}, I was told.` };
    ana.ask("chat", "What is the key?");
    expect(await ana.entry("answered")).toMatchObject({ text: "The key is [key], I was told." });
    one.fake.behaviour = { way: "unauthorized" };
    ana.ask("chat", "What is the key?");
    expect(await ana.entry("answered")).toMatchObject({ ended: "failed", code: "keyRefused", text: "" });
    expect(one.fake.asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`, `Bearer ${KEY}`]);
    const { errors, warnings, told } = one.server.log;
    const everything = JSON.stringify([ana.wire.heard, errors, warnings, told, await ana.log()]);
    expect(everything).not.toContain(KEY);
  });
});
