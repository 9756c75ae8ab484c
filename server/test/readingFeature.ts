// A feature that answers with the text of a file, for tests of what HTTP makes of long answers. Checks nothing.
import { Router } from "express";
import type { Feature } from "../features/feature.ts";
import { Refusal } from "../protocol/errors.ts";

export const reading: Feature = {
  name: "reading",
  requestPoints: 20,
  routes({ rooms, keyOf, queued }) {
    const router = Router({ mergeParams: true });
    router.get<"/:file", { roomId: string; file: string }>("/:file", async (request, response) => {
      const { roomId, file } = request.params;
      if ("queued" in request.query) queued(response);
      const text = await rooms.text(roomId, Number(file), keyOf(request));
      if (text === undefined) throw new Refusal("unknown_file");
      response.type("text/plain; charset=utf-8").send(text);
    });
    return router;
  },
};
