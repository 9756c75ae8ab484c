// The download of a file: its name, its type, its bytes.
import { describe, expect, it } from "@jest/globals";
import request from "supertest";
import { appWith, mountedAndDescribed, NO_ROOM, ROOM } from "../../test/httpHarness.ts";
import download, { downloadName } from "./index.ts";

const get = (path: string, text = "") =>
  request(appWith({}, { features: [download], text }).app)
    .get(path)
    .buffer(true);

describe("download", () => {
  it("[H19] is the text as an attachment named after the language", async () => {
    const text = 'print("<b>héllo 🌍</b>")\n';
    const answer = await get(`/api/rooms/${ROOM}/download/1`, text)
      .expect(200)
      .expect("Content-Disposition", "attachment; filename=main.py")
      .expect("Content-Type", "text/plain; charset=utf-8")
      .expect("X-Content-Type-Options", "nosniff")
      .expect("Cache-Control", "no-store");
    expect(answer.text).toBe(text);
  });

  it("[H19] half a surrogate pair becomes the replacement character", async () => {
    expect((await get(`/api/rooms/${ROOM}/download/1`, "a\ud83db").expect(200)).text).toBe("a\ufffdb");
  });

  it("[H19] a room or a file that is not there is 404", async () => {
    await get(`/api/rooms/${NO_ROOM}/download/1`).expect(404, /room_not_found/);
    for (const file of ["2", "01", "1.0", "x", "__proto__"])
      await get(`/api/rooms/${ROOM}/download/${file}`).expect(404, /unknown_file/);
  });

  it("[H12] is in the API's document", () => {
    const { mounted, described } = mountedAndDescribed([download]);
    expect(described).toEqual(mounted);
    expect(mounted).toContain("GET /api/rooms/{roomId}/download/{file}");
  });

  it.each([
    ["main", "Python", "main.py"],
    ["main", "Plain Text", "main.txt"],
    ["src/lib.rs", "Python", "lib.rs"],
    ["..\\..\\secret", "Go", "secret.go"],
    ['a"b\n<c>', "C", "a_b__c_.c"],
    [".env", "Shell", "env.sh"],
    ["…/ ", "C", "main.c"],
  ] as const)("[H19] %j in %s is called %s", (name, language, expected) => {
    expect(downloadName(name, language)).toBe(expected);
  });
});
