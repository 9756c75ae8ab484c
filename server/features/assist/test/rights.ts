// What each role may do with the assistant. Of what a role may not, the feature tells its own refusals, which change nothing.
import { newClientId } from "../../../test/person.ts";
import { forAll, type MessageCase, type Rights, saying } from "../../../test/rights.ts";
import type { ClientAssistMessage } from "../messages.ts";

const say = saying("assist");
const id = newClientId();
const context = { files: [{ file: 1, version: 0 }] };

const messages: Record<ClientAssistMessage["type"], MessageCase> = {
  read: forAll(say({ type: "read", from: 0, to: 9 })),
  setting: forAll(say({ type: "setting", guardrail: "hints", mayAsk: "owners" })),
  ask: forAll(say({ type: "ask", id, mode: "explain", isShared: true, question: "", context })),
  stop: forAll(say({ type: "stop", id })),
  look: forAll(say({ type: "look", id, block: 0 })),
  accept: forAll(say({ type: "accept", id, block: 0, version: 0, isChangeSeen: true })),
  refuse: forAll(say({ type: "refuse", id, block: 0 })),
  taken: forAll(say({ type: "taken", id })),
};

export default {
  messages,
  routes: {
    "GET ": { answers: [401, 403, 200, 200, 200] },
    // a server without a key has nobody to ask
    "POST ": { body: { mode: "explain", question: "?" }, answers: [401, 403, 503, 503, 503] },
  },
} satisfies Rights;
