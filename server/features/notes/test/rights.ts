// What each role may do with the notes by messages and routes: nothing, as they have none.
import { forNobody, type Rights, saying } from "../../../test/rights.ts";

export default { messages: { any: forNobody("unknown_feature", saying("notes")({})) }, routes: {} } satisfies Rights;
