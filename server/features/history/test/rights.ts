// What each role may do with history: in a room where nothing was set editors and owners see it.
import { newClientId } from "../../../test/person.ts";
import { forAll, forOwners, forWriters, type MessageCase, type Rights, saying } from "../../../test/rights.ts";
import type { ClientHistoryMessage } from "../messages.ts";

const say = saying("history");
const id = newClientId();
const updates = { file: 1, base: 0, client: 99, firstSeq: 1, lastSeq: 1 };
const written = { id, ...updates };
const whole = { id, back: [], gone: [] };
const READERS = [401, 403, 403, 200, 200] as const;

const messages: Record<ClientHistoryMessage["type"], MessageCase> = {
  read: { ...forAll(say({ type: "read", from: 0, to: 9 })), viewer: "history.hidden" },
  setting: forOwners(say({ type: "setting", maySee: "owners", links: false })),
  name: forWriters(say({ type: "name", id, at: 1, name: "First" })),
  // there is none: that is said to whoever could change it
  rename: {
    ...forAll(say({ type: "rename", entry: 0, name: "Second" })),
    viewer: "read_only",
    editor: "outdated",
    owner: "outdated",
  },
  unname: { ...forAll(say({ type: "unname", entry: 0 })), viewer: "read_only", editor: "outdated", owner: "outdated" },
  // it is no tab of theirs
  restored: {
    ...forAll(say({ type: "restored", ...written, version: 0, at: 1 })),
    viewer: "read_only",
    editor: "bad_request",
    owner: "bad_request",
  },
  roomRestored: {
    ...forAll(say({ type: "roomRestored", ...whole, at: 1, texts: [{ ...updates, version: 0 }] })),
    viewer: "read_only",
    editor: "bad_request",
    owner: "bad_request",
  },
  roomUndone: {
    ...forAll(say({ type: "roomUndone", ...whole, entry: 0, texts: [{ ...updates, set: { from: 0, to: 1 } }] })),
    viewer: "read_only",
    editor: "bad_request",
    owner: "bad_request",
  },
  undone: {
    ...forAll(say({ type: "undone", ...written, set: { from: 0, to: 1 } })),
    viewer: "read_only",
    editor: "bad_request",
    owner: "bad_request",
  },
};

export default {
  messages,
  routes: {
    "GET ": { answers: READERS },
    "GET /files": { answers: READERS, query: "?time=1" },
    "GET /files/{file}/log": { answers: READERS },
    "GET /files/{file}/blame": { answers: READERS },
    "GET /files/{file}/text": { answers: READERS, query: "?version=0" },
    "POST /fork": { answers: [401, 403, 403, 201, 201], body: {} },
    "GET /versions": { answers: READERS },
    "POST /versions": { answers: [401, 403, 403, 201, 201], body: { name: "First" } },
  },
} satisfies Rights;
