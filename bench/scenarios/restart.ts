// A server killed under typing and started again: what is lost, what is doubled, and how long it takes. Knows no contestant.
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../servers/contestant.ts";
import { CONTESTANTS, RELAY } from "../servers/contestants.ts";
import { atRate, createRooms, inTurns, type Metrics, type Scenario, type ScenarioRun, until } from "./scenario.ts";

const PAIRS = 10;
const TYPING_SECONDS = 4;
const KEYS_PER_SECOND = 10;
/** The server's folder holds so many other rooms. */
const STORED_ROOMS = 10_000;
const AGREE_WITHIN_MS = 20_000;

/** A keystroke that can be told from all others, wherever it ends. */
const token = (author: string, index: number): string => `<${author}.${index}>`;

/** Every token of an author that was ever typed, and how often each is in the text. */
function countTokens(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [found] of text.matchAll(/<[^<>]+>/g)) counts.set(found, (counts.get(found) ?? 0) + 1);
  return counts;
}

const lostOf = (typed: ReadonlySet<string>, text: string): number => {
  const counts = countTokens(text);
  return [...typed].filter((one) => !counts.has(one)).length;
};
const doubledOf = (typed: ReadonlySet<string>, text: string): number => {
  const counts = countTokens(text);
  return [...typed].filter((one) => (counts.get(one) ?? 0) > 1).length;
};

/** Two who type into one room; what each saw of the other's. */
interface Pair {
  readonly room: string;
  readonly clients: readonly [Client, Client];
  readonly typed: Set<string>;
  readonly seen: Set<string>;
}

async function openPair({ contestant, server: { port } }: ScenarioRun): Promise<Pair> {
  const room = await contestant.createRoom(port);
  const seen = new Set<string>();
  const typed = new Set<string>();
  const heard = (text: string): void => {
    for (const [found] of text.matchAll(/<[^<>]+>/g)) seen.add(found);
  };
  const join = (place: number) => () => contestant.join({ port, room, place, heard });
  // At the ends, so that nobody types into somebody else's token.
  const [one, other] = await inTurns([join(0), join(1)]);
  return { room, clients: [one!, other!], typed, seen };
}

const typeToken = ({ clients, typed }: Pair, index: number): void => {
  const author = index % 2;
  const one = token(String(author), index);
  typed.add(one);
  clients[author]!.type(one);
};

/** Everything is at both, so the server has told the other one. */
const hasAll = ({ clients }: Pair, typed: ReadonlySet<string>): boolean =>
  clients.every((client) => lostOf(typed, client.text()) === 0);

async function restart(run: ScenarioRun): Promise<Metrics> {
  const { contestant, server } = run;
  if (contestant.durable) await createRooms(run, STORED_ROOMS);
  const pairs = await Promise.all(Array.from({ length: PAIRS }, () => openPair(run)));
  // Half of them are gone when it comes back, as tabs that were closed: only the server can know what they saw.
  const [gone, staying] = [pairs.slice(0, PAIRS / 2), pairs.slice(PAIRS / 2)];
  let killed = false;
  const typing = atRate(PAIRS * KEYS_PER_SECOND, TYPING_SECONDS, (index) => {
    const pair = pairs[index % PAIRS]!;
    if (!killed || staying.includes(pair)) typeToken(pair, Math.floor(index / PAIRS));
  });
  await sleep((TYPING_SECONDS * 1000) / 2);
  killed = true;
  await server.end("SIGKILL");
  for (const { clients } of gone) for (const client of clients) client.leave();
  const startMs = await server.start();
  const opened = performance.now();
  const before = staying.map((pair) => ({ pair, typed: new Set(pair.typed) }));
  const confirmed = await until(() => before.every(({ pair, typed }) => hasAll(pair, typed)), AGREE_WITHIN_MS);
  const confirmedMs = performance.now() - opened;
  await typing;
  const agree = (pair: Pair): boolean => pair.clients[0].text() === pair.clients[1].text() && hasAll(pair, pair.typed);
  if (confirmed) await until(() => staying.every(agree), AGREE_WITHIN_MS);

  let [lostOfGone, doubled, lost] = [0, 0, 0];
  for (const { room, seen } of gone) {
    const client = await contestant.join({ port: server.port, room, place: 0, heard: () => {} });
    const text = client.text();
    lostOfGone += lostOf(seen, text);
    doubled += doubledOf(seen, text);
    client.leave();
  }
  for (const { clients, typed } of staying) {
    lost += lostOf(typed, clients[0].text());
    doubled += doubledOf(typed, clients[0].text());
    for (const client of clients) client.leave();
  }
  return {
    startMs,
    confirmedMs: confirmed ? confirmedMs : Infinity,
    seen: gone.reduce((sum, pair) => sum + pair.seen.size, 0),
    seenAndLost: lostOfGone,
    lost,
    doubled,
    differing: staying.filter((pair) => !agree(pair)).length,
  };
}

/** Our rooms are gone for good with a server that kept them in memory, and there is no point in asking for them. */
const WITH_ROOMS_LEFT = CONTESTANTS.filter((name) => name !== RELAY && name !== "ours-memory");

export const restartScenario: Scenario = {
  name: "restart",
  title: "The server is killed while ten pairs type, and started again; half of the tabs are closed meanwhile",
  boundSeconds: 120,
  only: WITH_ROOMS_LEFT,
  run: restart,
};
