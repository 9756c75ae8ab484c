// The status line says what is true.
import { describe, expect, it } from "@jest/globals";
import type { SyncStatus } from "../../../sync/ports.ts";
import { statusWords } from "./statusWords.ts";

const gone = "There is no such room.";

describe("status in words", () => {
  it("[B8] [B63] why there is no connection, where the server answers all the same and has said nothing else", () => {
    const offline = { state: "offline", pending: 1, retryAt: 14_000 } as const;
    expect(statusWords(offline, 10_000, { isStopped: true }).text).toMatch(
      /^Offline: the server answers, but no .*WebSocket.*, 1 edit kept here, trying again in 4 s$/,
    );
    const full = { ...offline, reason: "The room is full." };
    expect(statusWords(full, 10_000, { isStopped: true }).text).toContain("The room is full,");
    expect(statusWords({ state: "saved" }, 10_000, { isStopped: true }).text).toBe("Saved");
  });

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
    [
      { state: "offline", pending: 1, retryAt: Infinity },
      "Offline, 1 edit kept here, going on when there is a network",
    ],
    [{ state: "readOnly" }, "Read-only"],
    [{ state: "ended", code: "room_not_found", message: gone, pending: 0 }, "This room is gone."],
    [
      { state: "ended", code: "bad_frame", message: "Reload the page.", pending: 2 },
      "You are no longer connected. 2 edits kept in this browser.",
    ],
  ])("[B8] %j", (status, text) => {
    expect(statusWords(status, 10_000).text).toBe(text);
  });

  it("[B8] what is typed is kept while the server takes no changes", () => {
    const isHeld = true;
    expect(statusWords({ state: "saved" }, 0, { isHeld })).toEqual({
      tone: "busy",
      text: "The server takes no changes just now",
    });
    expect(statusWords({ state: "saving", pending: 2 }, 0, { isHeld }).text).toBe(
      "The server takes no changes just now, 2 edits kept here",
    );
    expect(statusWords({ state: "saving", pending: 2 }, 0, { isHeld, isFailing: true }).text).toBe(
      "The server takes no changes just now, 2 edits in this page alone",
    );
    expect(statusWords({ state: "offline", pending: 0, retryAt: 0 }, 0, { isHeld }).text).toBe(
      "Offline, trying again now",
    );
  });

  it("[B65] edits that this browser does not keep are not said to be kept", () => {
    const offline: SyncStatus = { state: "offline", pending: 1, retryAt: 9_000 };
    const isFailing = true;
    expect(statusWords(offline, 10_000, { isFailing }).text).toBe(
      "Offline, 1 edit in this page alone, trying again now",
    );
    const ended: SyncStatus = { state: "ended", code: "bad_frame", message: "Reload the page.", pending: 2 };
    expect(statusWords(ended, 10_000, { isFailing }).text).toBe(
      "You are no longer connected. 2 edits in this page alone.",
    );
  });
});
