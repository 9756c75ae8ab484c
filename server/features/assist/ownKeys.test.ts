// A person's own key: where it goes, and where it is never found again.
import { afterEach, describe, expect, it } from "@jest/globals";
import { clientMessage, OWN_PROVIDERS } from "./messages.ts";
import { AssistServer } from "./test/assistServer.ts";
import rights from "./test/rights.ts";
import type { MemoryDisk } from "../../store/memory/memoryStore.ts";

const OWN = "sk-my-own-key-that-nobody-may-see";

let one: AssistServer;
afterEach(() => one.stop());

interface Described {
  readonly paths: Readonly<Record<string, object>>;
}

/** All that is stored of it, as text. */
const stored = (disk: MemoryDisk): string =>
  JSON.stringify([...disk.rooms.values()], (_key, value: unknown) =>
    value instanceof Map ? [...value] : value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );

describe("a key of one's own", () => {
  it.each(OWN_PROVIDERS)(
    "[A130] goes to %s alone, for this question alone, and is in nothing that is told, logged or kept",
    async (provider) => {
      one = await AssistServer.start({ AI_PROVIDER: "none", AI_MODEL: "", AI_BASE_URL: "", AI_TOKENS_PER_DAY: "" });
      const [ana, ben] = [await one.enter({ name: "Ana" }), await one.enter({ name: "Ben" })];
      expect(ana.state).toMatchObject({ isThere: true, ownProviders: OWN_PROVIDERS });
      expect(ana.state.provider).toBeUndefined();
      const own = { provider, model: "their-model", key: OWN };
      for (const isShared of [true, false])
        for (const way of ["ok", "unauthorized", "trouble", "busy", "html"] as const) {
          one.fake.behaviour = { way, text: `Your key is ${OWN}.` };
          const id = ana.ask("chat", "What?", { own, isShared });
          const answered = await ana.entry("answered", id);
          expect(answered.ended).toBe(way === "ok" ? "whole" : way === "trouble" ? "cut" : "failed");
        }
      for (const { headers, raw } of one.fake.asked) {
        expect(JSON.stringify(headers)).toContain(OWN);
        expect(raw).not.toContain(OWN);
      }
      await ben.entry("answered");
      const log = await ben.log();
      expect(log[0]).toMatchObject({ type: "asked", isOwnKey: true, provider, model: "their-model" });
      const { errors, warnings, told } = one.server.log;
      const all = JSON.stringify([ana.wire.heard, ben.wire.heard, errors, warnings, told, log]) + stored(one.disk);
      expect(all).toContain("their-model");
      expect(all).not.toContain(OWN.slice(0, 12));
      // who brings none has nobody to ask
      ben.ask("chat", "What?");
      expect(await ben.next("refused")).toMatchObject({ why: "absent" });
    },
  );

  it("[A131] takes nothing from the server's tokens, and is not taken where the operator says so", async () => {
    one = await AssistServer.start();
    const ana = await one.enter({ name: "Ana" });
    const own = { provider: "anthropic", model: "m", key: OWN };
    ana.ask("chat", "What?", { own });
    await ana.entry("answered");
    expect((await ana.next("state")).left!.server).toBe(1_000_000);
    await one.restart({ AI_OWN_KEYS: "0" });
    const ben = await one.enter({ name: "Ben" });
    expect(ben.state.ownProviders).toEqual([]);
    ben.ask("chat", "What?", { own });
    expect(await ben.next("refused")).toMatchObject({ why: "ownKeysOff" });
    expect(one.fake.asked).toHaveLength(1);
  });
});

describe("a server without a key", () => {
  it("[A132] that takes none has nothing of the assistant, over the socket and over HTTP; nor has one without a bound of what may be spent", async () => {
    one = await AssistServer.start({ AI_OWN_KEYS: "0", AI_TOKENS_PER_DAY: "" });
    const olga = await one.owner();
    expect(olga.state).toMatchObject({ isThere: false, ownProviders: [] });
    expect(olga.state.provider).toBeUndefined();
    expect(one.server.log.warnings.map(({ sentence }) => sentence)).toEqual([
      "AI_PROVIDER is not used: set AI_TOKENS_PER_DAY to what may be spent in a day",
    ]);
    olga.ask("chat", "Anybody?");
    expect(await olga.next("refused")).toMatchObject({ why: "absent" });
    const own = { provider: "google", model: "m", key: OWN };
    olga.ask("chat", "Anybody?", { own });
    expect(await olga.next("refused")).toMatchObject({ why: "absent" });
    const headers = { authorization: `Bearer ${one.key}`, "content-type": "application/json" };
    const state = (await (await fetch(one.url, { headers })).json()) as object;
    expect(state).toMatchObject({ isThere: false });
    for (const more of [{}, { "x-provider-key": OWN, "x-provider": "google", "x-provider-model": "m" }]) {
      const body = JSON.stringify({ mode: "chat", question: "Anybody?" });
      const answer = await fetch(one.url, { method: "POST", headers: { ...headers, ...more }, body });
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ error: { code: "assist.absent" } });
    }
    // each route that the server describes, and each message that the schema has
    const { paths: described } = (await (await fetch(`${one.server.url}/api/openapi.json`)).json()) as Described;
    const routes = Object.entries(described).flatMap(([path, methods]) =>
      /\/assist(?:\/|$)/.test(path)
        ? Object.keys(methods).flatMap((method) => (method === "parameters" ? [] : `${method.toUpperCase()} ${path}`))
        : [],
    );
    expect(routes.map((route) => route.replace(/\/.*\/assist\/?/, "")).toSorted()).toEqual(
      Object.keys(rights.routes).toSorted(),
    );
    for (const route of routes) {
      const [method = "", path = ""] = route.split(" ");
      if (method === "GET") continue;
      const wanted = { mode: "chat", question: "Anybody?" };
      const url = one.server.url + path.replace("{roomId}", one.roomId);
      const answer = await fetch(url, { method, headers, body: JSON.stringify(wanted) });
      expect([route, await answer.json()]).toMatchObject([route, { error: { code: "assist.absent" } }]);
    }
    const types = clientMessage.options.map(({ entries }) => entries.type.literal);
    expect(Object.keys(rights.messages).toSorted()).toEqual(types.toSorted());
    const here = { viewer: 1, editor: 1, owner: 1, removed: 1 };
    for (const type of types) {
      const { data } = rights.messages[type].say(here) as { readonly data: object };
      expect([type, await one.refused(olga, data)]).toEqual([type, "absent"]);
    }
    expect((await (await fetch(one.url, { headers })).json()) as object).toEqual(state);
    expect(one.fake.asked).toEqual([]);
  });
});
