// Whoever runs the server, at its dashboard without a page: for features, whose tests know nothing else of the server. Knows no feature.
export { ADMIN_TOKEN, Operator } from "../../server/test/operator.ts";
