// Which files a room has now, and what this person has open of them, whatever is done to several of them. Draws nothing.
import type { RoomFile } from "#protocol/events.ts";
import type { Review } from "./review.ts";

/** All that the room lists, the deleted among them. */
export const filesOf = ({ past }: Review): readonly RoomFile[] => past.room.room.value?.files ?? [];

/** The numbers of those that are not deleted. */
export const presentIn = (review: Review): Set<number> =>
  new Set(filesOf(review).flatMap(({ file, deleted }) => (deleted ? [] : [file])));

/**
 * Runs `act`, which shows files to change them and says which it is done with: each is closed then where it is not wanted. At last the tabs are
 * those that were wanted, as far as the files are there, as a rule those that there were, and the person is back where they were.
 */
export async function keepingTabs<Done>(
  review: Review,
  act: (done: (file: number) => void) => Promise<Done>,
  wanted: readonly number[] = review.past.room.tabs.all.peek(),
): Promise<Done> {
  const { tabs } = review.past.room;
  const [shown, before] = [tabs.shown.peek(), new Set(wanted)];
  try {
    return await act((file) => {
      if (!before.has(file)) tabs.close(file);
    });
  } finally {
    const there = presentIn(review);
    const [first] = there;
    const next = there.has(shown) ? shown : ([...before].find((file) => there.has(file)) ?? first);
    if (next !== undefined) tabs.show(next);
    for (const tab of tabs.all.peek()) if (!before.has(tab) && tab !== next) tabs.close(tab);
    // of as many as there may be one has gone for each that was shown besides
    const left = [...before].filter((file) => there.has(file));
    tabs.arrange(next === undefined || before.has(next) ? left : [...left, next]);
  }
}
