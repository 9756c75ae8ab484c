// What each role may do with a room's expiry: an owner asks for it over HTTP, and nobody says anything.
import { forNobody, type Rights, saying } from "../../../test/rights.ts";

export default {
  messages: { any: forNobody("unknown_feature", saying("expiry")({})) },
  routes: {
    "GET ": { answers: [401, 403, 403, 403, 200] },
    "POST ": { answers: [401, 403, 403, 403, 200] },
  },
} satisfies Rights;
