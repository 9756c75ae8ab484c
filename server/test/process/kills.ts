// People who type in a server that is killed again and again. Knows no store.
import { expect } from "@jest/globals";
import type { Gathering } from "./gathering.ts";
import { below, oneOf, type Random } from "./seededRandom.ts";

/** So many type, come and go, and come back by themselves or not; then all that anybody saw is there, once. */
export async function typeThroughKills(
  gathering: Gathering,
  random: Random,
  { people, kills }: { people: number; kills: number },
): Promise<void> {
  const { server, witness, ledger } = gathering;
  for (let count = 0; count < people; count++) gathering.enter();
  await gathering.settled();
  gathering.startTyping(random);
  for (let kill = 0; kill < kills; kill++) {
    await witness.more(15 + below(random, 45));
    await server.kill();
    gathering.leaves(oneOf(random, gathering.people));
    await server.start();
    gathering.enter();
    for (const { session } of gathering.people) if (random() < 0.8) session.retryNow();
  }
  await witness.more(100);
  gathering.stopTyping();
  gathering.wake();
  expect(ledger.size).toBeGreaterThan(kills * 20);
  await gathering.verify();
}
