// What the status line says of the connection: true, and in words. Knows no screen.
import type { SyncStatus } from "../sync/ports.ts";
import { overWords } from "./overWords.ts";

/** How it stands, for a colour beside the words. */
export type Tone = "good" | "busy" | "bad" | "plain";

/** That so many edits are safe here. */
export const editsKept = (count: number): string => `${edits(count)} kept in this browser`;

const edits = (count: number): string => (count === 1 ? "1 edit" : `${count} edits`);

/** The status in words at `now` (ms since 1970). */
export function statusWords(status: SyncStatus, now: number): { readonly tone: Tone; readonly text: string } {
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
        ...(status.pending > 0 ? [`${edits(status.pending)} kept here`] : []),
        status.retryAt === Infinity
          ? "going on when there is a network"
          : seconds > 0
            ? `trying again in ${seconds} s`
            : "trying again now",
      ];
      return { tone: "bad", text: parts.join(", ") };
    }
    case "readOnly":
      return { tone: "plain", text: "Read-only" };
    case "ended": {
      const kept = status.pending > 0 ? ` ${editsKept(status.pending)}.` : "";
      return { tone: "bad", text: `${overWords(status.code, status.message).title}.${kept}` };
    }
  }
}
