// What each role may do with the room's files.
import { forWriters, type MessageCase, READERS, type Rights, saying, WRITERS } from "../../../test/rights.ts";
import type { FilesMessage } from "../messages.ts";

const say = saying("files");

const messages: Record<FilesMessage["type"], MessageCase> = {
  create: forWriters(say({ type: "create", name: "third.py" })),
  change: forWriters(say({ type: "change", file: 1, name: "first.py" })),
  changeFolder: forWriters(say({ type: "changeFolder", folder: "src", name: "source" })),
  delete: forWriters(say({ type: "delete", files: [2] })),
  deleteFolder: forWriters(say({ type: "deleteFolder", folder: "src" })),
  restore: forWriters(say({ type: "restore", files: [2] })),
  // it is not deleted, which only an owner is told
  purge: {
    say: say({ type: "purge", files: [2] }),
    viewer: "not_owner",
    editor: "not_owner",
    owner: "unknown_file",
  },
  putBack: forWriters(say({ type: "putBack", file: 1 })),
};

export default {
  messages,
  routes: {
    "GET ": { answers: READERS },
    "POST ": { answers: [401, 403, 403, 201, 201], body: { name: "third.py" } },
    "PATCH /folder": { answers: WRITERS, body: { folder: "src", name: "source" } },
    "DELETE /folder": { answers: WRITERS, query: "?name=src" },
    "PATCH /{file}": { answers: WRITERS, body: { name: "renamed.py" } },
    "DELETE /{file}": { answers: WRITERS },
    "POST /{file}/restore": { answers: WRITERS },
    "POST /{file}/purge": { answers: [401, 403, 403, 403, 404] },
  },
} satisfies Rights;
