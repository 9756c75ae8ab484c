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
  LOG_LEVEL: setting("info", oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"])),
  ROOM_EXPIRY_DAYS: setting("30", whole(0, 36_500)),
  ROOM_UNLOAD_SECONDS: setting("60", whole(0, 86_400)),
  HEARTBEAT_SECONDS: setting("15", whole(1, 3_600)),
  LIMIT_SLOW_READER_BYTES: setting(String(1024 * 1024), whole(1)),
  LIMIT_SLOW_READER_CLOSE_BYTES: setting(String(8 * 1024 * 1024), whole(1)),
  LIMIT_SLOW_READER_SECONDS: setting("30", whole(1, 86_400)),
  RATE_ROOMS_PER_HOUR: setting("60", whole(0)),
  RATE_JOINS_PER_MINUTE: setting("120", whole(0)),
  RATE_FAILED_LOOKUPS_PER_MINUTE: setting("30", whole(0)),
  SOCKETS_PER_ADDRESS: setting("300", whole(0)),
};

const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as (keyof Limits)[];

/** The variable that sets a limit of the protocol: pushUpdates is LIMIT_PUSH_UPDATES. */
const variableOf = (limit: keyof Limits): string =>
  `LIMIT_${limit.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

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

/**
 * Reads and checks all settings; a variable that is absent or empty has its default. Throws one Error whose message has a
 * line for each wrong variable: its name and what is right.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const set = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const result = v.safeParse(v.object(SETTINGS), set);
  const limits = v.safeParse(v.object(LIMIT_SETTINGS), set);
  const wrong = [...(result.issues ?? []), ...(limits.issues ?? [])].map(
    (issue) => `${v.getDotPath(issue)} ${issue.message}; it is "${set[v.getDotPath(issue) ?? ""]}".`,
  );
  for (const name of Object.keys(set))
    if (/^(LIMIT|RATE)_/.test(name) && !(name in DEFAULTS))
      wrong.push(`${name} is not a setting; .env.example lists them all.`);
  if (!result.success || !limits.success || wrong.length > 0) throw new Error(wrong.join("\n"));

  const values = result.output;
  if (values.LIMIT_SLOW_READER_CLOSE_BYTES < values.LIMIT_SLOW_READER_BYTES)
    throw new Error("LIMIT_SLOW_READER_CLOSE_BYTES must not be less than LIMIT_SLOW_READER_BYTES.");
  return {
    port: values.PORT,
    host: values.HOST,
    /** "" or a path such as "/code", before everything that is served */
    basePath: values.BASE_PATH,
    dataDir: values.DATA_DIR,
    store: values.STORE,
    /** how many proxies stand in front, or which addresses they have */
    trustProxy: values.TRUST_PROXY,
    /** origins besides the server's own whose pages may open rooms */
    allowedOrigins: values.ALLOWED_ORIGINS,
    logLevel: values.LOG_LEVEL,
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
    /** what one address may do; 0: no bound */
    rates: {
      roomsPerHour: values.RATE_ROOMS_PER_HOUR,
      joinsPerMinute: values.RATE_JOINS_PER_MINUTE,
      failedLookupsPerMinute: values.RATE_FAILED_LOOKUPS_PER_MINUTE,
      sockets: values.SOCKETS_PER_ADDRESS,
    },
    limits: Object.fromEntries(
      LIMIT_NAMES.map((limit) => [limit, limits.output[variableOf(limit)]]),
    ) as unknown as Limits,
  };
}

/** The settings of this process, from its environment and the file .env. */
export function loadConfig(): Config {
  loadEnvFile({ quiet: true });
  return readConfig(process.env);
}
