// Coming in by a join code from the start page. Knows no screen.
import { readJoinCode } from "#protocol/roomId.ts";
import { call } from "../../api.ts";
import type { RoomPlace } from "../../roomLink.ts";
import type { WayIn } from "../../ui/pageFeature.ts";
import { words } from "./words.room.ts";

/** Where a join code leads. Throws ApiError, with code code_not_found where that is nowhere. */
const placeOfCode = async (code: string): Promise<RoomPlace> => {
  const { address, invitation } = await call<{ readonly address: string; readonly invitation: string }>(
    "api/join-code",
    { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ code }) },
  );
  return { roomId: address, invitation };
};

export const wayIn: WayIn = {
  label: () => words.value.linkOrCode,
  unclear: () => words.value.noLinkOrCode,
  find(text) {
    const code = readJoinCode(text);
    return code === undefined ? undefined : placeOfCode(code);
  },
};
