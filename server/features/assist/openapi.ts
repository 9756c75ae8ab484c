// The routes of the assistant, in OpenAPI. Knows no route's code.
import * as v from "valibot";
import type { Feature } from "../feature.ts";
import { answer, ASKING, body, KEY_NEEDED, LOOKING, refused, said, text, whole } from "../../routing/described.ts";
import { GUARDRAILS, MAY_ASK, MODES, OWN_PROVIDERS, wish } from "./messages.ts";
import { OWN_HEADERS } from "./routes.ts";

const tokens = v.strictObject({
  server: whole("of all rooms together"),
  room: whole("of this room"),
  person: whole("of whoever asks"),
  address: whole("of their network address"),
});

const state = v.strictObject({
  isThere: said(v.boolean(), "somebody can be asked"),
  provider: v.exactOptional(text("of the server's own key; absent: it has none")),
  model: v.exactOptional(text("of the same")),
  ownProviders: said(v.array(v.picklist(OWN_PROVIDERS)), "those for which a key of one's own is taken"),
  guardrail: said(v.picklist(GUARDRAILS), "how much of the work the assistant may do here"),
  mostGuardrail: said(v.picklist(GUARDRAILS), "how much of it the server's operator allows"),
  mayAsk: v.picklist(MAY_ASK),
  modes: said(v.array(v.picklist(MODES)), "those that this guardrail allows"),
  left: v.exactOptional(said(tokens, "tokens that the server's key has left today")),
  resetsAt: v.exactOptional(whole("when there are more, in ms since 1970")),
});

const header = (name: string, sentence: string, schema: object = { type: "string" }) => ({
  name,
  in: "header",
  required: false,
  description: sentence,
  schema,
});

/** By path from the feature's own on. */
export const paths: Required<Feature>["paths"] = {
  "": {
    get: {
      summary: "What there is of the assistant in the room, and what is left of its tokens for whoever asks",
      ...KEY_NEEDED,
      responses: { "200": answer("All of it.", state), ...refused(...LOOKING, "read_only", "unknown_feature") },
    },
    post: {
      summary: "Ask the assistant something, for everybody in the room to see or not; whoever goes away stops it",
      ...KEY_NEEDED,
      parameters: [
        header(OWN_HEADERS.key, "a key of one's own, for this question alone; absent: the server's is used"),
        header(OWN_HEADERS.provider, "whose key it is", { type: "string", enum: OWN_PROVIDERS }),
        header(OWN_HEADERS.model, "the model that is asked with it"),
      ],
      ...body(wish),
      responses: {
        "200": {
          description:
            "Server-sent events, each with JSON: asked (what was sent), part (at, text) and answered, the last (ended: whole, stopped, cut or failed; code, sentence, text, blocks, tokens).",
          content: { "text/event-stream": { schema: { type: "string" } } },
        },
        ...refused(...ASKING, "unknown_file"),
      },
    },
  },
};
