// What each role may do with messages and routes, as the features say it of theirs for the test that tries all of it. Knows no feature.
import type { ErrorCode, OwnCode } from "../protocol/errors.ts";
import type { Role } from "../protocol/events.ts";

/** The numbers of those who are in the room that is tried: somebody of each role, and of whom was removed. */
export type Here = Readonly<Record<Role | "removed", number>>;

type Code = ErrorCode | OwnCode["code"];

/** What each role gets for a message: a code, or "" where it is done. */
export interface MessageCase {
  readonly say: (here: Here) => object;
  readonly viewer: Code | "";
  readonly editor: Code | "";
  readonly owner: Code | "";
  /** what a viewer changes by it is their own: what they say, and who they are */
  readonly isOwn?: true;
}

/** Who asks over HTTP: somebody without a key, somebody removed, and each role. */
export const ASKING = ["nobody", "removed", "viewer", "editor", "owner"] as const;

/** What a route is asked, and the statuses for those above, in their order. */
export interface RouteCase {
  readonly body?: object;
  readonly query?: string;
  readonly answers: readonly [number, number, number, number, number];
}

/** A feature's, in the file `test/rights.ts` of its folder. The room that is tried has the files 1 and 2, the latter is src/second.py. */
export interface Rights {
  /** by the message's type, where it has one */
  readonly messages: Readonly<Record<string, MessageCase>>;
  /** "GET /path/{file}" from the feature's place on; `{file}` is 2, `{participant}` the editor, `{kind}` edit */
  readonly routes: Readonly<Record<string, RouteCase>>;
}

type Say = MessageCase["say"];

export const forAll = (say: Say): MessageCase => ({ say, viewer: "", editor: "", owner: "" });
export const forWriters = (say: Say): MessageCase => ({ say, viewer: "read_only", editor: "", owner: "" });
export const forOwners = (say: Say): MessageCase => ({ say, viewer: "not_owner", editor: "not_owner", owner: "" });
export const forNobody = (code: ErrorCode, say: Say): MessageCase => ({
  say,
  viewer: code,
  editor: code,
  owner: code,
});

/** A message of a feature. */
export const saying =
  (feature: string) =>
  (data: object | ((here: Here) => object)): Say =>
  (here) => ({ type: "feature", feature, data: typeof data === "function" ? data(here) : data });

export const READERS = [200, 403, 200, 200, 200] as const;
export const WRITERS = [401, 403, 403, 200, 200] as const;
export const OWNERS = [401, 403, 403, 403, 200] as const;
