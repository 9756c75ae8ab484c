// The settings: defaults, bounds, and sentences that name the variable. Knows no server.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { parse } from "dotenv";
import { DEFAULTS, readConfig } from "./config.ts";
import { DEFAULT_LIMITS } from "./protocol/limits.ts";

const read = (name: string, value: string) => readConfig({ [name]: value }, {});

describe("configuration", () => {
  it("[G1] has a default for every setting, and takes an empty one for absent", () => {
    expect(readConfig({})).toEqual(readConfig(DEFAULTS));
    expect(readConfig({ PORT: " " }).port).toBe(3000);
    expect(readConfig({})).toMatchObject({
      basePath: "",
      store: "embedded",
      trustProxy: 0,
      allowedOrigins: [],
      limits: DEFAULT_LIMITS,
    });
  });

  it("[G2] .env.example names every setting of the server with its default", () => {
    expect(parse(readFileSync(".env.example"))).toMatchObject(DEFAULTS);
  });

  it("[G3] every limit of the protocol is settable under its own name", () => {
    for (const limit of Object.keys(DEFAULT_LIMITS) as (keyof typeof DEFAULT_LIMITS)[]) {
      const variable = `LIMIT_${limit.replaceAll(/(?=[A-Z])/g, "_").toUpperCase()}`;
      expect(read(variable, "7").limits).toEqual({ ...DEFAULT_LIMITS, [limit]: 7 });
    }
  });

  it.each([
    ["PORT", "65536"],
    ["PORT", "3000.5"],
    ["PORT", "http"],
    ["BASE_PATH", "code"],
    ["BASE_PATH", "/code/"],
    ["BASE_PATH", '/"><script>'],
    ["STORE", "mongodb"],
    ["TRUST_PROXY", "true"],
    ["TRUST_PROXY", "10.0.0.0/99"],
    ["ALLOWED_ORIGINS", "https://example.org/"],
    ["ALLOWED_ORIGINS", "https://example.org, *"],
    ["LOG_LEVEL", "loud"],
    ["METRICS_TOKEN", "short"],
    ["METRICS_TOKEN", "sixteen letters, and spaces"],
    ["ROOM_EXPIRY_DAYS", "-1"],
    ["HEARTBEAT_SECONDS", "0"],
    ["CLUSTER", "yes"],
    ["NODE_URL", "node1:3000"],
    ["NODE_URL", "http://node1:3000/"],
    ["NODE_URL", "ws://node1:3000"],
    ["CLUSTER_SECRET", "short"],
    ["CLUSTER_SECRET", "sixteen letters, and spaces"],
    ["RATE_ROOMS_PER_HOUR", "many"],
    ["LIMIT_FRAME_BYTES", "0"],
    ["LIMIT_HELLO_MS", "99999999999"],
    ["LIMIT_PUSH_UPDTES", "5"],
    ["LIMIT_SLOW_READER_CLOSE_BYTES", "5"],
  ])("[G4] refuses %s=%s with a sentence that begins with its name", (name, value) => {
    expect(() => read(name, value)).toThrow(new RegExp(`^${name} (must|is not a setting)`));
  });

  it("[G4] names every wrong setting at once", () => {
    expect(() => readConfig({ PORT: "x", STORE: "y", LIMIT_SELECTIONS: "z" }, {})).toThrow(
      /^PORT .*\nSTORE .*\nLIMIT_SELECTIONS /,
    );
  });

  it("[G4] a program without the features takes their settings, which it does not know", () => {
    expect(readConfig({ RATE_OF_A_FEATURE: "1", PORT: "1" }).port).toBe(1);
    expect(() => readConfig({ RATE_OF_A_FEATURE: "1", PORT: "x" })).toThrow(/^PORT [^\n]*$/);
  });

  it("[G5] reads lists, proxies and a base path", () => {
    expect(read("ALLOWED_ORIGINS", "https://a.org, http://b.org:8080").allowedOrigins).toEqual([
      "https://a.org",
      "http://b.org:8080",
    ]);
    expect(read("TRUST_PROXY", "2").trustProxy).toBe(2);
    expect(read("TRUST_PROXY", "loopback, 10.0.0.0/8").trustProxy).toEqual(["loopback", "10.0.0.0/8"]);
    expect(read("BASE_PATH", "/code/rooms").basePath).toBe("/code/rooms");
    expect(read("LIMIT_PUSHES_PER_SECOND", "0").limits.pushesPerSecond).toBe(0);
  });

  it("[G6] puts the address of MongoDB together, whatever user and password are", () => {
    expect(readConfig({})).toMatchObject({ store: "embedded", mongodbUri: undefined });
    const uri = "mongodb://a:p%40ss@one,two:27018/rooms?replicaSet=rs0";
    expect(read("MONGODB_URI", uri)).toMatchObject({ store: "mongodb", mongodbUri: uri });
    const login = { MONGODB_USER: "olga@x", MONGODB_PASSWORD: "$&:/?#[]@%41 é" };
    const encoded = "olga%40x:%24%26%3A%2F%3F%23%5B%5D%40%2541%20%C3%A9@";
    for (const [host, address] of [
      ["one:27017,two/rooms?replicaSet=rs0", `mongodb://${encoded}one:27017,two/rooms?replicaSet=rs0`],
      ["mongodb+srv://name.example.org", `mongodb+srv://${encoded}name.example.org`],
    ] as const)
      expect(readConfig({ ...login, MONGODB_HOST: host })).toMatchObject({ store: "mongodb", mongodbUri: address });
    expect(read("MONGODB_HOST", "localhost").mongodbUri).toBe("mongodb://localhost");
  });

  it.each<[string, Record<string, string>]>([
    ["MONGODB_URI", { MONGODB_URI: "mongodb://x", MONGODB_HOST: "x" }],
    ["MONGODB_URI", { MONGODB_URI: "mongodb://x", MONGODB_PASSWORD: "s3cret" }],
    ["MONGODB_USER", { MONGODB_HOST: "x", MONGODB_PASSWORD: "s3cret" }],
    ["MONGODB_USER", { MONGODB_HOST: "x", MONGODB_USER: "s3cret" }],
    ["MONGODB_HOST", { MONGODB_USER: "x", MONGODB_PASSWORD: "s3cret" }],
    ["STORE", { MONGODB_URI: "mongodb://x", STORE: "memory" }],
    ["MONGODB_HOST", { MONGODB_HOST: "olga:x@host" }],
    ["MONGODB_URI", { MONGODB_URI: "olga:s3cret@host" }],
    ["MONGODB_URI", { MONGODB_URI: "mongodb://olga:s3cret@s3cret@host" }],
    ["MONGODB_URI", { MONGODB_URI: "mongodb://olga:s3cret/s3cret@host" }],
    ["METRICS_TOKEN", { METRICS_TOKEN: "s3cret" }],
    ["CLUSTER_SECRET", { CLUSTER_SECRET: "s3cret" }],
  ])("[G6] [G7] refuses a contradiction or a wrong %s with a sentence that holds no secret", (name, env) => {
    const message = (() => {
      try {
        return JSON.stringify(readConfig(env));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message).toMatch(new RegExp(`^${name} .*must`));
    expect(message).not.toContain("s3cret");
  });

  it("[G8] takes part among several servers with a database, an own address and the secret of all, and names what is missing", () => {
    const all = {
      CLUSTER: "1",
      MONGODB_URI: "mongodb://one/rooms",
      NODE_URL: "http://node1:3000",
      CLUSTER_SECRET: "0123456789abcdef",
    };
    expect(readConfig(all).cluster).toEqual({ nodeUrl: "http://node1:3000", secret: "0123456789abcdef" });
    expect(readConfig({ ...all, CLUSTER: "0" }).cluster).toBeUndefined();
    expect(readConfig({}).cluster).toBeUndefined();
    for (const missing of ["MONGODB_URI", "NODE_URL", "CLUSTER_SECRET"])
      expect(() => readConfig({ ...all, [missing]: "" })).toThrow(new RegExp(`^${missing} must be set with CLUSTER=1`));
  });
});

it("[G4] quotes of an address that is wrong no name, password or query, and nothing of a key", () => {
  const wrong = (): never => {
    throw new Error("is wrong");
  };
  const own = { AI_BASE_URL: { byDefault: "", read: wrong }, AI_API_KEY: { byDefault: "", read: wrong } };
  const set = { AI_BASE_URL: "https://me:s3cret@example.test/v1?key=s3cret", AI_API_KEY: "s3cret" };
  const read = (): unknown => readConfig(set, own);
  expect(read).toThrow("https://example.test/v1");
  expect(read).not.toThrow("s3cret");
});
