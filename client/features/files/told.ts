// What the files' other half says, as far as this page knows it.
import type { ServerFilesMessage } from "../../../server/features/files/messages.ts";

/** The server trusts no client, but a client its server: what is not this is a newer server's, and means nothing here. */
export function isTold(data: unknown): data is ServerFilesMessage {
  const { type, file } = (data ?? {}) as Partial<ServerFilesMessage>;
  return (type === "created" || type === "putBack") && file !== undefined;
}
