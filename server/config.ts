// The settings of this process, read from the environment and checked once. The only reader of process.env.
import { config as loadEnvFile } from "dotenv";
import { compile } from "proxy-addr";
import * as v from "valibot";
import { DEFAULT_LIMITS, type Limits } from "./protocol/limits.ts";

/** What no timer and no counter of 32 bits can hold. */
const LARGEST = 2 ** 31 - 1;

const whole = (least: number, most = LARGEST) => {
  const sentence = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/, sentence),
    v.transform(Number),
    v.minValue(least, sentence),
    v.maxValue(most, sentence),
  );
};

const list = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const isTrustable = (proxies: string[]): boolean => {
  try {
    compile(proxies);
    return true;
  } catch {
    return false;
  }
};

/** A setting: its default, as it would be written in the environment, and how its text is read. */
const setting = <Schema extends v.GenericSchema<string, unknown>>(byDefault: string, schema: Schema) =>
  v.optional(schema, byDefault as v.InferInput<Schema>);

const text = (sentence: string) => v.pipe(v.string(), v.minLength(1, sentence));
const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `must be one of ${options.join(", ")}`);

const SETTINGS = {
  PORT: setting("3000", whole(0, 65_535)),
  HOST: setting("0.0.0.0", text("must be an address to listen on")),
  BASE_PATH: setting(
    "",
    v.pipe(v.string(), v.regex(/^(\/[\w.~-]+)*$/, 'must be empty, or begin with "/" and not end with it, like /code')),
  ),
  DATA_DIR: setting("./data", text("must be a folder")),
  STORE: setting("embedded", oneOf(["embedded", "memory"])),
  MONGODB_URI: setting(
    "",
    v.pipe(
      v.string(),
      v.regex(
        /^(mongodb(\+srv)?:\/\/([^@/?#\s]+@)?[^@/?#\s]+(\/[^@?#\s]*)?(\?\S*)?)?$/,
        "must be an address like mongodb://user:password@host1,host2/database?replicaSet=name, with any of @ : / ? # in user and password percent-encoded",
      ),
    ),
  ),
  MONGODB_HOST: setting(
    "",
    v.pipe(
      v.string(),
      v.regex(
        /^((mongodb\+srv:\/\/)?[^@/?#\s]+(\/[^@?#\s]*)?(\?\S*)?)?$/,
        "must be hosts like host1:27017,host2:27017/database?replicaSet=name, or mongodb+srv:// and a name",
      ),
    ),
  ),
  MONGODB_USER: setting("", v.string()),
  MONGODB_PASSWORD: setting("", v.string()),
  CLUSTER: setting("0", oneOf(["0", "1"])),
  NODE_URL: setting(
    "",
    v.pipe(
      v.string(),
      v.check(
        (value) => value === "" || (isOrigin(value) && /^https?:/.test(value)),
        "must be where the other servers reach this one, like http://10.0.0.5:3000, without a path",
      ),
    ),
  ),
  CLUSTER_SECRET: setting(
    "",
    v.pipe(v.string(), v.regex(/^([\x21-\x7e]{16,})?$/, "must be empty, or at least 16 visible characters of ASCII")),
  ),
  TRUST_PROXY: setting(
    "0",
    v.pipe(
      v.string(),
      v.transform((value) => (/^\d+$/.test(value) ? Number(value) : list(value))),
      v.check(
        (value) => typeof value === "number" || isTrustable(value),
        "must be the number of proxies in front of this server, or a comma-separated list of their addresses or subnets, like loopback, 10.0.0.0/8",
      ),
    ),
  ),
  ALLOWED_ORIGINS: setting(
    "",
    v.pipe(
      v.string(),
      v.transform(list),
      v.everyItem(isOrigin, "must be a comma-separated list of origins, like https://example.org"),
    ),
  ),
  HSTS_MAX_AGE_SECONDS: setting(String(365 * 24 * 3600), whole(0)),
  LOG_LEVEL: setting("info", oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"])),
  METRICS_TOKEN: setting(
    "",
    v.pipe(
      v.string(),
      v.regex(/^([\w.~+/-]{16,}=*)?$/, "must be empty, or at least 16 letters, digits or any of . _ ~ + / -"),
    ),
  ),
  ADMIN_TOKEN: setting(
    "",
    v.pipe(v.string(), v.regex(/^([\x21-\x7e]{16,200})?$/, "must be empty, or 16 to 200 visible characters of ASCII")),
  ),
  ADMIN_NAMES: setting("0", oneOf(["0", "1"])),
  ROOM_EXPIRY_DAYS: setting("30", whole(0, 36_500)),
  ROOM_UNLOAD_SECONDS: setting("60", whole(0, 86_400)),
  HEARTBEAT_SECONDS: setting("15", whole(1, 3_600)),
  LIMIT_SLOW_READER_BYTES: setting(String(1024 * 1024), whole(1)),
  LIMIT_SLOW_READER_CLOSE_BYTES: setting(String(8 * 1024 * 1024), whole(1)),
  LIMIT_SLOW_READER_SECONDS: setting("30", whole(1, 86_400)),
  ADDRESS_TIME_PERCENT: setting("50", whole(0, 100)),
  ADDRESS_WAITING_BYTES: setting(String(64 * 1024 * 1024), whole(0)),
  ALL_WAITING_BYTES: setting(String(512 * 1024 * 1024), whole(0)),
  RATE_ROOM_BYTES_PER_HOUR: setting(String(64 * 1024 * 1024), whole(0)),
  RATE_ADDRESS_BYTES_PER_HOUR: setting(String(256 * 1024 * 1024), whole(0)),
  RATE_REQUESTS_PER_MINUTE: setting("6000", whole(0)),
  CONNECTIONS_PER_ADDRESS: setting("600", whole(0)),
  RATE_ROOMS_PER_HOUR: setting("60", whole(0)),
  RATE_JOINS_PER_MINUTE: setting("120", whole(0)),
  RATE_FAILED_LOOKUPS_PER_MINUTE: setting("30", whole(0)),
  SOCKETS_PER_ADDRESS: setting("300", whole(0)),
};

const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as (keyof Limits)[];

/** The variable that sets a limit of the protocol: pushUpdates is LIMIT_PUSH_UPDATES. */
const variableOf = (limit: keyof Limits): string =>
  `LIMIT_${limit.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** Settings that no sentence may quote. */
const isSecret = (name: string): boolean => /_(URI|PASSWORD|TOKEN|SECRET|KEY)$/.test(name);

/** What is set, as a sentence may quote it: of an address no name, password and query. Nothing of a secret. */
const quoted = (name: string, value: string | undefined): string =>
  isSecret(name)
    ? ""
    : `; it is "${value?.includes("://") ? value.replace(/:\/\/.*@/, "://").replace(/[?#].*/, "") : value}"`;

/** The address of MongoDB, where one is set, in one piece or in three. Throws a sentence when they contradict each other. */
function mongodbUri(values: v.InferOutput<v.ObjectSchema<typeof SETTINGS, undefined>>): string | undefined {
  const { MONGODB_URI: uri, MONGODB_HOST: host, MONGODB_USER: user, MONGODB_PASSWORD: password } = values;
  if (uri && (host || user || password))
    throw new Error("MONGODB_URI must stand alone: it holds what MONGODB_HOST, MONGODB_USER and MONGODB_PASSWORD say.");
  if (!user !== !password) throw new Error("MONGODB_USER and MONGODB_PASSWORD must both be set, or neither.");
  if (user && !host) throw new Error("MONGODB_HOST must be set with MONGODB_USER.");
  const address = uri || (host && host.replace(/^(mongodb\+srv:\/\/)?/, (scheme) => scheme || "mongodb://"));
  if (!address) return undefined;
  if (values.STORE === "memory") throw new Error("STORE must not be memory where MongoDB is set.");
  const login = user && `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return address.replace("://", () => `://${login}`);
}

/** How this server takes part among others, where it does. Throws a sentence when something for it is missing. */
function clusterOf(
  values: v.InferOutput<v.ObjectSchema<typeof SETTINGS, undefined>>,
  mongodb: string | undefined,
): { readonly nodeUrl: string; readonly secret: string } | undefined {
  if (values.CLUSTER === "0") return undefined;
  if (mongodb === undefined)
    throw new Error("MONGODB_URI must be set with CLUSTER=1: the servers share that database.");
  if (!values.NODE_URL) throw new Error("NODE_URL must be set with CLUSTER=1: where the other servers reach this one.");
  if (!values.CLUSTER_SECRET) throw new Error("CLUSTER_SECRET must be set with CLUSTER=1, the same for all servers.");
  return { nodeUrl: values.NODE_URL, secret: values.CLUSTER_SECRET };
}

/** A rate of 0 is none; any other bound of 0 would let nothing through. */
const LIMIT_SETTINGS = Object.fromEntries(
  LIMIT_NAMES.map((limit) => [
    variableOf(limit),
    setting(String(DEFAULT_LIMITS[limit]), whole(limit.endsWith("PerSecond") ? 0 : 1)),
  ]),
);

/** Every variable that is read, with its default as it would be written in the environment. */
export const DEFAULTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...SETTINGS, ...LIMIT_SETTINGS }).map(([name, { default: byDefault }]) => [
    name,
    byDefault as string,
  ]),
);

export type Config = ReturnType<typeof readConfig>;

/** A setting that somebody else brings: how its text is read. Throws an Error with what is right. */
interface OwnSetting {
  readonly byDefault: string;
  read(text: string): unknown;
}

/**
 * Reads and checks all settings; a variable that is absent or empty has its default. Throws one Error whose message has a
 * line for each wrong variable: its name and what is right. A program that does not know the features' settings refuses no unknown one.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  ofFeatures?: Readonly<Record<string, OwnSetting>>,
) {
  const set = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const result = v.safeParse(v.object(SETTINGS), set);
  const limits = v.safeParse(v.object(LIMIT_SETTINGS), set);
  const wrong = [...(result.issues ?? []), ...(limits.issues ?? [])].map((issue) => {
    const name = v.getDotPath(issue) ?? "";
    return `${name} ${issue.message}${quoted(name, set[name])}.`;
  });
  const own: Record<string, unknown> = {};
  for (const [name, { byDefault, read }] of Object.entries(ofFeatures ?? {}))
    try {
      own[name] = read(set[name] ?? byDefault);
    } catch (error) {
      wrong.push(`${name} ${(error as Error).message}${quoted(name, set[name])}.`);
    }
  for (const name of ofFeatures ? Object.keys(set) : [])
    if (/^(LIMIT|RATE)_/.test(name) && !(name in { ...DEFAULTS, ...ofFeatures }))
      wrong.push(`${name} is not a setting; .env.example lists them all.`);
  if (!result.success || !limits.success || wrong.length > 0) throw new Error(wrong.join("\n"));

  const values = result.output;
  if (values.LIMIT_SLOW_READER_CLOSE_BYTES < values.LIMIT_SLOW_READER_BYTES)
    throw new Error("LIMIT_SLOW_READER_CLOSE_BYTES must not be less than LIMIT_SLOW_READER_BYTES.");
  const mongodb = mongodbUri(values);
  return {
    port: values.PORT,
    host: values.HOST,
    /** "" or a path such as "/code", before everything that is served */
    basePath: values.BASE_PATH,
    dataDir: values.DATA_DIR,
    store: mongodb === undefined ? values.STORE : ("mongodb" as const),
    /** with user and password; undefined: it is not used */
    mongodbUri: mongodb,
    /** undefined: this server is the only one */
    cluster: clusterOf(values, mongodb),
    /** how many proxies stand in front, or which addresses they have */
    trustProxy: values.TRUST_PROXY,
    /** origins besides the server's own whose pages may open rooms and call the API */
    allowedOrigins: values.ALLOWED_ORIGINS,
    /** for how long browsers that came over https come so by themselves; 0: they forget that */
    hstsMaxAgeSeconds: values.HSTS_MAX_AGE_SECONDS,
    logLevel: values.LOG_LEVEL,
    /** the secret that reads /metrics; "": nobody does */
    metricsToken: values.METRICS_TOKEN,
    /** the secret of whoever opens the dashboard; "": there is none */
    adminToken: values.ADMIN_TOKEN,
    /** whether its events say what people are called */
    adminNames: values.ADMIN_NAMES === "1",
    /** days after the last visit; 0: never */
    roomExpiryDays: values.ROOM_EXPIRY_DAYS,
    roomUnloadSeconds: values.ROOM_UNLOAD_SECONDS,
    heartbeatSeconds: values.HEARTBEAT_SECONDS,
    /** over `bytes` unread a client is sent no more; over `closeBytes`, or after `seconds` of that, it is closed */
    slowReader: {
      bytes: values.LIMIT_SLOW_READER_BYTES,
      closeBytes: values.LIMIT_SLOW_READER_CLOSE_BYTES,
      seconds: values.LIMIT_SLOW_READER_SECONDS,
    },
    /** what one address may have of what the process has, and what one room may; 0: no bound */
    shares: {
      timePercent: values.ADDRESS_TIME_PERCENT,
      waitingBytesPerAddress: values.ADDRESS_WAITING_BYTES,
      waitingBytes: values.ALL_WAITING_BYTES,
      writtenBytesPerRoom: values.RATE_ROOM_BYTES_PER_HOUR,
      writtenBytesPerAddress: values.RATE_ADDRESS_BYTES_PER_HOUR,
    },
    /** what one address may do; 0: no bound */
    rates: {
      roomsPerHour: values.RATE_ROOMS_PER_HOUR,
      joinsPerMinute: values.RATE_JOINS_PER_MINUTE,
      failedLookupsPerMinute: values.RATE_FAILED_LOOKUPS_PER_MINUTE,
      sockets: values.SOCKETS_PER_ADDRESS,
      connections: values.CONNECTIONS_PER_ADDRESS,
      requestsPerMinute: values.RATE_REQUESTS_PER_MINUTE,
    },
    limits: Object.fromEntries(
      LIMIT_NAMES.map((limit) => [limit, limits.output[variableOf(limit)]]),
    ) as unknown as Limits,
    /** those of features, by the names of their variables */
    ofFeatures: own,
  };
}

/** The settings of this process, from its environment and the file .env; as readConfig. */
export function loadConfig(ofFeatures?: Readonly<Record<string, OwnSetting>>): Config {
  loadEnvFile({ quiet: true });
  return readConfig(process.env, ofFeatures);
}
