// Runs all features of a room, and switches off in that room the one that throws; asks them who may read. Knows no feature by name.
import { Refusal } from "../protocol/errors.ts";
import type { UpdateJSON } from "../protocol/messages.ts";
import type { Coming, OpenFeatures } from "../rooms/feature.ts";
import type { RoomServices } from "../rooms/room.ts";
import type { Feature, FeatureRoom, Reader, RoomFeature } from "./feature.ts";
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
    const refuse = (name: string, error: unknown): never => {
      if (error instanceof Refusal) throw error;
      switchOff(name, error);
      throw new Refusal("unknown_feature");
    };
    const answer = <Answer>(name: string, run: () => Answer): Answer => {
      try {
        const given = run();
        return given instanceof Promise ? (given.catch((error: unknown) => refuse(name, error)) as Answer) : given;
      } catch (error) {
        return refuse(name, error);
      }
    };
    const stored = <Kept>(run: Promise<Kept>): Promise<Kept> =>
      run.catch((error: unknown) => {
        log.error({ err: error, room: room.details().roomId }, "an address of a room was not kept");
        throw new Refusal("store_unavailable");
      });

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
      claimAddress: (address, expiresAt, leadsTo) =>
        stored(services.store.claimAddress(address, room.details().roomId, expiresAt, leadsTo)),
      releaseAddress: (address) => stored(services.store.releaseAddress(address)),
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
          const guarded: Coming = {
            ...coming,
            whenGone: (run) => coming.whenGone(() => guard(name, run)),
            whenIn: (run) => coming.whenIn((participant) => guard(name, () => run(participant))),
          };
          const role = answer(name, () => feature.admit?.(guarded));
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
        return answer(name, () => feature.message?.(from, data));
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

/** Throws the Refusal of a feature that does not let somebody read a room, by what features have `kept` with it. */
export const readerGuard =
  (features: readonly Feature[]) =>
  (reader: Reader, kept: Readonly<Record<string, unknown>> = {}): void => {
    for (const feature of features) feature.admitReader?.(reader, kept[feature.name]);
  };
