// What whoever runs the server says to everybody, for those who are in no room yet. Knows no dashboard.
import { Router } from "express";
import * as v from "valibot";
import { answer, refused, said, text, time } from "../../routing/described.ts";
import type { Site } from "../feature.ts";
import type { OperatorStanding } from "./messages.ts";

const standing = v.strictObject({
  notice: v.exactOptional(
    v.strictObject({
      text: text("plain, of one line"),
      since: time("when it was said"),
      until: time("until when it holds"),
    }),
  ),
  readOnly: v.exactOptional(
    said(
      v.strictObject({ since: time("since when"), reason: text("may be empty") }),
      "nothing may be written, and nobody new comes in",
    ),
  ),
}) satisfies v.GenericSchema<OperatorStanding>;

export const operatorSite: Site = {
  routes({ operatorSaid }) {
    const router = Router();
    router.get("/", (_request, response) => {
      response.json(operatorSaid() satisfies OperatorStanding);
    });
    return router;
  },
  paths: {
    "": {
      get: {
        summary: "Say what whoever runs the server says to everybody now",
        responses: { "200": answer("What holds; what is absent does not.", standing), ...refused("rate_limited") },
      },
    },
  },
};
