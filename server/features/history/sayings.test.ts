// What waits for what people say of a room's history when the room leaves memory.
import { expect, it, jest } from "@jest/globals";
import { settle } from "../../test/fuzz/simNetwork.ts";
import { roomWithFeature } from "../../test/featureRoom.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { Sayings } from "./sayings.ts";

async function open() {
  let sayings: Sayings | undefined;
  const share = (room: FeatureRoom) => {
    sayings = new Sayings(room);
    return { message() {} };
  };
  const { store, key, enter } = await roomWithFeature(share);
  const { client } = await enter({ key });
  const asker = { participant: client.participant, address: client.address };
  const name = (id: string) => sayings!.sayAndWait(asker, { type: "name", id: id.padEnd(16, "-"), name: "done" });
  return { store, sayings: sayings!, name };
}

it("[I34] of a room that has left memory is refused, said and not durable yet or to be said", async () => {
  const { store, sayings, name } = await open();
  expect(await name("first")).toBe(0);
  jest.spyOn(store, "append").mockReturnValue(new Promise(() => {}));
  const second = name("second");
  void second.catch(() => {});
  await settle();
  sayings.close();
  await expect(second).rejects.toMatchObject({ code: "store_unavailable" });
  await expect(name("third")).rejects.toMatchObject({ code: "store_unavailable" });
});

it("[I34] of a room that has left memory is read no further", async () => {
  const { sayings, name } = await open();
  await name("first");
  let go = (): void => {};
  const mayGo = new Promise<void>((resolve) => (go = resolve));
  const read = sayings.entries(async (run) => (await mayGo, run()));
  void read.catch(() => {});
  sayings.close();
  go();
  await expect(read).rejects.toMatchObject({ code: "store_unavailable" });
});
