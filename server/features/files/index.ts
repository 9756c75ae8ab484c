// The files of a room: made, renamed, moved, deleted, put back and deleted for good, as entries of the room's own log. Knows no socket and no text.
import { Refusal } from "../../protocol/errors.ts";
import type { Participant, RoomFile } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Asker } from "../../rooms/people/rights.ts";
import { Allowances } from "../../featureParts/allowances.ts";
import type { Feature, RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { type Changed, type Created, decodeMessage, decodeWish, type WasPutBack, type Wish } from "./messages.ts";
import { fileRoutes, paths } from "./routes.ts";
import { changesFor } from "./tree.ts";

const NAME = "files";
/** Files that one participant may change, in the long run and at once: each change is a frame to everybody, and a folder holds many. */
const CHANGES_PER_SECOND = 50;
const CHANGES_AT_ONCE = 2_000;
/** Deleting for good counts as so many messages: each time the room's own log is written anew. */
const PURGING_COST = 20;

class Files implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #changes = new Allowances({ perSecond: CHANGES_PER_SECOND, atOnce: CHANGES_AT_ONCE });

  constructor(room: FeatureRoom) {
    this.#room = room;
  }

  message(from: ConnectedClient & Asker, data: unknown): void | Promise<void> {
    const wish = decodeMessage(data);
    if (wish.type === "putBack") return this.#tellPutBack(from.participant, wish.file);
    const { files, done } = this.#grant(from, wish);
    if (done) return done;
    const [made] = files;
    if (wish.type !== "create" || !made) return;
    this.#room.whenDurable(() => this.#room.send(from.client, { type: "created", file: made.file } satisfies Created));
  }

  async request({ participant }: Participant, data: unknown, address: string): Promise<Changed> {
    const { files, done } = this.#grant({ participant, address }, decodeWish(data));
    await done;
    return { files };
  }

  /** The edit itself came as any other does. */
  #tellPutBack(participant: number, file: number): void {
    const room = this.#room;
    if (!room.mayWrite(participant)) throw new Refusal("read_only");
    if (!room.details.files.some((one) => one.file === file && !one.purged)) throw new Refusal("unknown_file");
    this.#spend(participant, 1);
    room.broadcast({ type: "putBack", file, participant } satisfies WasPutBack);
  }

  /** In one turn, so that all of it is one entry in the store, or nothing. `done`: of what takes longer than until it is durable. */
  #grant(from: Asker, wish: Wish): Changed & { readonly done?: Promise<void> } {
    const room = this.#room;
    const { participant } = from;
    if (wish.type === "purge" && !room.isOwner(participant)) throw new Refusal("not_owner");
    if (!room.mayWrite(participant)) throw new Refusal("read_only");
    if (wish.type === "restore") this.#mustSee(from, wish.files);
    const by = { time: room.now, participant };
    const files = changesFor(room.accepted.files, wish, by, room.limits);
    this.#spend(participant, files.length);
    if (wish.type === "purge") return { files, done: room.purge(files, by) };
    for (const file of files) room.accept({ type: "file", ...by, file });
    return { files };
  }

  /** What was deleted is history, but to whoever has deleted it. Throws Refusal unknown_file. */
  #mustSee(from: Asker, numbers: readonly number[]): void {
    if (this.#room.seesHistory(from)) return;
    const isOthers = ({ file, deleted }: RoomFile): boolean =>
      numbers.includes(file) && deleted !== undefined && deleted.participant !== from.participant;
    if (this.#room.accepted.files.some(isOthers)) throw new Refusal("unknown_file");
  }

  #spend(participant: number, count: number): void {
    const wait = this.#changes.spend(participant, count, this.#room.now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
  }
}

const files: Feature = {
  name: NAME,
  open: (room) => new Files(room),
  costs: { purge: PURGING_COST },
  routes: ({ rooms, keyOf }) => fileRoutes(rooms, keyOf),
  paths,
};

export default files;
