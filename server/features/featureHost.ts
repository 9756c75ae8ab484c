// Runs all features of a room, and switches off in that room the one that throws. Knows no feature by name.
import { Refusal } from "../protocol/errors.ts";
import type { UpdateJSON } from "../protocol/messages.ts";
import type { OpenFeatures } from "../rooms/feature.ts";
import type { RoomServices } from "../rooms/room.ts";
import type { Feature, FeatureRoom, RoomFeature } from "./feature.ts";
import { FeatureLog } from "./featureLog.ts";

/** What the host needs of the process, for the logs of features. */
export type HostServices = Pick<RoomServices, "store" | "commitLoop" | "clock" | "isShared" | "log">;

/** What rooms open when they go live. */
export const featureHost =
  (features: readonly Feature[], { log, clock, ...services }: HostServices): OpenFeatures =>
  (room) => {
    const live = new Map<string, RoomFeature>();
    const logs = new Map<string, { close(): void }>();
    /** what cancels each timer that runs */
    const timers = new Set<() => void>();

    /** a feature that guards the door is switched off: it must not stand open */
    let isUnguarded = false;

    const switchOff = (name: string, error: unknown): void => {
      isUnguarded ||= live.get(name)?.admit !== undefined;
      live.delete(name);
      logs.get(name)?.close();
      log.error({ err: error, room: room.details().roomId, feature: name }, "a feature was switched off in a room");
    };
    const guard = (name: string, run: () => void): void => {
      try {
        run();
      } catch (error) {
        switchOff(name, error);
      }
    };
    const each = (run: (feature: RoomFeature) => void): void => {
      for (const [name, feature] of live) guard(name, () => run(feature));
    };

    /** A Refusal is the other side's; anything else switches the feature off, and is a refusal to the one who asked. */
    const answer = <Answer>(name: string, run: () => Answer): Answer => {
      try {
        return run();
      } catch (error) {
        if (error instanceof Refusal) throw error;
        switchOff(name, error);
        throw new Refusal("unknown_feature");
      }
    };

    const roomOf = (name: string): FeatureRoom => ({
      ...room,
      now: () => clock.now(),
      after(ms, run) {
        const stop = clock.after(ms, () => {
          timers.delete(cancel);
          if (live.has(name)) guard(name, run);
        });
        const cancel = (): void => {
          timers.delete(cancel);
          stop();
        };
        timers.add(cancel);
        return cancel;
      },
      kept: () => room.kept(name),
      keep: (value) => room.keep(name, value),
      log(stream, listener) {
        const opened = new FeatureLog(
          { roomId: room.details().roomId, file: stream },
          { ...services, guard: (run) => guard(name, run), failed: room.failed },
          listener,
        );
        logs.set(name, opened);
        return opened;
      },
    });

    for (const feature of features)
      guard(feature.name, () => {
        const opened = feature.open?.(roomOf(feature.name));
        if (opened) live.set(feature.name, opened);
      });

    return {
      admit(coming) {
        for (const [name, feature] of live) {
          const role = answer(name, () => feature.admit?.(coming));
          if (role !== undefined) return role;
        }
        if (isUnguarded && !coming.person) throw new Refusal("not_admitted");
        return coming.person?.role ?? "editor";
      },
      mayOpen(file, participant) {
        let may = false;
        each((feature) => {
          may ||= feature.mayOpen?.(file, participant) ?? false;
        });
        return may;
      },
      joined: (client) => each((feature) => feature.joined?.(client)),
      left: (client) => each((feature) => feature.left?.(client)),
      committed(file, version, entries) {
        // Parsing costs as much as all else here, and most rooms have nobody who listens.
        if (![...live.values()].some((feature) => feature.committed)) return;
        const updates = JSON.parse(entries) as UpdateJSON[];
        each((feature) => feature.committed?.(file, version, updates));
      },
      message(from, name, data) {
        const feature = live.get(name);
        if (!feature?.message) throw new Refusal("unknown_feature");
        answer(name, () => feature.message?.(from, data));
      },
      request(from, name, data) {
        const feature = live.get(name);
        if (!feature?.request) throw new Refusal("unknown_feature");
        return answer(name, () => feature.request?.(from, data));
      },
      closed() {
        for (const one of logs.values()) one.close();
        for (const cancel of timers) cancel();
        each((feature) => feature.closed?.());
      },
    };
  };
