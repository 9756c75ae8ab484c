// Writes below a file who has written how much of it, when somebody asks. Knows a room by its port alone.
import { Text } from "@codemirror/state";
import * as v from "valibot";
import type { Feature, RoomHooks } from "../../features/feature.ts";
import type { FeatureLog } from "../../features/featureLog.ts";
import type { FeatureRoom } from "../../features/featureRoom.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { UpdateJSON } from "../../protocol/updates.ts";

const wish = v.strictObject({ file: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) });

/** Who asked, and when (ms since 1970). */
interface Asked {
  readonly participant: number;
  readonly time: number;
}

class Scribe implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #log: FeatureLog<Asked>;
  #asked = 0;

  constructor(room: FeatureRoom) {
    this.#room = room;
    const hear = ({ entries }: { readonly entries: readonly unknown[] }): void => void (this.#asked += entries.length);
    this.#log = room.log<Asked>("asked", { replayed: hear, opened() {}, committed: hear });
  }

  async message({ participant }: ConnectedClient, data: unknown): Promise<void> {
    const room = this.#room;
    const read = v.safeParse(wish, data);
    if (!read.success) throw new Refusal("bad_request");
    if (!room.mayWrite(participant)) throw new Refusal("read_only");
    if (this.#asked >= Number(room.setting("SCRIBE_TIMES"))) throw room.refusal("tired");
    this.#log.append({ participant, time: room.now });
    const { file } = read.output;
    const nameOf = new Map(
      room.details.participants.flatMap((person) =>
        [...room.clientsOf(person.participant)].map((client) => [client, person.name] as const),
      ),
    );
    const written = new Map<string, number>();
    for await (const { updates } of room.read(file, 0))
      for (const update of updates) {
        const name = nameOf.get(update[0]);
        if (name !== undefined) written.set(name, (written.get(name) ?? 0) + insertedBy(update));
      }
    const robot = await room.enter({ name: "Scribe", role: "editor" });
    await robot.open(file);
    const lines = [...written].map(([name, units]) => `${name}: ${units}`);
    await robot.edit(file, (text) => ({ from: text.length, insert: Text.of(["", ...lines]) }));
    robot.leave();
    room.count("asked");
  }
}

/** UTF-16 units; a line break is one. */
const insertedBy = ([, , , change]: UpdateJSON): number =>
  change.reduce<number>((sum, section) => {
    if (typeof section === "number" || section.length < 2) return sum;
    return sum + section.slice(1).join("\n").length;
  }, 0);

const scribe: Feature = {
  name: "scribe",
  open: (room) => new Scribe(room),
  messages: { perSecond: 1, atOnce: 5 },
  settings: {
    SCRIBE_TIMES: {
      byDefault: "100",
      read(text) {
        if (!/^\d{1,6}$/.test(text)) throw new Error("must be a whole number up to 999999");
        return Number(text);
      },
    },
  },
  errors: { tired: { like: "outdated", sentence: "The scribe has written as often as it may in this room." } },
};

export default scribe;
