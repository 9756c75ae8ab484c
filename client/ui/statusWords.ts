// What the status line says of the connection: true, and in words. Knows no screen.
import type { SyncStatus } from "../sync/ports.ts";

/** How it stands, for a colour beside the words. */
export type Tone = "good" | "busy" | "bad" | "plain";

const edits = (count: number): string => (count === 1 ? "1 edit" : `${count} edits`);

/** The status in words at `now` (ms since 1970). `isFailing`: this browser's storage does not take what is not saved. */
export function statusWords(
  status: SyncStatus,
  now: number,
  isFailing: boolean,
): { readonly tone: Tone; readonly text: string } {
  switch (status.state) {
    case "connecting":
      return { tone: "busy", text: "Connecting…" };
    case "waiting":
      return { tone: "busy", text: "Waiting to be let in…" };
    case "saved":
      return { tone: "good", text: "Saved" };
    case "saving":
      return { tone: "busy", text: `Saving (${status.pending})` };
    case "offline": {
      const seconds = Math.ceil((status.retryAt - now) / 1000);
      const parts = [
        status.reason === undefined ? "Offline" : `Offline: ${status.reason.replace(/\.$/, "")}`,
        ...(status.pending > 0 ? [`${edits(status.pending)} ${isFailing ? "in this page alone" : "kept here"}`] : []),
        seconds > 0 ? `trying again in ${seconds} s` : "trying again now",
      ];
      return { tone: "bad", text: parts.join(", ") };
    }
    case "readOnly":
      return { tone: "plain", text: "Read-only" };
    case "ended": {
      const where = isFailing ? "in this page alone" : "kept in this browser";
      const kept = status.pending > 0 ? ` ${edits(status.pending)} ${where}.` : "";
      const what = status.code === "room_not_found" ? "This room is gone." : status.message;
      return { tone: "bad", text: what + kept };
    }
  }
}
