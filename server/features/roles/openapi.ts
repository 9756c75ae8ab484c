// The routes of the roles in OpenAPI. Knows no route's code.
import * as v from "valibot";
import {
  answer,
  ASKING,
  body,
  KEY_NEEDED,
  parameter,
  refused,
  said,
  text,
  time,
  whole,
} from "../../routing/described.ts";
import { inPath } from "../../routing/pathNumber.ts";
import {
  type LinkMade,
  linkKind,
  links,
  lower,
  participant,
  type Revokes,
  type RolesState,
  SAID,
  shown,
} from "./messages.ts";

const yesNo = (sentence: string) => said(v.boolean(), sentence);
const dates = {
  made: time("when it was made"),
  used: v.exactOptional(time("when somebody came by it last, to the minute")),
};
const link = v.strictObject(dates);
const expires = time("until when it can be used");
const { plain, lobby, locked, most, keepDays, closed } = SAID.settings.entries;
const settings = v.strictObject({
  plain: plain.wrapped,
  lobby: lobby.wrapped,
  locked: locked.wrapped,
  most: most.wrapped,
  keepDays: keepDays.wrapped,
  closed: closed.wrapped,
  password: yesNo("whether there is one"),
});

const state = v.strictObject({
  type: v.literal("state"),
  settings,
  view: v.exactOptional(text("for owners and editors: the viewing address, where there is one")),
  links: v.exactOptional(
    v.strictObject({
      plain: text("the room's id"),
      edit: v.exactOptional(link),
      view: v.exactOptional(v.strictObject({ ...dates, address: text("the viewing address") })),
      code: v.exactOptional(v.strictObject({ ...dates, expires })),
      owner: v.exactOptional(link),
    }),
  ),
  waiting: v.exactOptional(
    v.array(v.strictObject({ waiting: whole("their number", 1), name: text("one line"), since: time("since when") })),
  ),
  undo: v.exactOptional(
    v.strictObject({
      undo: whole("its number, for POST /undo", 1),
      forMs: whole("ms for which it can be done"),
      participant: whole("from whom something was taken", 1),
      closed: yesNo("something closed with it by which newcomers came"),
      link: v.exactOptional(text("an editing link made in its place, told this once")),
    }),
  ),
}) satisfies v.GenericSchema<RolesState>;

const revokes = v.strictObject({
  type: v.literal("revokes"),
  participant: v.exactOptional(whole("as asked", 1)),
  role: v.exactOptional(lower),
  ways: v.array(
    v.strictObject({
      kind: said(v.picklist(["plain", ...linkKind.options]), "plain: the room's id"),
      owner: v.exactOptional(whole("whose owner's link it is; such a link closes in any case", 1)),
      gives: v.exactOptional(said(v.picklist(["viewer", "none"]), "what the room's id would give")),
      others: whole("how many others know the room's id, or came by the link"),
      people: said(v.array(whole("their number", 1)), "the first of them"),
      out: v.exactOptional(whole("how many viewers are in by the viewing address, and would be put out")),
    }),
  ),
  password: v.exactOptional(yesNo("whether one of them has typed the password, where there is one")),
  shown: text("what this is called, to be sent along"),
}) satisfies v.GenericSchema<Revokes>;

const made = v.union([
  v.strictObject({
    type: v.literal("made"),
    kind: v.picklist(["edit", "view", "owner"]),
    link: text("what follows the server's address: an address, and behind a # the invitation"),
  }),
  v.strictObject({ type: v.literal("made"), kind: v.literal("code"), code: text("the join code"), expires }),
]) satisfies v.GenericSchema<LinkMade>;

const seen = answer("What the bearer of the key may see now.", state);
const would = answer(
  "What would close, because they know it and it would give a newcomer more than is left to them.",
  revokes,
);
const isMade = answer("It is made, and the one before leads nowhere any more. Secrets are told this once.", made);

const asked = (summary: string, success: object, more: object = {}) => ({
  summary,
  ...KEY_NEEDED,
  ...more,
  responses: { "200": success, ...refused(...ASKING, "not_owner", "last_owner", "unknown_person", "outdated") },
});
const ofKind = { parameters: [parameter("path", "kind", linkKind)] };
const ofPerson = { parameters: [parameter("path", "participant", inPath(participant))] };

export const paths = {
  "": { get: asked("Settings, links and who waits, as far as the bearer may see them", seen) },
  "/settings": {
    patch: asked(
      "Set some of them; closed is how a room is deactivated and activated again",
      seen,
      body(SAID.settings),
    ),
  },
  "/links/{kind}": {
    ...ofKind,
    put: asked("Make a link, anew where there is one; owner is the bearer's own", isMade),
    delete: asked("Revoke it", seen),
  },
  "/participants": {
    patch: asked(
      "Give everybody but owners a role, and whoever comes by the room's id unless that gives nothing",
      seen,
      body(SAID.everyone),
    ),
  },
  "/participants/revokes": {
    get: asked("What would close if everybody but owners got that role", would, {
      parameters: [parameter("query", "role", lower)],
    }),
  },
  "/participants/{participant}": {
    ...ofPerson,
    patch: asked("Give somebody a role", seen, body(SAID.person)),
    delete: asked("Put somebody out of the room", seen, {
      parameters: [parameter("query", "links", links), parameter("query", "shown", shown)],
    }),
  },
  "/participants/{participant}/revokes": {
    ...ofPerson,
    get: asked("What would close if they got that role, or without one were put out", would, {
      parameters: [parameter("query", "role", v.exactOptional(lower))],
    }),
  },
  "/undo": { post: asked("Give back what was taken from somebody just now", seen, body(SAID.undo)) },
  "/owner": {
    put: asked("Hand the room over: that person becomes owner, the bearer an editor", seen, body(SAID.handOver)),
  },
  "/lobby": { post: asked("Let in who waits, or refuse them", seen, body(SAID.lobby)) },
};
