// What the status line says of the connection: true, and in words. Knows no screen.
import type { SyncStatus } from "../../../sync/ports.ts";
import { overWords } from "./overWords.ts";
import { words } from "../../words.around.ts";

/** How it stands, for a colour beside the words. */
export type Tone = "good" | "busy" | "bad" | "plain";

/** That so many edits are safe here; `isFailing`: or are not, as this browser's storage does not take them. */
export const editsKept = (count: number, isFailing: boolean): string =>
  words.value.status[isFailing ? "inPageAlone" : "keptInBrowser"](count);

interface Circumstances {
  /** no socket opens, and the server answers all the same */
  readonly isStopped?: boolean;
  /** this browser's storage does not take what is not saved */
  readonly isFailing?: boolean;
  /** the server takes no changes just now */
  readonly isHeld?: boolean;
}

/** The status in words at `now` (ms since 1970). */
export function statusWords(
  status: SyncStatus,
  now: number,
  { isStopped = false, isFailing = false, isHeld = false }: Circumstances = {},
): { readonly tone: Tone; readonly text: string } {
  const say = words.value.status;
  const kept = (count: number): string[] => (count > 0 ? [say[isFailing ? "inPageAlone" : "keptHere"](count)] : []);
  switch (status.state) {
    case "connecting":
      return { tone: "busy", text: say.connecting };
    case "waiting":
      return { tone: "busy", text: say.waiting };
    case "saved":
      return isHeld ? { tone: "busy", text: say.held } : { tone: "good", text: say.saved };
    case "saving":
      return {
        tone: "busy",
        text: isHeld ? [say.held, ...kept(status.pending)].join(", ") : say.saving(status.pending),
      };
    case "offline": {
      const seconds = Math.ceil((status.retryAt - now) / 1000);
      const reason = status.reason?.replace(/\.$/, "") ?? (isStopped ? say.stopped : undefined);
      const parts = [
        say.offline(reason),
        ...kept(status.pending),
        status.retryAt === Infinity ? say.whenThereIsNetwork : seconds > 0 ? say.againIn(seconds) : say.againNow,
      ];
      return { tone: "bad", text: parts.join(", ") };
    }
    case "readOnly":
      return { tone: "plain", text: say.readOnly };
    case "ended": {
      const left = status.pending > 0 ? ` ${editsKept(status.pending, isFailing)}.` : "";
      return { tone: "bad", text: `${overWords(status.code, status.message).title}.${left}` };
    }
  }
}
