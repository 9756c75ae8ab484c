// The routes of the roles in OpenAPI. Knows no route's code.
import { ERRORS } from "../../protocol/errors.ts";

type Schema = Readonly<Record<string, unknown>>;

const time = (description: string): Schema => ({
  type: "integer",
  minimum: 0,
  description: `${description}, in ms since 1970`,
});
const boolean = (description: string): Schema => ({ type: "boolean", description });
const string = (description: string): Schema => ({ type: "string", description });
const whole = (description: string): Schema => ({ type: "integer", minimum: 0, description });
const oneOf = (...names: readonly string[]): Schema => ({ type: "string", enum: names });
const object = (properties: Readonly<Record<string, Schema>>, required = Object.keys(properties)): Schema => ({
  type: "object",
  required,
  additionalProperties: false,
  properties,
});

const answer = (description: string, schema: Schema) => ({ description, content: { "application/json": { schema } } });
const refused = Object.fromEntries(
  [400, 401, 403, 404, 409, 413, 429, 503].map((status) => {
    const codes = Object.entries(ERRORS).flatMap(([code, kind]) => (kind.status === status ? [code] : []));
    return [String(status), answer(`Refused: ${codes.join(", ")}`, { $ref: "#/components/schemas/Error" })];
  }),
);

const settings = {
  plain: { ...oneOf("editor", "viewer", "none"), description: "what a newcomer gets who comes by the room's id" },
  lobby: boolean("newcomers wait until an owner lets them in"),
  locked: boolean("nobody new is let in"),
  most: whole("people at once; 0: as many as the server takes"),
  keepDays: whole("days after the last visit until the room expires, at most the server's; 0: the server's"),
  closed: boolean("only owners may be in, and nobody may write"),
};
const dates = { made: time("when it was made"), used: time("when somebody came by it last, to the minute") };
const link = (more: Readonly<Record<string, Schema>> = {}): Schema =>
  object({ ...dates, ...more }, ["made", ...Object.keys(more)]);
const expires = time("until when it can be used");
const numbers = (description: string): Schema => ({ type: "array", items: { type: "integer" }, description });

const state = answer(
  "What the bearer of the key may see now.",
  object(
    {
      type: oneOf("state"),
      settings: object({ ...settings, password: boolean("whether there is one") }),
      view: string("for owners and editors: the viewing address, where there is one"),
      links: object(
        {
          plain: string("the room's id"),
          edit: link(),
          view: link({ address: string("the viewing address") }),
          code: link({ expires }),
          owner: link(),
        },
        ["plain"],
      ),
      waiting: {
        type: "array",
        items: object({ waiting: whole("their number"), name: string("one line"), since: time("since when") }),
      },
      undo: object(
        {
          undo: whole("its number, for POST /undo"),
          forMs: whole("ms for which it can be done"),
          participant: whole("from whom something was taken"),
          closed: boolean("something closed with it by which newcomers came"),
          link: string("an editing link made in its place, told this once"),
        },
        ["undo", "forMs", "participant", "closed"],
      ),
    },
    ["type", "settings"],
  ),
);
const revokes = answer(
  "What would close, because they know it and it would give a newcomer more than is left to them.",
  object(
    {
      type: oneOf("revokes"),
      participant: whole("as asked"),
      role: oneOf("editor", "viewer"),
      ways: {
        type: "array",
        items: object(
          {
            kind: { ...oneOf("plain", "edit", "view", "code", "owner"), description: "plain: the room's id" },
            owner: whole("whose owner's link it is; such a link closes in any case"),
            gives: { ...oneOf("viewer", "none"), description: "what the room's id would give" },
            others: whole("how many others know the room's id, or came by the link"),
            people: numbers("the first of them"),
            out: whole("how many viewers are in by the viewing address, and would be put out"),
          },
          ["kind", "others", "people"],
        ),
      },
      password: boolean("whether one of them has typed the password, where there is one"),
      shown: string("what this is called, to be sent along"),
    },
    ["type", "ways", "shown"],
  ),
);
const made = answer(
  "It is made, and the one before leads nowhere any more. Secrets are told this once.",
  object(
    {
      type: oneOf("made"),
      kind: oneOf("edit", "view", "code", "owner"),
      link: string("of all but a code: what follows the server's address: an address, and behind a # the invitation"),
      code: string("the join code"),
      expires,
    },
    ["type", "kind"],
  ),
);

const body = (schema: Schema) => ({ required: true, content: { "application/json": { schema } } });
const asked = (summary: string, success: object, more: object = {}) => ({
  summary,
  security: [{ key: [] }],
  ...more,
  responses: { "200": success, ...refused },
});
const role = oneOf("owner", "editor", "viewer");
const kind = { name: "kind", in: "path", required: true, schema: oneOf("edit", "view", "code", "owner") };
const participant = { name: "participant", in: "path", required: true, schema: { type: "integer" } };
const links = boolean("all that they know closes that would give a newcomer more; owner's links close in any case");
const shown = string("what `revokes` called it; where it is another by now, nothing is done");
const query = (name: string, schema: Schema) => ({ name, in: "query", schema });

export const paths = {
  "": { get: asked("Settings, links and who waits, as far as the bearer may see them", state) },
  "/settings": {
    patch: asked("Set some of them; closed is how a room is deactivated and activated again", state, {
      requestBody: body(
        object({ ...settings, password: { description: "6 to 200 characters; null takes it away" } }, []),
      ),
    }),
  },
  "/links/{kind}": {
    parameters: [kind],
    put: asked("Make a link, anew where there is one; owner is the bearer's own", made),
    delete: asked("Revoke it", state),
  },
  "/participants": {
    patch: asked(
      "Give everybody but owners a role, and whoever comes by the room's id unless that gives nothing",
      state,
      {
        requestBody: body(object({ role: oneOf("editor", "viewer"), links, shown }, ["role"])),
      },
    ),
  },
  "/participants/revokes": {
    get: asked("What would close if everybody but owners got that role", revokes, {
      parameters: [{ ...query("role", oneOf("editor", "viewer")), required: true }],
    }),
  },
  "/participants/{participant}": {
    parameters: [participant],
    patch: asked("Give somebody a role", state, { requestBody: body(object({ role, links, shown }, ["role"])) }),
    delete: asked("Put somebody out of the room", state, {
      parameters: [query("links", links), query("shown", shown)],
    }),
  },
  "/participants/{participant}/revokes": {
    parameters: [participant],
    get: asked("What would close if they got that role, or without one were put out", revokes, {
      parameters: [query("role", oneOf("editor", "viewer"))],
    }),
  },
  "/undo": {
    post: asked("Give back what was taken from somebody just now", state, {
      requestBody: body(object({ undo: whole("its number") })),
    }),
  },
  "/owner": {
    put: asked("Hand the room over: that person becomes owner, the bearer an editor", state, {
      requestBody: body(object({ participant: whole("their number"), shown }, ["participant"])),
    }),
  },
  "/lobby": {
    post: asked("Let in who waits, or refuse them", state, {
      requestBody: body(
        object({ waiting: whole("their number; absent: all who wait"), admit: boolean("or refuse") }, ["admit"]),
      ),
    }),
  },
};
