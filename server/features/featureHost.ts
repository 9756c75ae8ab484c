// Runs all features of a room, and switches off in that room the one that throws. Knows no feature by name.
import { Refusal } from "../protocol/errors.ts";
import type { UpdateJSON } from "../protocol/messages.ts";
import type { OpenFeatures } from "../rooms/feature.ts";
import type { Log } from "../rooms/ports.ts";
import type { Feature, RoomFeature } from "./feature.ts";

/** What rooms open when they go live. */
export const featureHost =
  (features: readonly Feature[], log: Log): OpenFeatures =>
  (room) => {
    const live = new Map<string, RoomFeature>();

    const guard = (name: string, run: () => void): void => {
      try {
        run();
      } catch (error) {
        live.delete(name);
        log.error({ err: error, room: room.details().roomId, feature: name }, "a feature was switched off in a room");
      }
    };
    const each = (run: (feature: RoomFeature) => void): void => {
      for (const [name, feature] of live) guard(name, () => run(feature));
    };

    for (const feature of features)
      guard(feature.name, () => {
        const opened = feature.open?.(room);
        if (opened) live.set(feature.name, opened);
      });

    return {
      joined: (client) => each((feature) => feature.joined?.(client)),
      left: (client) => each((feature) => feature.left?.(client)),
      committed(file, version, entries) {
        if (live.size === 0) return;
        const updates = JSON.parse(entries) as UpdateJSON[];
        each((feature) => feature.committed?.(file, version, updates));
      },
      message(from, name, data) {
        const feature = live.get(name);
        if (!feature?.message) throw new Refusal("unknown_feature");
        guard(name, () => feature.message?.(from, data));
      },
      closed: () => each((feature) => feature.closed?.()),
    };
  };
