// A room's runs on a clock that is moved by hand, and a runner that does as a test says. Knows no socket and no sandbox.
import type { MemoryDisk } from "../../../store/memory/memoryStore.ts";
import { roomWithFeature } from "../../../test/featureRoom.ts";
import { settle } from "../../../test/fuzz/simNetwork.ts";
import type { TestOutlet } from "../../../test/testOutlet.ts";
import type { FeatureRoom } from "../../featureRoom.ts";
import type { ServerRunMessage, ShownEntry } from "../messages.ts";
import { RoomRuns } from "../roomRuns.ts";
import { FakeRunner, newId } from "./runners.ts";

/** On the same disk again it is the room after a restart. */
export async function openRuns(disk?: MemoryDisk) {
  const runner = new FakeRunner();
  let runs: RoomRuns | undefined;
  const share = (room: FeatureRoom) =>
    (runs = new RoomRuns(
      room,
      () => runner,
      () => {},
    ));
  const opened = await roomWithFeature(share, disk, 1_000_000_000);
  const say = (client: Awaited<ReturnType<typeof opened.enter>>["client"], data: unknown): void =>
    opened.room.receive(client, { type: "feature", feature: "tested", data }, 100);
  const start = (client: Parameters<typeof say>[0], place: string, file = 1): void =>
    say(client, { type: "run", id: newId(), place, file, language: "Python" });
  /** Lets what is under way end. */
  const passes = async (ms = 0): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await settle();
    opened.clock.advance(ms);
    for (let turn = 0; turn < 10; turn++) await settle();
  };
  return { ...opened, runs: runs!, runner, say, start, passes };
}

export const told = (outlet: TestOutlet): ServerRunMessage[] =>
  outlet.of("feature").map(({ data }) => data as ServerRunMessage);
export const entriesOf = (outlet: TestOutlet): ShownEntry[] =>
  told(outlet).flatMap((message) =>
    message.type === "entries" ? message.entries.filter((entry) => entry !== null) : [],
  );
