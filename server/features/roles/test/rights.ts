// What each role may do with the roles themselves.
import { forAll, forOwners, type MessageCase, OWNERS, type Rights, saying } from "../../../test/rights.ts";
import type { RolesMessage } from "../messages.ts";

const say = saying("roles");

const messages: Record<RolesMessage["type"], MessageCase> = {
  read: forAll(say({ type: "read" })),
  settings: forOwners(say({ type: "settings", plain: "none" })),
  link: forOwners(say({ type: "link", kind: "edit", on: true })),
  person: forOwners(
    say(({ removed, editor }) => ({ type: "person", participant: Math.min(editor, removed), role: "viewer" })),
  ),
  remove: forOwners(say(({ editor }) => ({ type: "remove", participant: editor, links: true }))),
  everyone: forOwners(say({ type: "everyone", role: "viewer" })),
  handOver: forOwners(say(({ viewer }) => ({ type: "handOver", participant: viewer }))),
  revokes: forOwners(say(({ editor }) => ({ type: "revokes", participant: editor }))),
  undo: { ...forOwners(say({ type: "undo", undo: 9 })), owner: "outdated" },
  lobby: forOwners(say({ type: "lobby", admit: true })),
};

export default {
  messages,
  routes: {
    "GET ": { answers: [401, 403, 200, 200, 200] },
    "PATCH /settings": { answers: OWNERS, body: { closed: true } },
    "PUT /links/{kind}": { answers: OWNERS },
    "DELETE /links/{kind}": { answers: OWNERS },
    "PATCH /participants": { answers: OWNERS, body: { role: "viewer" } },
    "PATCH /participants/{participant}": { answers: OWNERS, body: { role: "viewer" } },
    "DELETE /participants/{participant}": { answers: OWNERS },
    "GET /participants/revokes": { answers: OWNERS, query: "?role=viewer" },
    "GET /participants/{participant}/revokes": { answers: OWNERS },
    "POST /undo": { answers: [401, 403, 403, 403, 409], body: { undo: 9 } },
    "PUT /owner": { answers: OWNERS, body: { participant: 3 } },
    "POST /lobby": { answers: OWNERS, body: { admit: true } },
  },
} satisfies Rights;
