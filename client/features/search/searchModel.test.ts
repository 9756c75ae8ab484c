// Search and replace in the files of a room of a whole server, by the real client core; queries run in this process.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Feature } from "../../../server/features/feature.ts";
import { makingFiles } from "../../../server/test/makingFiles.ts";
import { startTestServer, type TestServer } from "../../../server/test/harness.ts";
import { MemoryStore } from "../../../server/store/memory/memoryStore.ts";
import { MemoryKeeper, newClientId, openSocketTo, type Person, realClock } from "../../../server/test/person.ts";
import { SimClock } from "../../../server/test/fuzz/simNetwork.ts";
import { NoAnswer } from "../../editor/timedThread.ts";
import { changesBetween } from "../../editor/changesBetween.ts";
import { Participation } from "../../sync/participation.ts";
import { edits, find } from "./matching.ts";
import { EditedTexts } from "./editedTexts.ts";
import { SearchModel } from "./searchModel.ts";

let server: TestServer;
let room: { roomId: string; key: string };
let olga: Person;
let clock: SimClock;
/** connections of searches */
let entered: Participation[];
let model: SearchModel;
/** runs before a query's answer */
let meanwhile: (() => void) | undefined;

const features: readonly Feature[] = [makingFiles];

beforeEach(async () => {
  server = await startTestServer({}, new MemoryStore(), features);
  room = await server.createRoom();
  olga = server.enter(room.roomId, { key: room.key });
  await olga.settled();
  clock = new SimClock();
  entered = [];
  meanwhile = undefined;
  model = newModel();
});

