// Every refusal that the other side can get: its code, its HTTP status and close code, the sentence, and what a client does.

/**
 * What a client does with an error:
 * `retry`: connect again by itself, after `retryAfterMs` where that is given, else sooner at first and later each time;
 * `reopen`: open the file again from the version that it has, and send once more what is not confirmed;
 * `refused`: take back what was refused, of an edit by reading the file anew, and give the person what is lost by it;
 * `wait`: send the same again after `retryAfterMs`;
 * `close`: give the person what was typed in the file and is not confirmed, and forget the file;
 * `stop`: tell the person, stay disconnected, and come again only when they ask for it;
 * `later`: the same, but somebody may decide otherwise: look again from time to time.
 */
type Remedy = "retry" | "reopen" | "refused" | "wait" | "close" | "stop" | "later";

interface ErrorKind {
  /** HTTP status, where the API answers with it */
  readonly status: number;
  /** WebSocket close code; absent: the connection lives on */
  readonly close?: number;
  readonly remedy: Remedy;
  /** one sentence for a person: what happened and what to do */
  readonly sentence: string;
}

const kind = (status: number, remedy: Remedy, sentence: string, close?: number): ErrorKind =>
  close === undefined ? { status, remedy, sentence } : { status, remedy, sentence, close };

// prettier-ignore
export const ERRORS = {
  bad_frame: kind(400, "stop", "The server could not read a message. Reload the page.", 4000),
  bad_hello: kind(400, "stop", "The server could not read the greeting. Reload the page.", 4002),
  hello_timeout: kind(408, "retry", "No greeting came in time. Connect again.", 4002),
  unauthorized: kind(401, "stop", "The key is not one of this room. Join again without it.", 4001),
  removed: kind(403, "later", "An owner removed you from this room.", 4001),
  not_admitted: kind(403, "stop", "This link does not let you in. Ask an owner of the room for another.", 4001),
  room_closed: kind(403, "later", "The room is closed. Its owners can open it again.", 4001),
  room_locked: kind(403, "later", "The room is locked and takes nobody new. Ask an owner to unlock it.", 4001),
  password_needed: kind(403, "later", "The room has a password. Ask somebody in it.", 4001),
  wrong_password: kind(403, "stop", "That is not the room's password. Check it and try again.", 4001),
  address_blocked: kind(403, "stop", "This server's operator has blocked your network address for a time.", 4003),
  closed_by_operator: kind(403, "stop", "This server's operator has closed this room.", 4001),
  expired_by_operator: kind(403, "stop", "This server's operator lets this room expire: it is deleted soon unless somebody comes back.", 4001),
  deleted_by_operator: kind(404, "stop", "This server's operator has deleted this room.", 4004),
  origin_refused: kind(403, "stop", "This page's address may not open rooms on this server.", 4003),
  room_not_found: kind(404, "stop", "There is no such room. Check the link, or create a new room.", 4004),
  code_not_found: kind(404, "stop", "That join code does not work: it is mistyped or has expired. Check it, or ask for a new one."),
  room_full: kind(503, "retry", "The room is full. Try again when somebody has left.", 4005),
  slow_reader: kind(408, "retry", "The connection is too slow to keep up. Connect again.", 4008),
  superseded: kind(409, "retry", "This tab was connected again elsewhere.", 4009),
  client_taken: kind(409, "stop", "That client id belongs to somebody else. Take a new one.", 4009),
  unsupported_protocol: kind(426, "stop", "This page is from another version of the server. Reload it.", 4010),
  room_reset: kind(503, "retry", "The room is being read again from the store. Connect again.", 4013),
  store_unavailable: kind(503, "retry", "The server cannot save just now. Your edits are kept here.", 4013),
  server_draining: kind(503, "retry", "The server is restarting. Connect again.", 1012),
  too_large: kind(413, "stop", "The message is larger than the server takes. Send less at once.", 1009),
  too_many_refusals: kind(429, "retry", "Too many messages. Wait a moment.", 4029),
  rate_limited: kind(429, "wait", "Too many at once. Wait a moment and try again."),
  written_much: kind(429, "wait", "This room has reached its limit of writing for this hour. What you type is kept here and sent later."),
  server_read_only: kind(503, "wait", "The server takes no changes just now: no room is made, and nobody new comes in."),
  read_only: kind(403, "refused", "You can read this room, but not edit it."),
  not_owner: kind(403, "refused", "Only an owner of the room may do that."),
  last_owner: kind(409, "refused", "A room needs an owner. Make somebody else an owner first."),
  unknown_person: kind(404, "refused", "That person is not in the room any more."),
  outdated: kind(409, "refused", "Something has changed in the meantime. Look at it again."),
  bad_change: kind(400, "stop", "The server could not read an edit. Reload the page.", 4000),
  version_ahead: kind(409, "refused", "The server has an older text than this page. The page now shows the server's."),
  version_too_old: kind(409, "reopen", "The text has moved on a long way; catching up first."),
  seq_gap: kind(409, "reopen", "An edit before this one is missing; sending it again."),
  line_too_long: kind(413, "refused", "The line would become too long. Break it into several lines."),
  document_too_large: kind(413, "refused", "The file would become too large. Split it, or delete something first."),
  unknown_file: kind(404, "close", "The room has no such file, or it is not open to you any more."),
  too_many_files: kind(409, "refused", "The room has as many files as it can hold."),
  bad_file_name: kind(400, "refused", "A file or folder cannot have that name. Choose another."),
  name_taken: kind(409, "refused", "A file or folder has that name already. Choose another."),
  last_file: kind(409, "refused", "A room keeps at least one file. Create another one first."),
  unknown_feature: kind(404, "refused", "This server does not have that feature."),
  bad_request: kind(400, "stop", "The request could not be understood. See /api/openapi.json."),
  method_not_allowed: kind(405, "stop", "This address does not take that method."),
  not_found: kind(404, "stop", "There is nothing at this address."),
  internal: kind(500, "retry", "Something went wrong on the server. Try again.", 1011),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === "string" && Object.hasOwn(ERRORS, code);

/** A code of a feature's own, `feature.code`: it has a sentence of its own, and all else is as with one of the codes above. */
export interface OwnCode {
  readonly code: `${string}.${string}`;
  readonly sentence: string;
}

/** The other side's fault, or its bad luck: answered with a code and a sentence, never logged as ours. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;
  /** what the other side is told besides the sentence: `like` says to whoever does not know the code what to do */
  readonly told: { readonly code: string; readonly like?: ErrorCode };

  constructor(code: ErrorCode, detail?: string, retryAfterMs?: number, own?: OwnCode) {
    const { sentence } = own ?? ERRORS[code];
    super(detail === undefined ? sentence : `${sentence} (${detail})`);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.told = own ? { code: own.code, like: code } : { code };
  }

  get kind(): ErrorKind {
    return ERRORS[this.code];
  }
}
