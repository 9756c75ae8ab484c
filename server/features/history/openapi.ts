// The routes of history, in OpenAPI. Knows no route's code.
import * as v from "valibot";
import type { Feature } from "../feature.ts";
import {
  answer,
  ASKING,
  body,
  COMPONENTS,
  jsonSchema,
  KEY_NEEDED,
  parameter,
  refused,
  text,
  time,
  whole,
} from "../../routing/described.ts";
import { inPath } from "../../routing/pathNumber.ts";
import { forking, naming, WHO } from "./messages.ts";
import { PAGE_UPDATES } from "./updatesPage.ts";

const deleted = v.exactOptional(v.strictObject({ time: time("when"), participant: whole("by whom", 1) }));
const file = v.strictObject({
  file: whole("its number in the room", 1),
  path: text("as it is now, or was when it was deleted"),
  version: whole("how many updates its log has"),
  deleted,
});
const fileThen = v.strictObject({ file: whole("its number in the room", 1), path: text("as it was then") });
const mark = v.strictObject({
  time: time("when it happened"),
  kind: text("what it was"),
  participant: v.exactOptional(whole("whose it was", 1)),
  word: v.exactOptional(text("more of it")),
});
const history = v.strictObject({
  origin: v.exactOptional(
    v.strictObject({
      title: text("what the room was called that this one was forked from"),
      at: time("the moment"),
      by: text("who did it"),
    }),
  ),
  maySee: v.picklist(WHO),
  links: v.pipe(v.boolean(), v.description("viewers who come by a viewing address are among everybody")),
  files: v.array(file),
  tabs: v.pipe(
    v.array(v.tupleWithRest([v.number(), v.number(), v.number()], v.number())),
    v.description(
      "every tab that ever came: its number in the logs, whose it is, when it came first; of a robot's, on whose behalf it writes by it",
    ),
  ),
  people: v.array(COMPONENTS.Participant),
  marks: v.array(mark),
  entries: v.pipe(
    v.array(v.unknown()),
    v.description("what people have said, each at its version, as server/features/history/README.md has them"),
  ),
});
const moment = v.strictObject({
  entry: whole("by which it is renamed"),
  number: whole("the how manieth that was named in the room: it stays, and no other has it", 1),
  at: time("the moment"),
  name: text("what it is called"),
  participant: whole("who named it", 1),
  time: time("when it was named"),
});

const page = v.strictObject({
  from: whole("the version before the first of them"),
  updates: v.pipe(
    v.array(v.tuple([v.number(), v.number(), v.number(), v.array(v.unknown())])),
    v.maxLength(PAGE_UPDATES),
    v.description(
      "of each the tab, the how manieth of its updates in the file it is, when, in ms since 1970, and the change, as server/features/history/README.md has it",
    ),
  ),
  next: v.exactOptional(whole("the version from which the next page goes on; absent: that is all")),
});

const column = (description: string) => v.pipe(v.array(v.number()), v.description(description));
const blame = v.strictObject({
  version: whole("the version"),
  notes: whole("how much of what people have said of its updates it knows of"),
  lengths: column("of each stretch its UTF-16 units"),
  putBy: column("… the tab that put it there"),
  putAt: column("… when: seconds, less the time of the stretch before; of the first since 1970"),
  copies: column(
    "which of them were written before they were put there: how many stretches stand between one and the one before it",
  ),
  writtenBy: column("of each of these the tab that wrote it"),
  writtenAt: column("… when: seconds, less the time of the one before; of the first since 1970"),
});

const made = v.strictObject({
  roomId: text("the new room's id"),
  key: text("its owner's secret"),
  participant: whole("the owner's number", 1),
  answers: v.array(v.unknown()),
  room: v.looseObject({}),
});

const ofFile = parameter("path", "file", inPath(whole("its number", 1)));

/** By path from the feature's own on. */
export const paths: Required<Feature>["paths"] = {
  "": {
    get: {
      summary:
        "What there is of a room's history: its files and how long their logs are, who wrote them, and what people say of it",
      ...KEY_NEEDED,
      responses: { "200": answer("All of it.", history), ...refused(...ASKING) },
    },
  },
  "/files": {
    get: {
      summary: "The files that there were at a moment, also those that were deleted since",
      ...KEY_NEEDED,
      parameters: [parameter("query", "time", v.exactOptional(time("the moment; absent: now")))],
      responses: {
        "200": answer("All of them.", v.strictObject({ files: v.array(fileThen) })),
        ...refused(...ASKING),
      },
    },
  },
  "/files/{file}/log": {
    get: {
      summary: "The log of a file, from one version to another: packed, or a page of it as JSON, by what is accepted",
      ...KEY_NEEDED,
      parameters: [
        ofFile,
        parameter("query", "from", v.exactOptional(whole("the version before the first update; absent: 0"))),
        parameter("query", "to", v.exactOptional(whole("the version that the last update makes; absent: the newest"))),
      ],
      responses: {
        "200": {
          description:
            "Packed, from the block on that holds the first update until the one that holds the last: blocks, each a varint of its first version, one of how many updates it has, one of how many bytes follow, and these: packed updates, as server/features/history/README.md says how to read them. As JSON, where that is accepted and bytes are not, neither application/octet-stream nor */*: as many of the updates as a page has.",
          content: {
            "application/octet-stream": { schema: { type: "string", format: "binary" } },
            "application/json": { schema: jsonSchema(page) },
          },
        },
        ...refused(...ASKING, "unknown_file", "version_ahead"),
      },
    },
  },
  "/files/{file}/text": {
    get: {
      summary: "The text of a file as it was at a version, or at a moment; neither: as it is",
      ...KEY_NEEDED,
      parameters: [
        ofFile,
        parameter("query", "version", v.exactOptional(whole("a version"))),
        parameter("query", "time", v.exactOptional(time("a moment"))),
      ],
      responses: {
        "200": { description: "The text, in UTF-8.", content: { "text/plain": { schema: { type: "string" } } } },
        ...refused(...ASKING, "unknown_file", "version_ahead"),
      },
    },
  },
  "/files/{file}/blame": {
    get: {
      summary:
        "Whose the text of a file is at a version: stretches of it, column by column; gzipped, whatever is asked for",
      ...KEY_NEEDED,
      parameters: [ofFile, parameter("query", "version", v.exactOptional(whole("a version; absent: the newest")))],
      responses: {
        "200": answer("All of it.", blame),
        ...refused(...ASKING, "unknown_file", "version_ahead"),
      },
    },
  },
  "/fork": {
    post: {
      summary:
        "Make a room of this one's files, as they are or as they were at a moment; its owner is who asks, and it has no history",
      ...KEY_NEEDED,
      ...body(forking),
      responses: { "201": answer("The room, as POST /api/rooms answers.", made), ...refused(...ASKING) },
    },
  },
  "/versions": {
    get: {
      summary: "The moments that have names, in their order",
      ...KEY_NEEDED,
      responses: {
        "200": answer("All of them.", v.strictObject({ versions: v.array(moment) })),
        ...refused(...ASKING),
      },
    },
    post: {
      summary: "Name a moment",
      ...KEY_NEEDED,
      ...body(naming),
      responses: { "201": answer("The moment.", moment), ...refused(...ASKING) },
    },
  },
};