afterEach(async () => {
  model.leave();
  olga.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

function newModel(): SearchModel {
  const texts = new EditedTexts({
    editors: { of: () => undefined },
    changed: (file) => made.changed(file),
    enter: () => {
      const participant = new Participation({
        roomId: room.roomId,
        open: openSocketTo(server.socketUrl(room.roomId)),
        clock: realClock,
        identity: { client: newClientId(), key: room.key },
        keeper: new MemoryKeeper(),
      });
      entered.push(participant);
      return participant;
    },
  });
  const made: SearchModel = new SearchModel({
    files: () => olga.session.room!.files.filter(({ deleted }) => deleted === undefined),
    texts,
    thread: {
      async ask({ text, query, most, replacement }) {
        meanwhile?.();
        if (text.includes("TOO SLOW")) throw new NoAnswer();
        return replacement === undefined
          ? { matches: find(text, query, most), edits: [] }
          : { matches: [], edits: edits(text, query, replacement, most) };
      },
      end: () => {},
    },
    clock,
    changesBetween: () => Promise.resolve(changesBetween),
  });
  return made;
}

/** Makes a file and puts a text into it; its number. */
async function make(name: string, text: string): Promise<number> {
  const number = olga.session.room!.files.length + 1;
  olga.session.send("make", name);
  await olga.until(() => olga.session.room!.files.length === number);
  olga.session.open(number);
  await olga.settled(number);
  if (text !== "") olga.insert(0, text, number);
  await olga.settled(number);
  return number;
}

async function ask(text: string): Promise<void> {
  model.query.value = { ...model.query.value, text };
  await model.search();
}

const shown = (): string[] =>
  model.found.value.flatMap(({ name, matches }) => matches.map(({ line, found }) => `${name}:${line} ${found}`));

describe("a search in all files", () => {
  it("[Q2] has what is in each of them, over one connection, and follows what is typed", async () => {
    olga.insert(0, "sum = 1\n");
    await make("lib/a.py", "x\ndef Sum(): pass");
    const last = await make("b.py", "none");
    await olga.settled();
    await ask("sum");
    expect(shown()).toEqual(["main.py:1 sum", "lib/a.py:2 Sum"]);
    expect(model.searched.value).toBe(3);
    await ask("su");
    expect(entered).toHaveLength(1);
    const follows = new Promise<void>((resolve) => {
      model.found.subscribe((found) => found.length === 3 && resolve());
    });
    olga.insert(0, "sum ", last);
    await entered[0]!.until(() => entered[0]!.open(last).text.startsWith("sum") || undefined);
    clock.advance(1_000);
    await follows;
    expect(shown()).toEqual(["main.py:1 su", "lib/a.py:2 Su", "b.py:1 su"]);
  });

  it("[Q2] looks when nothing more is typed, and says how far it is once it takes long", async () => {
    await make("a", "needle");
    let steps = 0;
    meanwhile = () => {
      steps++;
      clock.advance(600);
    };
    const seen: unknown[] = [];
    model.progress.subscribe((progress) => progress?.isSlow && seen.push(progress.done));
    model.ask({ text: "n" });
    model.ask({ text: "needle" });
    clock.advance(199);
    expect(model.progress.value).toBeUndefined();
    const found = new Promise<void>((resolve) => {
      model.found.subscribe((all) => all.length === 1 && resolve());
    });
    clock.advance(1);
    await found;
    expect(steps).toBe(2);
    expect(seen).toContain(1);
  });

  it("[Q2] [Q3] names what it could not search", async () => {
    await make("slow.txt", "TOO SLOW");
    await make("a.txt", "here");
    await ask("here");
    expect(shown()).toEqual(["a.txt:1 here"]);
    expect(model.unsearched.value).toEqual([{ name: "slow.txt", reason: "tooSlow" }]);
    await ask("(");
    expect(shown()).toEqual([]);
    model.query.value = { ...model.query.value, isPattern: true };
    await model.search();
    expect(model.patternProblem.value).toMatch(/unterminated group/i);
  });

  it("[Q4] replaces everywhere, and Undo takes it back and leaves what was written since", async () => {
    olga.insert(0, "old = 1\nprint(old)\n");
    const other = await make("a.py", "old old");
    await olga.settled();
    await ask("old");
    model.replacement.value = "brandnew";
    await model.replace();
    expect(model.outcome.value).toEqual({ what: "replaced", places: 4, files: 2, leftOut: [] });
    await olga.until(() => olga.text(other) === "brandnew brandnew" && olga.text().startsWith("brandnew = 1"));
    expect(shown()).toEqual([]);
    // as this person wrote it, who is not somebody else here
    expect(olga.session.room!.participants).toHaveLength(1);
    olga.insert(8, " and", other);
    await olga.settled(other);
    await entered[0]!.until(() => entered[0]!.open(other).text.includes("and") || undefined);
    await model.undo();
    await olga.until(() => olga.text(other) === "old and old" && olga.text() === "old = 1\nprint(old)\n");
    expect(model.outcome.value).toEqual({ what: "putBack", places: 4, files: 2, leftOut: [] });
    // and once alone
    await model.undo();
    expect(model.outcome.value).toEqual({ what: "putBack", places: 0, files: 0, leftOut: [] });
  });

  it("[Q4] says of what nothing takes the place of that it is removed", async () => {
    const file = await make("a", "x and x");
    await ask("x");
    await model.replace();
    await olga.until(() => olga.text(file) === " and ");
    expect(model.outcome.value).toEqual({ what: "removed", places: 2, files: 1, leftOut: [] });
  });

  it("[Q4] replaces one match, or those of a file", async () => {
    const [one, other] = [await make("1", "a b a"), await make("2", "a a")];
    await ask("a");
    model.replacement.value = "c";
    const [first, second] = model.found.value;
    await model.replace(first, first!.matches[1]);
    await olga.until(() => olga.text(one) === "a b c");
    expect(olga.text(other)).toBe("a a");
    await model.replace(second);
    await olga.until(() => olga.text(other) === "c c");
    expect(shown()).toEqual(["1:1 a"]);
  });

  it("[Q4] tries again where somebody types meanwhile, and says so where they type for ever", async () => {
    const file = await make("a", "x");
    await ask("x");
    model.replacement.value = "y";
    const document = entered[0]!.open(file);
    let typed = 0;
    meanwhile = () => {
      if (typed++ < 2) document.edit({ from: 0, insert: "-" });
    };
    await model.replace();
    expect(document.text).toBe("--y");
    meanwhile = () => document.edit({ from: 0, insert: "x" });
    await model.search();
    await model.replace();
    expect(model.outcome.value).toMatchObject({ places: 0, files: 0, leftOut: [{ name: "a", reason: "busy" }] });
  });

  it("[Q4] names what the server does not take", async () => {
    await make("a", "x".repeat(20));
    await ask("x");
    model.replacement.value = "y".repeat(10_001);
    await model.replace();
    expect(model.outcome.value?.leftOut).toEqual([
      { name: "a", reason: { sentence: expect.stringContaining("line would become too long") } },
    ]);
  });
});
