// What each role may do with the operator's word by messages and routes: nothing, as there are none.
import { forNobody, type Rights, saying } from "../../../test/rights.ts";

export default { messages: { any: forNobody("unknown_feature", saying("operator")({})) }, routes: {} } satisfies Rights;
