// Playing, seeking and going by edits and pauses, by a clock that the test moves.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type NextFrame, Player, type Speed, SPEEDS } from "./player.ts";
import { typedFile } from "../test/typed.ts";
import { Track } from "./track.ts";

/** Frames that the test draws. */
class Frames {
  now = 1_000;
  #next: ((now: number) => void) | undefined;

  readonly frame: NextFrame = (run) => {
    this.#next = run;
    return () => {
      if (this.#next === run) this.#next = undefined;
    };
  };

  get isWaiting(): boolean {
    return this.#next !== undefined;
  }

  /** Draws a frame so many ms later. */
  pass(ms: number): void {
    this.now += ms;
    const run = this.#next;
    this.#next = undefined;
    run?.(this.now);
  }
}

const at = (...times: readonly number[]) =>
  new Track([
    typedFile(
      1,
      times.map((time) => ({ time })),
    ),
  ]);

function playing(track: Track): { player: Player; frames: Frames } {
  const frames = new Frames();
  const player = new Player(frames.frame);
  player.load(track);
  player.play();
  frames.pass(0);
  return { player, frames };
}

const counted = (player: Player): number | undefined => player.moment.peek()?.count;

/** Times that ascend, some of them equal, some far apart. */
const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 600_000 })), {
  minLength: 1,
  maxLength: 60,
});
const tracks = gaps.map((all) => {
  let time = 1_700_000_000_000;
  return at(...all.map((gap) => (time += gap)));
});

