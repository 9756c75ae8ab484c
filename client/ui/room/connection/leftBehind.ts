// Edits that this browser has from an earlier visit, for the person where the server will never take them. Knows no connection.
import type { Unconfirmed } from "../../../sync/ports.ts";
import type { Page } from "../../page.ts";
import { giveBack } from "./givenBack.ts";
import { words } from "../../words.ts";

/** By what they are known, and how they are forgotten. */
export const leftBehind = ({ keeper }: Page, leftover: Unconfirmed) => ({
  id: `${leftover.client} ${leftover.file}`,
  forget: () => void keeper.remove(leftover),
});

/** All that were made in a room that is gone. What reads them is loaded when there are any. */
export const giveBackAll = (page: Page, roomId: string): Promise<void> =>
  page.keeper.eachLeftover(roomId, async (leftover) => {
    const { leftText } = await import("../../../sync/leftovers.ts");
    const message = words.value.leftovers.roomGone;
    giveBack({ ...leftBehind(page, leftover), message, text: leftText(leftover) });
    return false;
  });
