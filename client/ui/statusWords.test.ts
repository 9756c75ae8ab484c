// The status line says what is true.
import { describe, expect, it } from "@jest/globals";
import type { SyncStatus } from "../sync/ports.ts";
import { statusWords } from "./statusWords.ts";

const gone = "There is no such room.";

describe("status in words", () => {
  it.each<[SyncStatus, string]>([
    [{ state: "connecting" }, "Connecting…"],
    [{ state: "waiting" }, "Waiting to be let in…"],
    [{ state: "saved" }, "Saved"],
    [{ state: "saving", pending: 3 }, "Saving (3)"],
    [{ state: "offline", pending: 12, retryAt: 14_000 }, "Offline, 12 edits kept here, trying again in 4 s"],
    [{ state: "offline", pending: 1, retryAt: 9_000 }, "Offline, 1 edit kept here, trying again now"],
    [
      { state: "offline", pending: 0, retryAt: 10_500, reason: "The room is full." },
      "Offline: The room is full, trying again in 1 s",
    ],
    [{ state: "readOnly" }, "Read-only"],
    [{ state: "ended", code: "room_not_found", message: gone, pending: 0 }, "This room is gone."],
    [
      { state: "ended", code: "bad_frame", message: "Reload the page.", pending: 2 },
      "Reload the page. 2 edits kept in this browser.",
    ],
  ])("[B8] %j", (status, text) => {
    expect(statusWords(status, 10_000, false).text).toBe(text);
  });

  it("[B61] edits that this browser does not keep are not said to be kept", () => {
    const offline: SyncStatus = { state: "offline", pending: 1, retryAt: 9_000 };
    expect(statusWords(offline, 10_000, true).text).toBe("Offline, 1 edit in this page alone, trying again now");
    const ended: SyncStatus = { state: "ended", code: "bad_frame", message: "Reload the page.", pending: 2 };
    expect(statusWords(ended, 10_000, true).text).toBe("Reload the page. 2 edits in this page alone.");
  });
});
