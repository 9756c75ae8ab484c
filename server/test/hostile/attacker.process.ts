// A process that sends mutated frames over many connections, in a steady measure, and says how they ended; for the flood tests alone.
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "../../protocol/subprotocol.ts";
import { newClientId } from "../person.ts";
import { below, seededRandom } from "../process/seededRandom.ts";
import { honestFrames, mutatedFrame } from "./mutations.ts";

const [url, key, seed, total, perSecond] = process.argv.slice(2) as [string, string, string, string, string];
const CONNECTIONS = 40;
const PING = JSON.stringify({ type: "ping" });

/** How frames ended: "answered", or the close code. */
const outcomes: Record<string, number> = {};
let left = Number(total);
const begun = performance.now();

/** One attacker, one connection after the other, until all frames are sent. */
async function attack(number: number): Promise<void> {
  const random = seededRandom(Number(seed) + number);
  const client = newClientId();
  const honest = honestFrames(key, client);
  while (left > 0) {
    const socket = new WebSocket(url, SUBPROTOCOL, { perMessageDeflate: false });
    let heard: (what: string) => void = () => {};
    let closed: string | undefined;
    const next = (): Promise<string> =>
      closed === undefined ? new Promise((resolve) => (heard = resolve)) : Promise.resolve(closed);
    socket.on("open", () => heard("open"));
    socket.on("message", (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      if (type === "welcome" || type === "pong") heard(type);
    });
    socket.on("error", () => {});
    socket.on("close", (code) => {
      closed = String(code);
      heard(closed);
    });
    if ((await next()) !== "open") throw new Error("the server takes no connection");
    // Now and then the first frame is already wrong.
    if (below(random, 8) > 0) {
      socket.send(JSON.stringify({ ...honest[0], files: below(random, 2) ? [] : [{ file: 1, version: null }] }));
      await next();
    }
    while (left > 0 && closed === undefined) {
      left--;
      const frame = mutatedFrame(random, honest);
      const answered = next();
      socket.send(frame);
      // An answered ping shows that the frame was handled and did not end the connection.
      socket.send(PING);
      const outcome = await answered;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      const due = ((Number(total) - left) / Number(perSecond)) * 1000;
      const ahead = due - (performance.now() - begun);
      if (ahead > 5) await sleep(ahead);
    }
    socket.terminate();
  }
}

await Promise.all(Array.from({ length: CONNECTIONS }, (_, number) => attack(number)));
process.stdout.write(JSON.stringify({ outcomes, ms: performance.now() - begun }));
