// What the two halves say to each other about a room's files, as server/features/files/README.md has it. Knows no room.

export type Wish =
  | { readonly type: "create"; readonly name: string }
  | { readonly type: "change"; readonly file: number; readonly name?: string; readonly before?: number | null }
  | { readonly type: "changeFolder"; readonly folder: string; readonly name: string }
  | { readonly type: "delete"; readonly files: readonly number[] }
  | { readonly type: "deleteFolder"; readonly folder: string }
  | { readonly type: "restore"; readonly files: readonly number[] }
  /** no wish: this person has put back what the server had lost */
  | { readonly type: "putBack"; readonly file: number };

/** `created`: this window's wish was granted; `putBack`: somebody has put back what the server had lost. */
export type Told =
  | { readonly type: "created"; readonly file: number }
  | { readonly type: "putBack"; readonly file: number; readonly participant: number };

/** Files that one wish may delete or put back. */
export const FILES_AT_ONCE = 1_000;

/** The server trusts no client, but a client its server: what is not this is a newer server's, and means nothing here. */
export const isTold = (data: unknown): data is Told =>
  typeof data === "object" &&
  data !== null &&
  "type" in data &&
  (data.type === "created" || data.type === "putBack") &&
  "file" in data;
