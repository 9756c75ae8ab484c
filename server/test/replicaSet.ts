// A replica set of three real mongods on this machine, whose members can be killed, frozen and started again. Knows no store.
import { type MongoInstance, MongoMemoryReplSet } from "mongodb-memory-server-core";
import { mongo } from "mongoose";
import { nanoid } from "nanoid";
import { needMongod } from "./mongod.ts";

const MEMBERS = 3;
/** Tests shall not wait the ten seconds after which members usually call an election. */
const ELECTION_TIMEOUT_MS = 2_000;
/** A busy machine takes long to start three. */
const STARTS_WITHIN_MS = 60_000;
/** A primary that steps down does not become one again for so long. */
const STEPPED_DOWN_SECONDS = 10;

// Any version does, whatever the package was made for.
process.env["MONGOMS_SYSTEM_BINARY_VERSION_CHECK"] = "false";

/** Where tests that harm no server keep what they write. */
export interface TestDatabases {
  /** The address of a database that nobody has used. */
  newDatabase(): string;
  /** Ends what was started. */
  stop(): Promise<void>;
}

/** On the server that MONGODB_TEST_URI names; without it on a replica set that is started. */
export async function startDatabases(): Promise<TestDatabases> {
  const uri = process.env["MONGODB_TEST_URI"];
  return uri ? { newDatabase: () => withDatabase(uri), stop: async () => {} } : ReplicaSet.start();
}

/** Forgets all that a database holds. */
export async function dropDatabase(uri: string): Promise<void> {
  const client = await mongo.MongoClient.connect(uri);
  await client.db().dropDatabase();
  await client.close();
}

/** By chance, not by a count: test files that follow each other in one process use the same server. */
const withDatabase = (uri: string): string =>
  uri.replace(/^(\w+(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/companion-test-${nanoid()}`);

export class ReplicaSet implements TestDatabases {
  readonly #set: MongoMemoryReplSet;

  private constructor(set: MongoMemoryReplSet) {
    this.#set = set;
  }

  /**
   * Resolves when there is a primary. A process beside each member ends it when this one is gone. `electionTimeoutMs`: so long
   * after a primary has gone another one is elected.
   */
  static async start(electionTimeoutMs = ELECTION_TIMEOUT_MS): Promise<ReplicaSet> {
    const set = await MongoMemoryReplSet.create({
      binary: { systemBinary: await needMongod() },
      instanceOpts: Array.from({ length: MEMBERS }, () => ({ launchTimeout: STARTS_WITHIN_MS })),
      replSet: {
        storageEngine: "wiredTiger",
        args: [
          "--wiredTigerCacheSizeGB",
          "0.25",
          "--nounixsocket",
          "--setParameter",
          "diagnosticDataCollectionEnabled=false",
        ],
        configSettings: { electionTimeoutMillis: electionTimeoutMs, heartbeatIntervalMillis: 500 },
      },
    });
    return new ReplicaSet(set);
  }

  newDatabase(): string {
    return withDatabase(this.#set.getUri());
  }

  /** Ends the primary as a power cut would; resolves to a function that starts it again. */
  async killPrimary(): Promise<() => Promise<void>> {
    return kill(await this.#primary());
  }

  /** Ends all members at once; resolves to a function that starts them again. */
  async killAll(): Promise<() => Promise<void>> {
    const restarts = await Promise.all(this.#instances.map(kill));
    return async () => void (await Promise.all(restarts.map((restart) => restart())));
  }

  /** The port of the member that is the primary now. */
  async primaryPort(): Promise<number> {
    return (await this.#primary()).instanceOpts.port!;
  }

  /** The primary becomes a secondary, as it is made to for an update of mongod; resolves when there is another. */
  async stepDown(): Promise<void> {
    const before = await this.primaryPort();
    const client = await mongo.MongoClient.connect(this.#set.getUri());
    await client.db("admin").command({ replSetStepDown: STEPPED_DOWN_SECONDS });
    await client.close();
    while ((await this.primaryPort().catch(() => before)) === before);
  }

  /** Members answer nothing any more, while their connections stay. */
  freeze(): void {
    for (const { mongodProcess } of this.#instances) mongodProcess?.kill("SIGSTOP");
  }

  thaw(): void {
    for (const { mongodProcess } of this.#instances) mongodProcess?.kill("SIGCONT");
  }

  /** Leaves the primary without a majority. */
  async freezeSecondaries(): Promise<void> {
    const primary = await this.#primary();
    for (const instance of this.#instances) if (instance !== primary) instance.mongodProcess?.kill("SIGSTOP");
  }

  async #primary(): Promise<MongoInstance> {
    const client = await mongo.MongoClient.connect(this.#set.getUri());
    try {
      for (;;) {
        // Who says so may have just ceased to be it.
        const { primary } = await client.db("admin").command({ hello: 1 });
        const instance = this.#instances.find(({ instanceOpts }) => primary === `127.0.0.1:${instanceOpts.port}`);
        if (instance) return instance;
      }
    } finally {
      await client.close();
    }
  }

  async stop(): Promise<void> {
    this.thaw();
    await this.#set.stop();
  }

  get #instances(): MongoInstance[] {
    return this.#set.servers.flatMap(({ instanceInfo }) => instanceInfo?.instance ?? []);
  }
}

async function kill(instance: MongoInstance): Promise<() => Promise<void>> {
  const closed = new Promise((resolve) => instance.mongodProcess?.once("close", resolve));
  instance.mongodProcess?.kill("SIGKILL");
  await closed;
  // It tidies up after what it takes for an accident.
  await instance.stop();
  return () => instance.start();
}
