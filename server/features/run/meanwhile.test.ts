// Runs on their way into the log, or to the server, while their file is deleted or who wants them may not run any more.
import { describe, expect, it, jest } from "@jest/globals";
import { storedIn } from "../../test/erased.ts";
import { entriesOf, openRuns, told } from "./test/openRuns.ts";
import { newId } from "./test/runners.ts";

const FILE = 2;
const SECRET = "kestrel";

type Opened = Awaited<ReturnType<typeof openRuns>>;
type Entered = Awaited<ReturnType<Opened["enter"]>>;

/** Another file is in the room. */
async function withFile({ handle, passes }: Opened): Promise<void> {
  handle.accept({ type: "file", time: handle.now, participant: 1, file: { file: FILE, name: `${SECRET}.py` } });
  await passes();
}

/** It is deleted; what says so for good is returned. */
function deleteFile({ handle }: Opened): () => Promise<unknown> {
  const by = { time: handle.now, participant: 1 };
  const deleted = { file: FILE, name: `${SECRET}.py`, deleted: by };
  handle.accept({ type: "file", ...by, file: deleted });
  return () => handle.purge([deleted], by);
}

function makeViewer({ handle }: Opened, { client }: Entered): void {
  const person = handle.accepted.participants.find((one) => one.participant === client.participant)!;
  handle.accept({ type: "participant", time: 1, participant: { ...person, role: "viewer" } });
}

const refusals = ({ outlet }: Entered): string[] =>
  told(outlet).flatMap((message) => (message.type === "refused" ? [message.why] : []));

describe("a run on its way", () => {
  it.each(["unknownFile", "mayNotRun"])("[M12] is refused where the log had to be made first: %s", async (why) => {
    const opened = await openRuns();
    await withFile(opened);
    const eve = await opened.enter({ name: "Eve" });
    opened.start(eve.client, "server", FILE);
    if (why === "unknownFile") opened.say(eve.client, { type: "ask", id: newId(), file: FILE });
    if (why === "unknownFile") deleteFile(opened);
    else makeViewer(opened, eve);
    await opened.passes(100);
    expect(refusals(eve)).toEqual(why === "unknownFile" ? [why, why] : [why]);
    expect(entriesOf(eve.outlet)).toEqual([]);
    // and the others' go on
    const ben = await opened.enter();
    opened.start(ben.client, "server");
    await opened.passes();
    expect(entriesOf(ben.outlet).map(({ type }) => type)).toEqual(["started"]);
  });

  it.each([
    ["browser", "at once"],
    ["browser", "before"],
    ["server", "at once"],
    ["server", "before"],
  ])(
    "[M93] is neither told nor kept where its file is deleted for good meanwhile, and is stopped: %s, what says so is stored %s",
    async (place, when) => {
      const opened = await openRuns();
      const { disk, store, enter, runner, say, start, passes } = opened;
      await withFile(opened);
      const ana = await enter();
      start(ana.client, "server");
      (await runner.next()).end();
      await passes();
      const before = told(ana.outlet).length;
      const append = store.append.bind(store);
      const held: (() => void)[] = [];
      const appending = jest.spyOn(store, "append").mockImplementation(async (...args) => {
        await new Promise<void>((resolve) => held.push(resolve));
        return append(...args);
      });
      const purging = deleteFile(opened)();
      if (when === "before") await passes();
      start(ana.client, place, FILE);
      say(ana.client, { type: "ask", id: newId(), file: FILE });
      await passes();
      held.shift()!();
      await passes();
      appending.mockRestore();
      for (const keep of held) keep();
      await purging;
      await passes();
      if (place === "browser") {
        expect(told(ana.outlet)).toContainEqual({ type: "stop", run: 2 });
        say(ana.client, { type: "output", run: 2, chunks: [{ stream: "stdout", text: SECRET }] });
        say(ana.client, { type: "input", run: 2, text: SECRET });
        say(ana.client, { type: "end", run: 2, outcome: "runtime_error", sentence: SECRET });
      } else expect((await runner.next()).isStopped).toBe(true);
      await passes(1_000);
      // what it is typed is told to its tab
      const since = told(ana.outlet)
        .slice(before)
        .filter(({ type }) => type !== "typed");
      expect(since).toContainEqual({ type: "entries", from: 2, entries: [null, null] });
      expect(JSON.stringify(since)).not.toContain(SECRET);
      expect(storedIn(disk)).not.toContain(SECRET);
      // it is over
      say(ana.client, { type: "stop", run: 2 });
      expect(refusals(ana)).toEqual(["notRunning"]);
    },
  );

  it("[M93] that goes on prints nothing that is told or kept once a file that it has is deleted for good", async () => {
    const opened = await openRuns();
    const { disk, enter, say, start, passes } = opened;
    await withFile(opened);
    const ana = await enter();
    start(ana.client, "browser");
    await passes();
    const print = (text: string): void =>
      say(ana.client, { type: "output", run: 0, chunks: [{ stream: "stdout", text }] });
    print("at first");
    await passes(1_000);
    const before = told(ana.outlet).length;
    const purging = deleteFile(opened)();
    // on its way by then
    print(SECRET);
    await purging;
    await passes(1_000);
    // and what its browser says before it has stopped
    print(SECRET);
    await passes(1_000);
    say(ana.client, { type: "end", run: 0, outcome: "runtime_error", sentence: SECRET });
    await passes(1_000);
    const since = told(ana.outlet).slice(before);
    expect(since).toContainEqual({ type: "stop", run: 0 });
    expect(JSON.stringify(since)).not.toContain(SECRET);
    expect(storedIn(disk)).not.toContain(SECRET);
    const read = told(ana.outlet).length;
    say(ana.client, { type: "read", from: 0, to: 9 });
    await passes();
    expect(told(ana.outlet).slice(read)).toMatchObject([
      { type: "page", entries: [{ type: "started" }, { type: "cut", bytes: 15 }, null, { outcome: "runtime_error" }] },
    ]);
  });

  it("[M16] to the server does not begin for who may not run code any more by the time that the files are read", async () => {
    const opened = await openRuns();
    const { enter, handle, runner, start, passes } = opened;
    const eve = await enter({ name: "Eve" });
    const textAt = handle.textAt.bind(handle);
    let read = (): void => {};
    const mayRead = new Promise<void>((resolve) => (read = resolve));
    jest.spyOn(handle, "textAt").mockImplementation((...args) => mayRead.then(() => textAt(...args)));
    const run = jest.spyOn(runner, "run");
    start(eve.client, "server");
    await passes();
    makeViewer(opened, eve);
    read();
    await passes();
    expect(entriesOf(eve.outlet).at(-1)).toMatchObject({ type: "ended", outcome: "cancelled" });
    expect(run).not.toHaveBeenCalled();
  });

  it("[M16] to the server is stopped where that has not said yet how far it is", async () => {
    const opened = await openRuns();
    const eve = await opened.enter({ name: "Eve" });
    opened.start(eve.client, "server");
    const run = await opened.runner.next();
    makeViewer(opened, eve);
    await opened.passes(1_000);
    expect(run.isStopped).toBe(true);
  });
});
