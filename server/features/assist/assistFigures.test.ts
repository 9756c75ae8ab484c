// What questions add up to, as whoever watches the server reads it.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { AssistServer } from "./test/assistServer.ts";

let one: AssistServer;
beforeEach(async () => {
  one = await AssistServer.start({ METRICS_TOKEN: "metrics-0123456789" });
});
afterEach(() => one.stop());

async function metrics(): Promise<string> {
  const headers = { authorization: "Bearer metrics-0123456789" };
  return (await fetch(`${one.server.url}/metrics`, { headers })).text();
}

describe("what is asked", () => {
  it("[A116] is counted for whoever watches the server, by mode and by how answers end", async () => {
    const ana = await one.enter({ name: "Ana" });
    ana.ask("chat", "Count me");
    const { tokens } = await ana.entry("answered");
    one.fake.behaviour = { way: "down" };
    ana.ask("explain", "And me");
    await ana.entry("answered");
    const figures = await metrics();
    const counted = Object.fromEntries(
      [...figures.matchAll(/feature_events_total\{feature="assist",event="(\w+)"\} (\d+)/g)].map(([, what, by]) => [
        what,
        Number(by),
      ]),
    );
    expect(figures).toContain('companion_assist_asked_total{mode="explain"} 1\n');
    expect(figures).toContain('companion_assist_ended_total{how="whole"} 1\n');
    expect(figures).toContain('companion_assist_ended_total{how="providerDown"} 1\n');
    expect(figures).toContain('companion_assist_took_ms_count{mode="chat"} 1\n');
    expect(figures).toContain("companion_assist_under_way 0\n");
    expect(counted).toMatchObject({
      answered: 2,
      answer_ms: expect.any(Number),
      tokens_in: tokens.in,
      tokens_out: tokens.out,
    });
  });

  it("[A116] is counted also where an answer ends with its room, once, and with the tokens that it took", async () => {
    const ana = await one.enter({ name: "Ana" });
    one.fake.behaviour = { way: "endless" };
    ana.ask("chat", "Go on");
    const asked = await one.fake.next(1);
    await ana.next("part");
    const authorization = `Bearer ${one.key}`;
    await fetch(`${one.server.url}/api/rooms/${one.roomId}`, { method: "DELETE", headers: { authorization } });
    await asked.closed;
    const figures = await metrics();
    expect(figures).toContain('companion_assist_ended_total{how="roomClosed"} 1\n');
    expect(figures).toContain('companion_assist_took_ms_count{mode="chat"} 1\n');
    expect(figures).toMatch(/feature_events_total\{feature="assist",event="tokens_in"\} [1-9]/);
    expect(figures).toMatch(/feature_events_total\{feature="assist",event="answered"\} 1\n/);
  });
});
