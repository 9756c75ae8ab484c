// What each role may do as one of the people.
import { forAll, forOwners, type MessageCase, type Rights, saying } from "../../../test/rights.ts";
import type { PeopleMessage } from "../messages.ts";

const say = saying("people");

const messages: Record<PeopleMessage["type"], MessageCase> = {
  follow: forAll(say({ type: "follow", client: 1 })),
  look: forOwners(say({ type: "look", file: 1, line: 1 })),
  profile: { ...forAll(say({ type: "profile", name: "Nina", colour: 3 })), isOwn: true },
};

export default { messages, routes: {} } satisfies Rights;
