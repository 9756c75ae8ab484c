// The runs of a live room on a clock that is moved by hand: who is slow, who has gone, what an hour does.
import { describe, expect, it } from "@jest/globals";
import { settle } from "../../test/fuzz/simNetwork.ts";
import { newClientId } from "../../test/person.ts";
import type { TestOutlet } from "../../test/testOutlet.ts";
import type { ShownEntry } from "./messages.ts";
import { entriesOf, openRuns as open, told } from "./test/openRuns.ts";
import { newId } from "./test/runners.ts";

describe("a room's runs", () => {
  it("[M12] are not sent to whoever reads slowly, who is told where they are once they keep up", async () => {
    const { enter, room, runner, start, passes } = await open();
    const [fast, slow] = [await enter(), await enter({ name: "Slow" })];
    start(fast.client, "server");
    const run = await runner.next();
    slow.outlet.full = true;
    run.print("one");
    await passes(100);
    slow.outlet.full = false;
    run.print("two");
    await passes(100);
    expect(entriesOf(fast.outlet).flatMap((entry) => (entry.type === "output" ? [entry.text] : []))).toEqual([
      "one",
      "two",
    ]);
    expect(entriesOf(slow.outlet).map(({ type }) => type)).toEqual(["started"]);
    room.drained(slow.client);
    await passes();
    expect(told(slow.outlet).at(-1)).toEqual({ type: "head", start: 0, head: 3 });
    run.print("three");
    await passes(100);
    expect(entriesOf(slow.outlet).at(-1)).toMatchObject({ text: "three" });
  });

  it("[M16] are started while a viewer asks for more of them than anybody may, of which 50 are kept", async () => {
    const { enter, handle, key, runner, say, start, passes } = await open();
    const [olga, eve] = [await enter({ key }), await enter({ name: "Eve" })];
    const person = handle.accepted.participants.find((one) => one.participant === eve.client.participant)!;
    handle.accept({ type: "participant", time: 1, participant: { ...person, role: "viewer" } });
    const ask = (): void => say(eve.client, { type: "ask", id: newId(), file: 1 });
    await passes();
    for (let count = 0; count < 6; count++) ask();
    await passes();
    expect(told(eve.outlet)).toContainEqual(expect.objectContaining({ type: "refused", why: "tooOften" }));
    for (let count = 0; count < 19; count++) start(olga.client, "server");
    await passes();
    for (let count = 0; count < 19; count++) (await runner.next()).end();
    for (let count = 0; count < 60; count++) {
      await passes(10_000);
      ask();
    }
    await passes();
    const late = await enter();
    await passes();
    const { start: from = 0, head: to = 0 } = told(late.outlet).find((message) => message.type === "head") ?? {};
    say(late.client, { type: "read", from, to });
    await passes();
    const kept = told(late.outlet).flatMap((message) => (message.type === "page" ? message.entries : []));
    const count = (type: ShownEntry["type"]): number => kept.filter((entry) => entry?.type === type).length;
    // and no run is lost to them
    expect([count("asked"), count("started")]).toEqual([50, 19]);
  });

  it("[M12] begin also where somebody has asked for something by the same id", async () => {
    const { enter, runner, say, passes } = await open();
    const ana = await enter();
    const id = newId();
    say(ana.client, { type: "ask", id, file: 1 });
    await passes();
    say(ana.client, { type: "run", id, place: "server", file: 1, language: "Python" });
    (await runner.next()).end();
    await passes();
    expect(entriesOf(ana.outlet).map(({ type }) => type)).toEqual(["asked", "started", "ended"]);
  });

  it("[M14] end as cancelled where they are stopped before they are stored", async () => {
    const { enter, runner, say, start, passes } = await open();
    const ana = await enter();
    start(ana.client, "server");
    (await runner.next()).end();
    await passes();
    start(ana.client, "server");
    say(ana.client, { type: "stop", run: 2 });
    await passes();
    expect((await runner.next()).isStopped).toBe(true);
    await passes();
    expect(entriesOf(ana.outlet).at(-1)).toMatchObject({ type: "ended", run: 2, outcome: "cancelled" });
    // and what is over, or was never there, is not
    for (const run of [0, 2, 9]) say(ana.client, { type: "stop", run });
    await passes();
    expect(told(ana.outlet).filter((one) => one.type === "refused" && one.why === "notRunning")).toHaveLength(3);
  });

  it("[M15] end as runner_left when the tab has been gone for 20 s, and not when it is back before", async () => {
    const { enter, room, start, passes } = await open();
    const client = newClientId();
    const [ana, ben] = [await enter({ name: "Ana", client }), await enter()];
    start(ana.client, "browser");
    await passes();
    room.leave(ana.client);
    await passes(19_999);
    const { key } = ana.outlet.of("welcome")[0]!.you;
    const again = await enter({ client, key: key! });
    await passes(60_000);
    expect(entriesOf(ben.outlet).map(({ type }) => type)).toEqual(["started"]);
    room.leave(again.client);
    await passes(20_000);
    expect(entriesOf(ben.outlet).at(-1)).toMatchObject({
      outcome: "runner_left",
      sentence: "The browser that ran it has gone. Run it again.",
    });
  });

  it("[M72] tell their tab how much of their output is here: at first, when it is back, and after a restart", async () => {
    const first = await open();
    const client = newClientId();
    const ana = await first.enter({ name: "Ana", client });
    first.start(ana.client, "browser");
    await first.passes();
    const takenBy = (outlet: TestOutlet) => told(outlet).filter(({ type }) => type === "taken");
    expect(takenBy(ana.outlet)).toEqual([{ type: "taken", run: 0, characters: 0 }]);
    const print = (text: string): void =>
      first.say(ana.client, { type: "output", run: 0, chunks: [{ stream: "stdout", text }] });
    print("häll");
    await first.passes(1_000);
    first.say(ana.client, { type: "input", run: 0, text: "typed\n" });
    // what is not stored yet counts, and is stored
    print("o");
    first.room.leave(ana.client);
    const { key } = ana.outlet.of("welcome")[0]!.you;
    const again = await first.enter({ client, key: key! });
    expect(takenBy(again.outlet)).toEqual([{ type: "taken", run: 0, characters: 5 }]);
    await first.passes(1_000);
    await first.directory.drain();
    const second = await open(first.disk);
    const later = await second.enter({ client, key: key! });
    await second.passes(100);
    expect(takenBy(later.outlet)).toEqual([{ type: "taken", run: 0, characters: 5 }]);
  });

  it("[M47] say from their beginning where nothing can be typed to them", async () => {
    const { enter, say, passes } = await open();
    const ana = await enter();
    for (const takesInput of [true, false])
      say(ana.client, {
        type: "run",
        id: newId(),
        place: "browser",
        file: 1,
        language: "Python",
        takesInput,
      });
    await passes();
    expect(entriesOf(ana.outlet).map((entry) => entry.type === "started" && entry.takesInput)).toEqual([
      undefined,
      false,
    ]);
  });

  it("[M14] are typed to 1,000 times, within what they may print, and what is not read is told from that", async () => {
    const { enter, say, start, passes, runner } = await open();
    const ana = await enter();
    start(ana.client, "server");
    const run = await runner.next();
    await passes();
    const why = (text: string, end = false): string | undefined => {
      const before = told(ana.outlet).length;
      say(ana.client, { type: "input", run: 0, text, ...(end && { end }) });
      return told(ana.outlet)
        .slice(before)
        .flatMap((message) => (message.type === "refused" ? [message.why] : []))[0];
    };
    run.takes = false;
    expect(why("x".repeat(4_000))).toBe("unread");
    run.takes = true;
    run.print("x".repeat(1024 * 1024 - 2_000));
    await passes(100);
    expect([why("x".repeat(1_001)), why("x".repeat(1_000))]).toEqual([undefined, "typedTooMuch"]);
    for (let line = 1; line < 1_000; line++) {
      if (line % 20 === 0) await passes(1_000);
      say(ana.client, { type: "input", run: 0, text: "x" });
    }
    expect([run.typed.length, why("x"), why("", true), run.isClosed]).toEqual([1_000, "typedTooMuch", undefined, true]);
  });

  it("[M15] end as cancelled when the tab does not say that it has stopped", async () => {
    const { enter, say, start, passes } = await open();
    const ana = await enter();
    start(ana.client, "browser");
    await passes();
    say(ana.client, { type: "stop", run: 0 });
    await passes(4_999);
    expect(entriesOf(ana.outlet)).toHaveLength(1);
    await passes(1);
    expect(entriesOf(ana.outlet).at(-1)).toMatchObject({ outcome: "cancelled" });
  });

  it("[M15] end as cancelled 5 s after they are stopped, however often their tab goes, comes back and is stopped again", async () => {
    const { enter, room, say, start, passes } = await open();
    const client = newClientId();
    const [eve, ben] = [await enter({ name: "Eve", client }), await enter()];
    const { key } = eve.outlet.of("welcome")[0]!.you;
    start(eve.client, "browser");
    await passes();
    say(ben.client, { type: "stop", run: 0 });
    room.leave(eve.client);
    await passes(300);
    const again = await enter({ client, key: key! });
    expect(told(again.outlet)).toContainEqual({ type: "stop", run: 0 });
    await passes(4_000);
    say(ben.client, { type: "stop", run: 0 });
    await passes(699);
    expect(entriesOf(ben.outlet)).toHaveLength(1);
    await passes(1);
    expect(entriesOf(ben.outlet).at(-1)).toMatchObject({ outcome: "cancelled" });
    say(again.client, { type: "output", run: 0, chunks: [{ stream: "stdout", text: "still here" }] });
    await passes(1_000);
    expect(told(again.outlet).at(-1)).toMatchObject({ why: "notRunning" });
    expect(entriesOf(ben.outlet)).toHaveLength(2);
  });

  it("[M13] in a browser end as time_limit after 2 h", async () => {
    const { enter, start, passes } = await open();
    const ana = await enter();
    start(ana.client, "browser");
    await passes(2 * 3_600_000 - 1);
    expect(entriesOf(ana.outlet)).toHaveLength(1);
    await passes(1);
    expect(entriesOf(ana.outlet).at(-1)).toMatchObject({ outcome: "time_limit" });
    expect(told(ana.outlet)).toContainEqual({ type: "stop", run: 0 });
  });

  it.each(["viewer", "removed", "nobody", "closed"])(
    "[M16] in a browser end for who may not run code any more: %s",
    async (why) => {
      const { enter, handle, key, say, start, passes } = await open();
      const [olga, eve] = [await enter({ key }), await enter({ name: "Eve" })];
      start(eve.client, "browser");
      await passes();
      const { participant } = eve.client;
      const person = handle.accepted.participants.find((one) => one.participant === participant)!;
      const put = (more: object): void =>
        handle.accept({ type: "participant", time: 1, participant: { ...person, role: "viewer", ...more } });
      if (why === "viewer") put({});
      else if (why === "closed") handle.freeze(true);
      else if (why === "nobody") say(olga.client, { type: "setting", mayRun: "nobody" });
      else {
        put({ removed: true });
        handle.dismiss(participant, "removed");
      }
      if (why !== "removed") {
        say(eve.client, { type: "output", run: 0, chunks: [{ stream: "stdout", text: "forged" }] });
        await passes();
        expect(told(eve.outlet)).toContainEqual(expect.objectContaining({ type: "refused", why: "notRunning" }));
      }
      await passes();
      const entries = entriesOf(olga.outlet);
      expect(entries.map(({ type }) => type)).toEqual(["started", "ended"]);
      expect(entries.at(-1)).toMatchObject({ outcome: "cancelled" });
    },
  );

  it("[M16] in a browser end within a second for who is made a viewer and says nothing", async () => {
    const { enter, handle, start, passes } = await open();
    const eve = await enter({ name: "Eve" });
    start(eve.client, "browser");
    await passes();
    const person = handle.accepted.participants.find((one) => one.participant === eve.client.participant)!;
    handle.accept({ type: "participant", time: 1, participant: { ...person, role: "viewer" } });
    await passes(1_000);
    expect(entriesOf(eve.outlet).at(-1)).toMatchObject({ outcome: "cancelled" });
  });

  it("[M16] that wait for the server do not begin for who may not run code any more, and what runs goes on", async () => {
    const { enter, handle, runner, start, passes } = await open();
    const eve = await enter({ name: "Eve" });
    start(eve.client, "server");
    start(eve.client, "server");
    const [running, waiting] = [await runner.next(), await runner.next()];
    running.say({ type: "running" });
    waiting.say({ type: "queued", ahead: 1 });
    await passes();
    const person = handle.accepted.participants.find((one) => one.participant === eve.client.participant)!;
    handle.accept({ type: "participant", time: 1, participant: { ...person, role: "viewer" } });
    await passes(1_000);
    expect([running.isStopped, waiting.isStopped]).toEqual([false, true]);
  });

  it("[M18] over HTTP are answered where the room leaves memory before they have begun", async () => {
    const { enter, handle, runs } = await open();
    const eve = await enter({ name: "Eve" });
    const person = handle.accepted.participants.find((one) => one.participant === eve.client.participant)!;
    const events = runs.request(person, { origin: "", data: { file: 1 } })[Symbol.asyncIterator]();
    runs.closed();
    const sentence = expect.stringContaining("or the room was deleted");
    expect((await events.next()).value).toMatchObject({ type: "ended", outcome: "server_stopped", sentence });
  });

  it.each(["nobody", "closed"])(
    "[M14] are stopped by owners and by who started them, also where nobody may run any: %s",
    async (why) => {
      const { enter, handle, key, runner, say, start, passes } = await open();
      const [olga, ana, ben] = [await enter({ key }), await enter({ name: "Ana" }), await enter()];
      start(ana.client, "server");
      start(ana.client, "server");
      const [first, second] = [await runner.next(), await runner.next()];
      for (const run of [first, second]) run.say({ type: "running" });
      await passes();
      if (why === "closed") handle.freeze(true);
      else say(olga.client, { type: "setting", mayRun: "nobody" });
      await passes();
      say(ben.client, { type: "stop", run: 0 });
      expect(told(ben.outlet).at(-1)).toMatchObject({ why: "mayNotRun" });
      expect(first.isStopped).toBe(false);
      say(olga.client, { type: "stop", run: 0 });
      say(ana.client, { type: "stop", run: 1 });
      expect([first.isStopped, second.isStopped]).toEqual([true, true]);
    },
  );

  it.each(["removed", "closed"])(
    "[M18] are told over HTTP to nobody who may not read the room any more: %s",
    async (why) => {
      const { enter, handle, runner, runs, passes } = await open();
      const eve = await enter({ name: "Eve" });
      const person = handle.accepted.participants.find((one) => one.participant === eve.client.participant)!;
      const events = runs.request(person, { origin: "", data: { file: 1 } })[Symbol.asyncIterator]();
      expect((await events.next()).value).toMatchObject({ type: "started" });
      const run = await runner.next();
      run.print("before");
      await passes();
      expect((await events.next()).value).toMatchObject({ text: "before" });
      if (why === "closed") handle.freeze(true);
      else handle.accept({ type: "participant", time: 1, participant: { ...person, role: "viewer", removed: true } });
      run.print("secret");
      await passes(1_000);
      const sentence = "The run was stopped: you may not read this room any more.";
      expect((await events.next()).value).toMatchObject({ type: "ended", outcome: "cancelled", sentence });
      expect((await events.next()).done).toBe(true);
    },
  );

  it("[M18] that print nothing are told over HTTP for a second at most to who was removed", async () => {
    const { enter, handle, runner, runs, passes } = await open();
    const eve = await enter({ name: "Eve" });
    const person = handle.accepted.participants.find((one) => one.participant === eve.client.participant)!;
    const events = runs.request(person, { origin: "", data: { file: 1 } })[Symbol.asyncIterator]();
    await events.next();
    await runner.next();
    handle.accept({ type: "participant", time: 1, participant: { ...person, role: "viewer", removed: true } });
    const last = events.next();
    await passes(1_000);
    expect((await last).value).toMatchObject({ type: "ended", outcome: "cancelled" });
  });

  it("[M12] are few entries, however small the pieces and however long they run", async () => {
    const { enter, runner, start, passes } = await open();
    const ana = await enter();
    start(ana.client, "server");
    const run = await runner.next();
    for (let at = 0; at < 3_000; at++) {
      run.print("x");
      await settle();
      if (at % 10 === 0) await passes(100);
    }
    run.end();
    await passes();
    const printed = entriesOf(ana.outlet).flatMap((entry) => (entry.type === "output" ? [entry.text] : []));
    expect(printed.join("")).toBe("x".repeat(3_000));
    expect(printed.length).toBeLessThan(320);
  });

  it("[M12] are few entries, also where two streams take turns letter by letter", async () => {
    const { enter, say, start, passes } = await open();
    const ana = await enter();
    start(ana.client, "browser");
    await passes();
    const chunks = Array.from({ length: 100 }, (_, at) => ({ stream: at % 2 ? "stderr" : "stdout", text: "x" }));
    for (let at = 0; at < 2_000; at++) {
      say(ana.client, { type: "output", run: 0, chunks });
      if (at % 5 === 0) await passes(500);
    }
    say(ana.client, { type: "end", run: 0, outcome: "ok" });
    await passes();
    const printed = entriesOf(ana.outlet).flatMap((entry) => (entry.type === "output" ? [entry] : []));
    for (const stream of ["stdout", "stderr"])
      expect(printed.flatMap((one) => (one.stream === stream ? [one.text] : [])).join("")).toBe("x".repeat(100_000));
    expect(printed.length).toBeLessThan(7_000);
  });

  it("[M20] are cut in what is read when an hour has gone, and in the store when the room is opened again", async () => {
    const first = await open();
    const ana = await first.enter();
    first.start(ana.client, "server");
    const run = await first.runner.next();
    for (const letter of "abcdefgh") {
      run.print(letter.repeat(16_384));
      await first.passes(1_000);
    }
    run.end();
    await first.passes(3_600_000);
    first.say(ana.client, { type: "read", from: 0, to: 100 });
    await first.passes();
    const page = told(ana.outlet).at(-1);
    expect(page?.type === "page" && page.entries.map((entry) => entry?.type)).toEqual([
      "started",
      "output",
      "output",
      "cut",
      undefined,
      undefined,
      undefined,
      "output",
      "output",
      "ended",
    ]);
    const stored = (): string => JSON.stringify([...first.disk.rooms.values()].map(({ commits }) => [...commits]));
    expect(stored()).toContain("ddd");
    await first.directory.drain();
    const second = await open(first.disk);
    second.clock.advance(4_000_000);
    const ben = await second.enter();
    await second.passes(100);
    await second.passes(100);
    expect(stored()).not.toContain("ddd");
    expect(stored()).toContain("aaa");
    expect(told(ben.outlet)).toContainEqual({ type: "head", start: 0, head: 10 });
  });
});
