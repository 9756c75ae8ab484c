// The route that answers a join code, outside of a room: nobody who types one knows the room yet. Knows no store.
import { json, Router } from "express";
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import { readJoinCode } from "../../protocol/roomId.ts";
import { answer, body, readBody, refused, shortText, text } from "../../routing/described.ts";
import type { Feature, Site } from "../feature.ts";
import { WRITTEN_CODE } from "./codePattern.ts";
import { drawnFromCode } from "./joinCode.ts";

/** Bytes of a request's body. */
const BODY_BYTES = 16 * 1024;
/** Of a join code as somebody types it, with blanks and dashes. */
const CODE_CHARACTERS = 100;
/** What a counter of 32 bits holds. */
const MOST_GUESSES = 2 ** 31 - 1;

const OF_ADDRESS = "RATE_WRONG_CODES_PER_MINUTE";
const OF_ALL = "RATE_ALL_WRONG_CODES_PER_MINUTE";

const guesses = (byDefault: string) => ({
  byDefault,
  read(written: string): number {
    if (!/^\d+$/.test(written) || Number(written) > MOST_GUESSES)
      throw new Error(`must be a whole number from 0 to ${MOST_GUESSES}`);
    return Number(written);
  },
});

/** Wrong codes in a minute; 0: no bound. */
export const settings = { [OF_ADDRESS]: guesses("10"), [OF_ALL]: guesses("60") } satisfies Feature["settings"];

/** Of who was told a code. */
export const joinCode = v.strictObject({
  code: v.pipe(
    shortText(CODE_CHARACTERS, "as it was read out, in any case, with any blanks and dashes"),
    v.metadata({ pattern: WRITTEN_CODE }),
    v.transform(readJoinCode),
    v.string(),
  ),
});

const joined = v.strictObject({
  address: text("of the room, the last part of its link"),
  invitation: text("what a link has behind a #"),
});

export const joinCodeSite: Site = {
  routes({ setting, leadOf, guesses: bounded }) {
    const guess = bounded({ ofAddress: setting(OF_ADDRESS) as number, ofAll: setting(OF_ALL) as number });
    const router = Router();
    // the code is in the body, as what is in a path ends in logs
    router.post("/", json({ limit: BODY_BYTES }), async (request, response) => {
      const { code } = readBody(joinCode, request.body);
      const giveBack = await guess(request);
      const { address: claimed, invitation } = await drawnFromCode(code);
      const address = await leadOf(claimed);
      if (address === undefined) throw new Refusal("code_not_found");
      await giveBack();
      response.json({ address, invitation } satisfies v.InferOutput<typeof joined>);
    });
    return router;
  },
  paths: {
    "": {
      post: {
        summary: "The address that a join code leads to; wrong codes are few in a minute",
        ...body(joinCode),
        responses: {
          "200": answer("There it is.", joined),
          ...refused("bad_request", "code_not_found", "too_large", "rate_limited", "written_much", "store_unavailable"),
        },
      },
    },
  },
};
