// The page's half of history without a page: asks a running server for what there is and for the logs, and weaves them in a thread. Knows no screen.
import { Worker } from "node:worker_threads";
import { expect } from "@jest/globals";
import type { FileHistory } from "../../../../client/features/history/weave/fileHistory.ts";
import { LoadedHistory } from "../../../../client/features/history/weave/loadedHistory.ts";
import type { Thread } from "../../../../client/features/history/weave/remoteWeaves.ts";
import type { FromWorker } from "../../../../client/features/history/weave/weaveWorker.ts";
import { applied } from "../../../test/weave/history.ts";
import type { BlameAnswer, History } from "../messages.ts";

const WORKER = new URL("./pageWorker.mjs", import.meta.url);

function startThread(): Thread {
  const worker = new Worker(WORKER);
  const thread: Thread = {
    onmessage: null,
    onerror: null,
    postMessage: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
  };
  worker.on("message", (data: FromWorker) => thread.onmessage?.({ data } as MessageEvent<FromWorker>));
  return thread;
}

/** The history of a room as whoever has the key sees it, with all that there is known; `close` ends its thread. */
export async function historyOnPage(
  server: { readonly url: string },
  roomId: string,
  key: string,
): Promise<LoadedHistory> {
  const path = `${server.url}/api/rooms/${roomId}/history`;
  const ask = async <Answer>(query: string): Promise<Answer> => {
    const answer = await fetch(path + query, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Answer;
  };
  const history = new LoadedHistory({
    look: () => ask<History>(""),
    filesAt: async (time) =>
      (await ask<{ files: { file: number }[] }>(`/files?time=${time}`)).files.map(({ file }) => file),
    blame: (file, version) => ask<BlameAnswer>(`/files/${file}/blame?version=${version}`),
    log: (file) => ({ url: `${path}/files/${file}/log`, key }),
    startThread,
    failed(sentence) {
      throw new Error(sentence);
    },
  });
  await history.refresh();
  return history;
}

/** Who put each unit of a file's text at a version there, as `of` names the number of a tab. */
export async function blamed(
  history: LoadedHistory,
  file: number,
  version: number,
  of: (client: number) => string,
): Promise<string> {
  const { stretches } = await history.blame(file, version);
  return stretches.map(({ length, origin }) => of(origin!.put.client).repeat(length)).join("");
}

/**
 * Plays a file by what the page shows: from the first text each over into the next of these by the change between them, and back again from
 * the last. `texts`: by version, ascending.
 */
export async function expectPlays(file: FileHistory, texts: ReadonlyMap<number, string>): Promise<void> {
  let [version, shown] = [0, ""];
  for (const [next, recorded] of [...texts, ...[...texts].toReversed()]) {
    const change = await file.change(version, next);
    shown = change.length === 0 ? shown : applied(change, shown);
    // a text is long, and to say how two differ takes long
    expect([next, shown === recorded]).toEqual([next, true]);
    version = next;
  }
  expect([version, (await file.text(version)) === shown]).toEqual([[...texts.keys()][0], true]);
}
