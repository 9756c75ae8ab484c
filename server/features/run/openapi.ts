// The route that runs code, in OpenAPI. Knows no route's code.
import type { Feature } from "../feature.ts";
import { ASKING, body, KEY_NEEDED, refused } from "../../routing/described.ts";
import { wish } from "./messages.ts";

export const paths: Required<Feature>["paths"] = {
  "": {
    post: {
      summary: "Run a file of the room on the server, for everybody in it to see; whoever goes away stops it",
      ...KEY_NEEDED,
      ...body(wish),
      responses: {
        "200": {
          description:
            "Server-sent events, each with JSON: started, phase (queued, compiling, running), output (stream, text) and ended, the last (outcome, sentence, exitCode, signal, wallMs, cpuMs, memoryBytes, retryMs).",
          content: { "text/event-stream": { schema: { type: "string" } } },
        },
        ...refused(...ASKING, "unknown_file"),
      },
    },
  },
};
