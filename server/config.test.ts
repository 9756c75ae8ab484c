// The settings: defaults, bounds, and sentences that name the variable. Knows no server.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { parse } from "dotenv";
import { DEFAULTS, readConfig } from "./config.ts";
import { DEFAULT_LIMITS } from "./protocol/limits.ts";

const read = (name: string, value: string) => readConfig({ [name]: value });

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

  it("[G2] .env.example names every setting with its default, and nothing else", () => {
    expect(parse(readFileSync(".env.example"))).toEqual(DEFAULTS);
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
    ["ROOM_EXPIRY_DAYS", "-1"],
    ["HEARTBEAT_SECONDS", "0"],
    ["RATE_ROOMS_PER_HOUR", "many"],
    ["LIMIT_FRAME_BYTES", "0"],
    ["LIMIT_HELLO_MS", "99999999999"],
    ["LIMIT_PUSH_UPDTES", "5"],
    ["LIMIT_SLOW_READER_CLOSE_BYTES", "5"],
  ])("[G4] refuses %s=%s with a sentence that begins with its name", (name, value) => {
    expect(() => read(name, value)).toThrow(new RegExp(`^${name} (must|is not a setting)`));
  });

  it("[G4] names every wrong setting at once", () => {
    expect(() => readConfig({ PORT: "x", STORE: "y", LIMIT_SELECTIONS: "z" })).toThrow(
      /^PORT .*\nSTORE .*\nLIMIT_SELECTIONS /,
    );
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
});
