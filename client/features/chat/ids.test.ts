// The ids by which a message of the chat is known when it is sent again.
import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { decodeChatMessage } from "../../../server/features/chat/messages.ts";
import { newClientId } from "../../identity.ts";

it("[B68] a message of the chat has an id of the shape that the server asks for", () => {
  expect(readFileSync("client/features/chat/index.tsx", "utf8")).toContain("newId: newClientId,");
  for (let made = 0; made < 100; made++) {
    const message = { type: "say", id: newClientId(), text: "Hello" } as const;
    expect(decodeChatMessage(message)).toEqual(message);
  }
});
