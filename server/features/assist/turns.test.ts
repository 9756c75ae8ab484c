// Whose turn it is where much is asked for at once. Knows no question.
import { describe, expect, it } from "@jest/globals";
import { NotDone } from "./notDone.ts";
import { PersonTurns, RoomTurns, serverTurns } from "./turns.ts";

/** Work that ends when it is told to; what has begun by now. */
class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  readonly run = (name: string) => (): Promise<void> => {
    this.begun.push(name);
    return new Promise((resolve) => this.#ends.set(name, resolve));
  };

  async end(name: string): Promise<void> {
    this.#ends.get(name)!();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const whyOf = (error: unknown) => error instanceof NotDone && [error.why, error.retryAfterMs, error.message];

describe("places of proposals", () => {
  it("[A133] are looked for one after the other in a room, who comes first before others, and in two rooms at once", async () => {
    const server = serverTurns();
    const [one, two, three] = [new RoomTurns(server), new RoomTurns(server), new RoomTurns(server)];
    const work = new Work();
    const done = [one.do(work.run("1a")), one.do(work.run("1b")), one.do(work.run("1c"))];
    done.push(two.do(work.run("2a")), three.do(work.run("3a")));
    expect(work.begun).toEqual(["1a", "2a"]);
    await work.end("1a");
    expect(work.begun).toEqual(["1a", "2a", "3a"]);
    await work.end("2a");
    expect(work.begun).toEqual(["1a", "2a", "3a", "1b"]);
    for (const name of ["3a", "1b", "1c"]) await work.end(name);
    await Promise.all(done);
    expect(work.begun.at(-1)).toBe("1c");
  });

  it("[A133] for which twenty of the room wait are not looked for: with a sentence and a time, and other rooms have theirs", async () => {
    const server = serverTurns();
    const [full, other] = [new RoomTurns(server), new RoomTurns(server)];
    const work = new Work();
    const done = Array.from({ length: 20 }, (_, index) => full.do(work.run(`${index}`)));
    expect(whyOf(await full.do(work.run("more")).catch((error: unknown) => error))).toEqual([
      "busy",
      1_000,
      expect.stringMatching(/\.$/),
    ]);
    done.push(other.do(work.run("other")));
    expect(work.begun).toEqual(["0", "other"]);
    // one that fails gives its place back as well
    await work.end("0");
    done.push(full.do(() => Promise.reject(new Error("gone"))).catch(() => {}));
    for (let index = 1; index < 20; index++) await work.end(`${index}`);
    await work.end("other");
    await Promise.all(done);
    expect(work.begun).toHaveLength(21);
    done.push(full.do(work.run("again")));
    expect(work.begun.at(-1)).toBe("again");
  });
});

describe("what a person has done", () => {
  it("[A127] is done one after the other, six at most, and beside what others have done", async () => {
    const turns = new PersonTurns();
    const work = new Work();
    const done = Array.from({ length: 6 }, (_, index) => turns.do(1, work.run(`${index}`)));
    const seventh = await turns.do(1, work.run("6")).catch((error: unknown) => error);
    expect(whyOf(seventh)).toMatchObject(["tooOften", 1_000, expect.any(String)]);
    done.push(turns.do(2, work.run("another's")));
    expect(work.begun).toEqual(["0", "another's"]);
    for (let index = 0; index < 6; index++) await work.end(`${index}`);
    await work.end("another's");
    await Promise.all(done);
    expect(work.begun).toHaveLength(7);
  });
});
