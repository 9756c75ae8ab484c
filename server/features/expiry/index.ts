// When a room is deleted because nobody visits it: told to its owners in time, and put off by any visit. Knows no setting of the room.
import { Router } from "express";
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import { answer, ASKING, KEY_NEEDED, refused, said } from "../../routing/described.ts";
import type { Feature } from "../feature.ts";
import type { ExpiryMessage } from "./messages.ts";

/** A room that is kept for longer after the last visit says nothing. */
const SOON_MS = 7 * 24 * 3_600_000;

const expires = v.strictObject({
  expiresAt: said(v.nullable(v.number()), "in ms since 1970, unless somebody visits the room before; null: never"),
});
type Expires = v.InferOutput<typeof expires>;

const told = (time: number): Expires => ({ expiresAt: time === Infinity ? null : time });

const expiry: Feature = {
  name: "expiry",
  open: (room) => ({
    joined({ client, participant }) {
      if (room.expiresAfterMs > SOON_MS || !room.isOwner(participant)) return;
      room.send(client, { type: "expires", afterMs: room.expiresAfterMs } satisfies ExpiryMessage);
    },
    async request({ role }): Promise<Expires> {
      if (role !== "owner") throw new Refusal("not_owner");
      return told(await room.visit());
    },
  }),
  routes({ rooms, keyOf }) {
    const router = Router({ mergeParams: true });
    router.get<"/", { roomId: string }>("/", async (request, response) => {
      const time = await rooms.expiryOf(request.params.roomId, keyOf(request));
      if (time === undefined) throw new Refusal("room_not_found");
      response.json(told(time));
    });
    router.post<"/", { roomId: string }>("/", async (request, response) => {
      response.json(await rooms.request(request.params.roomId, keyOf(request), "expiry", {}));
    });
    return router;
  },
  paths: {
    "": {
      get: {
        summary: "Say when the room is deleted, to an owner; to ask is no visit",
        ...KEY_NEEDED,
        responses: { "200": answer("When it is deleted", expires), ...refused(...ASKING, "not_owner") },
      },
      post: {
        summary: "Keep the room as a visit does, and say until when, to an owner",
        ...KEY_NEEDED,
        responses: { "200": answer("When it is deleted", expires), ...refused(...ASKING, "not_owner") },
      },
    },
  },
};

export default expiry;
