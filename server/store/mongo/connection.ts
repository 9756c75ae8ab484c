// The connection to MongoDB: what is asked of it, and how long it is waited for. Knows no collection.
import { type Connection, createConnection } from "mongoose";

const DATABASE = "codeCompanion";
/** Whoever finds no primary, or gets no answer, for so long is told. The commit loop waits for 10 s. */
const PRIMARY_WITHIN_MS = 8_000;
const MAJORITY_WITHIN_MS = 5_000;
/** A member that says nothing for so long is taken for dead, and what waits for it goes to the next primary. */
const SILENT_AFTER_MS = 2_000;
const HEARTBEAT_EVERY_MS = 2_000;
/** So many are there when many rooms are opened at once; a new one takes longer than what it is wanted for. */
const CONNECTIONS_LEAST = 10;

/** What is read stays: a majority has it. */
export const MAJORITY = { readConcern: { level: "majority" }, maxTimeMS: MAJORITY_WITHIN_MS } as const;

/**
 * Connects to the database that the address names, codeCompanion when it names none. What is written there is on the disks of a
 * majority when it is acknowledged, whatever the address says. Rejects with a sentence, which holds no password, when
 * nobody answers or it is no replica set.
 */
export async function connectMongo(uri: string): Promise<Connection> {
  const connection = createConnection();
  try {
    await connection.openUri(uri, {
      ...(/^[^/]*\/\/[^/]*\/[^?]/.test(uri) ? {} : { dbName: DATABASE }),
      appName: "code-companion",
      writeConcern: { w: "majority", journal: true, wtimeoutMS: MAJORITY_WITHIN_MS },
      readConcern: { level: "majority" },
      readPreference: "primary",
      retryWrites: true,
      retryReads: true,
      serverSelectionTimeoutMS: PRIMARY_WITHIN_MS,
      socketTimeoutMS: PRIMARY_WITHIN_MS,
      connectTimeoutMS: SILENT_AFTER_MS,
      heartbeatFrequencyMS: HEARTBEAT_EVERY_MS,
      minPoolSize: CONNECTIONS_LEAST,
      bufferCommands: false,
    });
    const { setName, msg } = await connection.getClient().db("admin").command({ hello: 1 });
    if (setName === undefined && msg !== "isdbgrid")
      throw new Error("it is no replica set, and one member is enough for that: start mongod with --replSet");
    return connection;
  } catch (error) {
    await connection.close();
    const reason = error instanceof Error ? error.message : String(error);
    // Without user and password, where the sentence quotes the address.
    throw new Error(`Cannot use MongoDB (${reason.replace(/\/\/.*@/, "//")}).`);
  }
}
