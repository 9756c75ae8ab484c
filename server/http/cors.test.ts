// What pages of other origins may ask of the API.
import { describe, expect, it } from "@jest/globals";
import request from "supertest";
import { appWith, KEY, NO_ROOM, ROOM } from "../test/httpHarness.ts";

const OURS = "https://company.example";
const path = `/api/rooms/${ROOM}`;
const allowing = (env: Record<string, string> = {}) =>
  appWith({ ALLOWED_ORIGINS: `${OURS}, http://localhost:5173`, ...env }).app;
const preflight = (app: ReturnType<typeof allowing>, origin: string, at = path) =>
  request(app).options(at).set({
    Origin: origin,
    "Access-Control-Request-Method": "PATCH",
    "Access-Control-Request-Headers": "authorization",
  });
const crossOrigin = (headers: Record<string, string>): string[] =>
  Object.keys(headers).filter((name) => name.startsWith("access-control-"));

describe("pages of other origins", () => {
  it("[H43] that are allowed ask first, and may send a key and JSON with any method of the API", async () => {
    const { headers, text } = await preflight(allowing(), OURS).expect(204);
    expect(text).toBe("");
    expect(headers).toMatchObject({
      "access-control-allow-origin": OURS,
      "access-control-allow-methods": "GET, POST, PATCH, PUT, DELETE",
      "access-control-allow-headers": "Authorization, Content-Type",
      "access-control-max-age": "600",
      vary: "Origin",
    });
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  });

  it("[H43] that are allowed read every answer, refusals too, and when to come back", async () => {
    const app = allowing({ RATE_FAILED_LOOKUPS_PER_MINUTE: "1" });
    const get = (at: string) => request(app).get(at).set("Origin", "http://localhost:5173");
    const answers = [
      await get(path).expect(200),
      await get(`/api/rooms/${NO_ROOM}`).expect(404),
      await get(`/api/rooms/${NO_ROOM}`).expect(429),
      await get("/api/nothing").expect(404),
      await request(app).post("/api/rooms").set("Origin", "http://localhost:5173").send({ name: "Ada" }).expect(201),
    ];
    for (const { headers } of answers)
      expect(headers).toMatchObject({
        "access-control-allow-origin": "http://localhost:5173",
        "access-control-expose-headers": "Retry-After",
        vary: "Origin",
      });
  });

  it("[H43] that are not allowed are told nothing, and no cache gives them what others got", async () => {
    for (const origin of [
      "https://evil.example",
      `${OURS}.evil.example`,
      "http://company.example",
      "null",
      `${OURS}:444`,
    ]) {
      const asked = await preflight(allowing(), origin).expect(405, /method_not_allowed/);
      const answered = await request(allowing())
        .get(path)
        .set({ Origin: origin, Authorization: `Bearer ${KEY}` });
      for (const { headers } of [asked, answered]) {
        expect(crossOrigin(headers)).toEqual([]);
        expect(headers["vary"]).toBe("Origin");
      }
    }
  });

  it("[H43] are none by default, and none beside the API", async () => {
    expect(crossOrigin((await preflight(appWith().app, OURS).expect(405)).headers)).toEqual([]);
    for (const at of ["/health", "/metrics"])
      expect(crossOrigin((await request(allowing()).get(at).set("Origin", OURS)).headers)).toEqual([]);
  });

  it("[H43] without an Origin, or asking plainly with OPTIONS, nothing changes", async () => {
    expect(crossOrigin((await request(allowing()).get(path).expect(200)).headers)).toEqual([]);
    await request(allowing()).options(path).set("Origin", OURS).expect(405);
  });
});