describe("playing", () => {
  it("[V301] goes as quick as it was typed, or so many times as quick", () => {
    const { player, frames } = playing(at(1_000, 1_400, 1_900));
    expect(counted(player)).toBe(1);
    frames.pass(399);
    expect(counted(player)).toBe(1);
    frames.pass(1);
    expect(counted(player)).toBe(2);
    player.speed.value = 2;
    frames.pass(250);
    expect(counted(player)).toBe(3);
    expect(player.isPlaying.peek()).toBe(false);
    expect(frames.isWaiting).toBe(false);
  });

  it("[V301] takes a second for a longer pause where pauses are skipped, and all of it where they are not", () => {
    const { player, frames } = playing(at(0, 60_000, 60_100));
    frames.pass(500);
    // the clock goes through the pause
    expect(player.moment.peek()).toEqual({ count: 1, played: 500, time: 30_000 });
    player.setSkipsPauses(false);
    expect(player.moment.peek()).toEqual({ count: 1, played: 30_000, time: 30_000 });
    frames.pass(29_999);
    expect(counted(player)).toBe(1);
    frames.pass(1);
    expect(counted(player)).toBe(2);
  });

  it("[V301] begins where it is, and from the beginning at the end or now", () => {
    const frames = new Frames();
    const player = new Player(frames.frame);
    player.load(at(0, 100, 200));
    player.seekCount(2);
    player.play();
    expect(counted(player)).toBe(2);
    player.pause();
    player.seekCount(3);
    player.play();
    expect(counted(player)).toBe(0);
    player.backToNow();
    expect(player.moment.peek()).toBeUndefined();
    expect(frames.isWaiting).toBe(false);
    player.play();
    expect(counted(player)).toBe(0);
  });

  it("[V301] plays nothing where nothing was typed", () => {
    const { player, frames } = playing(new Track([]));
    expect(player.moment.peek()).toBeUndefined();
    expect(frames.isWaiting).toBe(false);
  });

  it("[V411] plays all that was typed since a moment in ten seconds, whether that took an hour or half a second", () => {
    fc.assert(
      fc.property(tracks, fc.nat(59), fc.integer({ min: 100, max: 900 }), (track, nth, frameMs) => {
        const frames = new Frames();
        const player = new Player(frames.frame);
        player.load(track);
        const since = track.times[Math.min(nth, track.length - 1)]! - 1;
        player.playFrom(since, 10_000);
        const before = counted(player)!;
        expect(before).toBe(track.times.filter((time) => time <= since).length);
        frames.pass(0);
        const total = player.axis.peek().total;
        const rest = total - player.moment.peek()!.played;
        let passed = 0;
        while (frames.isWaiting && passed < 20_000) {
          // as much of the rest as of the ten seconds
          expect(player.moment.peek()!.played).toBeCloseTo(total - rest * (1 - passed / 10_000), 3);
          frames.pass(frameMs);
          passed += frameMs;
        }
        expect(counted(player)).toBe(track.length);
        expect(player.isPlaying.peek()).toBe(false);
        if (rest > 0) expect(Math.abs(passed - 10_000)).toBeLessThan(frameMs + 1);
      }),
      { numRuns: 50 },
    );
  });

  it("[V302] waits at the end of what is read for what is still to come, and does not begin anew", () => {
    const frames = new Frames();
    const player = new Player(frames.frame);
    player.load(at(1_000, 1_400), true);
    player.play();
    frames.pass(0);
    frames.pass(5_000);
    expect([counted(player), player.isPlaying.peek()]).toEqual([2, true]);
    player.pause();
    player.play();
    expect(counted(player)).toBe(2);
    player.load(at(1_000, 1_400, 1_600), true);
    frames.pass(0);
    frames.pass(200);
    expect([counted(player), player.isPlaying.peek()]).toEqual([3, true]);
    // nothing is to come any more
    player.load(at(1_000, 1_400, 1_600));
    frames.pass(16);
    expect([counted(player), player.isPlaying.peek()]).toEqual([3, false]);
  });

  it("[V302] passes through every edit in its order, at any speed, and ends at the last", () => {
    fc.assert(
      fc.property(
        tracks,
        fc.constantFrom<Speed>(...SPEEDS),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 20 }),
        (track, speed, skips, steps) => {
          const frames = new Frames();
          const player = new Player(frames.frame);
          player.load(track);
          player.setSkipsPauses(skips);
          player.speed.value = speed;
          player.play();
          frames.pass(0);
          let [count, time, passed] = [counted(player)!, player.moment.peek()!.time, 0];
          for (const ms of [...steps, 60 * 600_000]) {
            if (!frames.isWaiting) break;
            frames.pass(ms);
            passed += ms * speed;
            const moment = player.moment.peek()!;
            expect(moment.count).toBeGreaterThanOrEqual(count);
            expect(moment.time).toBeGreaterThanOrEqual(time);
            // as many as lie until then, by the sum of the gaps
            const until = Math.min(passed, player.axis.peek().total);
            const made = track.times.filter((_, edit) => player.axis.peek().of(edit) <= until).length;
            expect(moment.count).toBe(made);
            [count, time] = [moment.count, moment.time];
          }
          expect(count).toBe(track.length);
          expect(player.isPlaying.peek()).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("seeking", () => {
  it("[V303] finds the edits that were made by any place, and the time that it was", () => {
    fc.assert(
      fc.property(tracks, fc.boolean(), fc.double({ min: -0.5, max: 1.5, noNaN: true }), (track, skips, share) => {
        const player = new Player(new Frames().frame);
        player.load(track);
        player.setSkipsPauses(skips);
        const axis = player.axis.peek();
        player.seek(share * axis.total);
        const { count, time, played } = player.moment.peek()!;
        expect(played).toBe(Math.max(0, Math.min(share * axis.total, axis.total)));
        // the edits before the moment are made, those after it are not
        for (const [edit, made] of track.times.entries()) {
          if (edit < count) expect(made).toBeLessThanOrEqual(time);
          else expect(made).toBeGreaterThanOrEqual(time);
        }
        player.seekTime(time);
        expect(player.moment.peek()!.time).toBe(time);
        expect(player.moment.peek()!.played).toBeCloseTo(played, 3);
      }),
      { numRuns: 300 },
    );
  });

  it("[V304] goes edit by edit through all of them and back, also where several were made at once", () => {
    fc.assert(
      fc.property(tracks, fc.boolean(), (track, skips) => {
        const player = new Player(new Frames().frame);
        player.load(track);
        player.setSkipsPauses(skips);
        for (let count = track.length - 1; count >= 0; count--) {
          player.step(-1);
          expect(counted(player)).toBe(count);
        }
        for (let count = 1; count <= track.length; count++) {
          player.step(1);
          expect(counted(player)).toBe(count);
          expect(player.moment.peek()!.time).toBe(track.times[count - 1]);
        }
        player.step(1);
        expect(counted(player)).toBe(track.length);
        player.step(-Infinity);
        expect(counted(player)).toBe(0);
        player.step(Infinity);
        expect(counted(player)).toBe(track.length);
      }),
      { numRuns: 100 },
    );
  });

  it("[V304] goes from pause to pause, each at the edit before it", () => {
    const player = new Player(new Frames().frame);
    player.load(at(0, 100, 9_000, 9_100, 9_200, 30_000));
    const counts = (to: 1 | -1, times: number) =>
      Array.from({ length: times }, () => {
        player.stepPause(to);
        return counted(player);
      });
    expect(counts(-1, 4)).toEqual([5, 2, 0, 0]);
    expect(counts(1, 4)).toEqual([2, 5, 6, 6]);
  });
});

describe("more of the track", () => {
  it("[V305] leaves the moment as it is", () => {
    const player = new Player(new Frames().frame);
    // three people at the same moment
    const typed = [1, 2, 3].map((client) => ({ time: 1_000, client }));
    const load = (...times: readonly number[]): void =>
      player.load(new Track([typedFile(1, [...typed, ...times.map((time) => ({ time }))])]));
    load(9_000);
    for (const count of [1, 2, 3]) {
      player.seekCount(count);
      load(9_000, 9_500, 20_000);
      expect(player.moment.peek()).toMatchObject({ count, time: 1_000 });
      load(9_000);
    }
  });

  it("[V404] [V305] is another when somebody goes on, steps at the same time or plays, and not when what is played is another", () => {
    const { player, frames } = playing(at(1_000, 2_000));
    const moves = (run: () => void): number => {
      const before = player.moves.peek();
      run();
      return player.moves.peek() - before;
    };
    expect(moves(() => player.step(-Infinity))).toBe(1);
    // the first edit is made where the time line begins
    expect(moves(() => player.step(1))).toBe(1);
    expect(moves(() => player.seekTime(1_500))).toBe(1);
    expect(moves(() => player.seek(0))).toBe(1);
    expect(moves(() => player.load(at(500, 1_500, 2_500)))).toBe(0);
    expect(moves(() => player.setSkipsPauses(false))).toBe(0);
    player.play();
    expect(moves(() => frames.pass(16))).toBe(1);
    player.pause();
  });

  it("[V305] keeps the time where another file is played, and is now where it was now", () => {
    const player = new Player(new Frames().frame);
    player.load(at(1_000, 2_000, 3_000));
    player.load(at(1_000, 2_000));
    expect(player.moment.peek()).toBeUndefined();
    player.seekCount(2);
    player.load(new Track([typedFile(2, [{ time: 500 }, { time: 1_500 }, { time: 2_500 }])]));
    expect(player.moment.peek()).toMatchObject({ count: 2, time: 2_000 });
  });
});
