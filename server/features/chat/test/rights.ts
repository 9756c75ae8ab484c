// What each role may do in the chat.
import { newClientId } from "../../../test/person.ts";
import { forAll, type MessageCase, type Rights, saying } from "../../../test/rights.ts";
import type { ChatMessage } from "../messages.ts";

const say = saying("chat");
const id = newClientId();

const messages: Record<ChatMessage["type"], MessageCase> = {
  read: forAll(say({ type: "read", from: 0, to: 9 })),
  say: { ...forAll(say({ type: "say", id, text: "Hello" })), isOwn: true },
  // of another's message, and of clearing, the chat tells its own refusals
  edit: forAll(say({ type: "edit", id, message: 0, text: "Hello" })),
  withdraw: forAll(say({ type: "withdraw", id, message: 0 })),
  clear: forAll(say({ type: "clear", id })),
};

export default { messages, routes: {} } satisfies Rights;
