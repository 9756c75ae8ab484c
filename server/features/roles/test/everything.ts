// All that can be said in a room and asked of it, of the core and of every feature, with what each role gets for it. What is new fails where this is used until it is said.
import type { ClientMessage } from "../../../protocol/clientMessages.ts";
import { allFeatures } from "../../../test/allFeatures.ts";
import { newClientId } from "../../../test/person.ts";
import {
  forAll,
  forNobody,
  forWriters,
  type Here,
  type MessageCase,
  READERS,
  type Rights,
  type RouteCase,
  saying,
  WRITERS,
} from "../../../test/rights.ts";

/** By the feature's name. */
export const rights = new Map<string, Rights>();
for (const { name } of allFeatures)
  rights.set(name, ((await import(`../../${name}/test/rights.ts`)) as { default: Rights }).default);

const CORE: Record<ClientMessage["type"], MessageCase> = {
  hello: forNobody("bad_hello", () => ({ type: "hello", client: newClientId(), name: "Again", files: [] })),
  push: forWriters(() => ({ type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "a"]]] })),
  open: forAll(() => ({ type: "open", file: 2, version: null })),
  close: forAll(() => ({ type: "close", file: 1 })),
  presence: forAll(() => ({ type: "presence", file: 1, version: 0, selections: [[0, 0]] })),
  room: forWriters(() => ({ type: "room", title: "Mine", language: "Go" })),
  diverged: forAll(() => ({ type: "diverged", file: 1, version: 0, hash: 1 })),
  feature: forNobody("unknown_feature", saying("mind-reading")({})),
  ping: forAll(() => ({ type: "ping" })),
};

/** By the messages' types. */
export const messages: readonly (readonly [of: string, own: Readonly<Record<string, MessageCase>>])[] = [
  ["core", CORE],
  ...[...rights].map(([name, { messages: own }]) => [name, own] as const),
];

/** Of a room: what is not of a room is for everybody. */
export const ROUTES: Readonly<Record<string, RouteCase>> = {
  "GET /api/rooms/{roomId}": { answers: READERS },
  "PATCH /api/rooms/{roomId}": { answers: WRITERS, body: { title: "Mine" } },
  "DELETE /api/rooms/{roomId}": { answers: [401, 403, 403, 403, 204] },
  ...Object.fromEntries(
    [...rights].flatMap(([name, { routes }]) =>
      Object.entries(routes).map(([route, one]) => [route.replace(" ", ` /api/rooms/{roomId}/${name}`), one]),
    ),
  ),
};

/** The method of a route, and where it is from the room on. */
export function placeOf(route: string, here: Here): readonly [method: string, at: string] {
  const [method = "", path = ""] = route.split(" ");
  const at = path
    .replace("/api/rooms/{roomId}", "")
    .replace("{file}", "2")
    .replace("{kind}", "edit")
    .replace("{participant}", String(here.editor));
  return [method, at];
}
