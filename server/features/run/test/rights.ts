// What each role may do with runs. Of what a role may not, the feature tells its own refusals, which change nothing.
import { newClientId } from "../../../test/person.ts";
import { forAll, type MessageCase, type Rights, saying } from "../../../test/rights.ts";
import type { ClientRunMessage } from "../messages.ts";

const say = saying("run");
const id = newClientId();

const messages: Record<ClientRunMessage["type"], MessageCase> = {
  read: forAll(say({ type: "read", from: 0, to: 9 })),
  run: forAll(say({ type: "run", id, place: "browser", file: 1, language: "Python" })),
  output: forAll(say({ type: "output", run: 0, chunks: [{ stream: "stdout", text: "a" }] })),
  phase: forAll(say({ type: "phase", run: 0, phase: "asking" })),
  end: forAll(say({ type: "end", run: 0, outcome: "ok" })),
  input: forAll(say({ type: "input", run: 0, text: "a" })),
  stop: forAll(say({ type: "stop", run: 0 })),
  ask: { ...forAll(say({ type: "ask", id, file: 1 })), isOwn: true },
  clear: forAll(say({ type: "clear" })),
  setting: forAll(say({ type: "setting", mayRun: "owners" })),
};

export default {
  messages,
  // who may is told that this server runs nothing
  routes: { "POST ": { body: { file: 1 }, answers: [401, 403, 403, 503, 503] } },
} satisfies Rights;
