// Who is said to type, by the time since their last edit.
import { expect, it } from "@jest/globals";
import { computed, signal } from "@preact/signals";
import { Player } from "./player.ts";
import { typedFile } from "../test/typed.ts";
import { Track } from "./track.ts";
import { typing } from "./typing.ts";

it("[V317] somebody types while their last edit is no pause ago, and in a pause nobody does", () => {
  const player = new Player(() => () => {});
  player.load(new Track([typedFile(1, [{ time: 0 }, { time: 60_000 }])]));
  const past = {
    history: { personOf: () => undefined, files: signal([{ file: 1, path: "main.js", version: 2 }]) },
    playback: {
      player,
      lastEdit: computed(() => {
        const count = player.moment.value?.count ?? 0;
        return count > 0 ? count - 1 : undefined;
      }),
    },
  };
  expect(typing(past)).toBeUndefined();
  const at = (time: number): string | undefined => {
    player.seekTime(time);
    return typing(past);
  };
  expect(at(-1)).toBeUndefined();
  expect(at(0)).toBe("Somebody types in main.js");
  expect(at(4_999)).toBe("Somebody types in main.js");
  expect(at(5_000)).toBe("nobody types");
  expect(at(59_999)).toBe("nobody types");
  expect(at(60_000)).toBe("Somebody types in main.js");
});
