// Many at once: people who all move their cursors, rooms that are all opened by a server that has just started.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Gathering } from "./gathering.ts";
import { seededRandom } from "./seededRandom.ts";
import { ServerProcess } from "./serverProcess.ts";

let server: ServerProcess;
const gatherings: Gathering[] = [];

beforeEach(async () => {
  server = await ServerProcess.create({ LIMIT_PUSHES_PER_SECOND: "0" });
  await server.start();
});
afterEach(async () => {
  for (const gathering of gatherings.splice(0)) gathering.leave();
  await server.dispose();
});

async function newGathering(): Promise<Gathering> {
  const { roomId } = await server.createRoom();
  const gathering = new Gathering(server, roomId);
  gatherings.push(gathering);
  return gathering;
}

describe("many at once", () => {
  it("[R5] 50 people move their cursors at once: nobody is disconnected, everybody learns everybody's last place", async () => {
    const people = 50;
    const moves = 6;
    const gathering = await newGathering();
    for (let count = 0; count < people; count++) gathering.enter();
    await gathering.settled();
    gathering.ledger.type(gathering.people[0]!, 0);
    gathering.people[0]!.insert(1, ".".repeat(people * moves));
    await gathering.settled();
    const place = (index: number, move: number): [number, number] => [index * moves + move, index * moves];
    const told = (move: number): Promise<unknown> =>
      Promise.all(
        gathering.people.map((person) =>
          person.until(() =>
            gathering.people.every((other, index) => {
              if (other === person) return true;
              const [selection] = person.presences.get(other.session.you?.client ?? 0)?.selections ?? [];
              return selection?.[0] === place(index, move)[0] && selection[1] === place(index, move)[1];
            }),
          ),
        ),
      );
    for (let move = 0; move < moves; move++) {
      gathering.people.forEach(({ session }, index) => session.open(1).select([place(index, move)]));
      // each second one comes on top of the one before, which nobody needs to have seen
      if (move % 2 === 1) await told(move);
    }
    expect(gathering.witness.opened).toBe(people);
    expect(gathering.witness.codes).toEqual([]);
    expect(gathering.people.filter(({ session }) => session.status.state !== "saved")).toEqual([]);
    expect(server.errors).toEqual([]);
  });

  it("[R6] ten stored rooms opened at once on a server that has just started: all are served", async () => {
    const random = seededRandom(6);
    for (let count = 0; count < 10; count++) {
      const gathering = await newGathering();
      const writer = gathering.enter();
      await writer.settled();
      for (let edit = 0; edit < 300; edit++) gathering.ledger.edit(writer, random);
    }
    await Promise.all(gatherings.map((gathering) => gathering.settled()));
    const texts = gatherings.map(({ people }) => people[0]!.text());
    for (const gathering of gatherings) gathering.leave();
    await server.kill();
    await server.start();
    for (const gathering of gatherings) for (let count = 0; count < 3; count++) gathering.enter();
    await Promise.all(gatherings.map((gathering) => gathering.settled()));
    expect(gatherings.map(({ people }) => people.map((person) => person.text()))).toEqual(
      texts.map((text) => [text, text, text]),
    );
    for (const gathering of gatherings) for (const person of gathering.people) gathering.ledger.edit(person, random);
    await Promise.all(gatherings.map((gathering) => gathering.settled()));
    for (const { people, ledger } of gatherings)
      expect(ledger.faults(people[0]!.text())).toEqual({ lost: [], doubled: [], undead: [] });
    expect(server.errors).toEqual([]);
  });
});
