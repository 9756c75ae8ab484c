// Files of this site that are handed to a frame: they come, or it is said that they do not. Knows no frame.
import { browserClock } from "../browser.ts";

/** The site does not answer, or nothing more comes of what it sends. */
export class NotFetched extends Error {}

/** Without a byte. */
const SILENT_MS = 20_000;

/** Rejects with NotFetched. `heard` is told of the bytes of each part that comes, unpacked. */
export async function fetched(
  url: string,
  signal: AbortSignal,
  heard: (bytes: number) => void = () => {},
): Promise<ArrayBuffer> {
  const given = new AbortController();
  const stop = (): void => given.abort();
  signal.addEventListener("abort", stop);
  let cancel = browserClock.after(SILENT_MS, stop);
  try {
    const answer = await fetch(url, { signal: given.signal });
    if (!answer.ok || !answer.body) throw new NotFetched(`${answer.status}`);
    const parts: BlobPart[] = [];
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      cancel();
      cancel = browserClock.after(SILENT_MS, stop);
      parts.push(value);
      heard(value.length);
    }
    return await new Blob(parts).arrayBuffer();
  } catch (error) {
    throw error instanceof NotFetched ? error : new NotFetched("no answer", { cause: error });
  } finally {
    cancel();
    signal.removeEventListener("abort", stop);
  }
}
