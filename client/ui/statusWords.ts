// What the status line says of the connection: true, and in words. Knows no screen.
import type { SyncStatus } from "../sync/ports.ts";
import { overWords } from "./overWords.ts";

/** How it stands, for a colour beside the words. */
export type Tone = "good" | "busy" | "bad" | "plain";

const HERE_ALONE = "in this page alone";

/** That so many edits are safe here; `isFailing`: or are not, as this browser's storage does not take them. */
export const editsKept = (count: number, isFailing: boolean): string =>
  `${edits(count)} ${isFailing ? HERE_ALONE : "kept in this browser"}`;

const edits = (count: number): string => (count === 1 ? "1 edit" : `${count} edits`);

const STOPPED =
  "the server answers, but no live connection (WebSocket) to it opens; a proxy or firewall on the way may stop it, so another network may help";

interface Circumstances {
  /** no socket opens, and the server answers all the same */
  readonly isStopped?: boolean;
  /** this browser's storage does not take what is not saved */
  readonly isFailing?: boolean;
}

/** The status in words at `now` (ms since 1970). */
export function statusWords(
  status: SyncStatus,
  now: number,
  { isStopped = false, isFailing = false }: Circumstances = {},
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
      const reason = status.reason?.replace(/\.$/, "") ?? (isStopped ? STOPPED : undefined);
      const parts = [
        reason === undefined ? "Offline" : `Offline: ${reason}`,
        ...(status.pending > 0 ? [`${edits(status.pending)} ${isFailing ? HERE_ALONE : "kept here"}`] : []),
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
      const kept = status.pending > 0 ? ` ${editsKept(status.pending, isFailing)}.` : "";
      return { tone: "bad", text: `${overWords(status.code, status.message).title}.${kept}` };
    }
  }
}
