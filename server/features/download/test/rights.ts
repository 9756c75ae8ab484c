// What each role may download.
import { forNobody, READERS, type Rights, saying } from "../../../test/rights.ts";

export default {
  messages: { any: forNobody("unknown_feature", saying("download")({})) },
  routes: { "GET ": { answers: READERS }, "GET /{file}": { answers: READERS } },
} satisfies Rights;
