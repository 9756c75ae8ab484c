// A server killed under typing, or away for long, and connections cut right after a keystroke: what is lost, what is doubled, and for
// how long. Knows no contestant.
import { setTimeout as sleep } from "node:timers/promises";
import { median, peakRssKiB } from "../measure.ts";
import type { Client } from "../servers/contestant.ts";
import { WITH_TEXT } from "../servers/contestants.ts";
import {
  atRate,
  createRooms,
  inTurns,
  type Metrics,
  type Run,
  type Scenario,
  SEED,
  STORED_AFTER_MS,
  until,
} from "./scenario.ts";

const PAIRS = 10;
const TYPING_SECONDS = 4;
const KEYS_PER_SECOND = 10;
/** The server's folder holds so many other rooms. */
const STORED_ROOMS = 10_000;
const AGREE_WITHIN_MS = 20_000;
const CUTS = 150;
const CUT_CLIENTS = 10;
/** What each of two types while the server is away, a few letters here, a few there. */
const OFFLINE_KEYS = 1_000;
const KEYS_IN_ONE_PLACE = 20;

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

async function openPair({ contestant, server: { port } }: Run): Promise<Pair> {
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

async function restart(run: Run): Promise<Metrics> {
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

/** One after the other types a token and loses its connection as soon as that has left. */
async function cuts(run: Run): Promise<Metrics> {
  const { contestant, server } = run;
  const room = await contestant.createRoom(server.port);
  const clients = await inTurns(
    Array.from(
      { length: CUT_CLIENTS },
      (_, index) => () => contestant.join({ port: server.port, room, place: index % 2, heard: () => {} }),
    ),
  );
  const typed = new Set<string>();
  const back: number[] = [];
  for (let index = 0; index < CUTS / CUT_CLIENTS; index++) {
    clients.forEach((client, number) => {
      const one = token(String(number), index);
      typed.add(one);
      client.type(one);
      client.cut();
    });
    const begin = performance.now();
    await until(() => clients.every((client) => !client.connected()), 1_000);
    const isBack = (): boolean => clients.every((client) => client.connected() && lostOf(typed, client.text()) === 0);
    await until(isBack, AGREE_WITHIN_MS / 4);
    back.push(performance.now() - begin);
  }
  const text = clients[0]!.text();
  const differing = clients.filter((client) => client.text() !== text).length;
  for (const client of clients) client.leave();
  return {
    typed: typed.size,
    lost: lostOf(typed, text),
    doubled: doubledOf(typed, text),
    differing,
    backMs: median(back),
  };
}

/** Two go on typing while the server is away, and everything of either has to find its place among what the other wrote. */
async function offline({ contestant, server }: Run): Promise<Metrics> {
  const { port } = server;
  const room = await contestant.createRoom(port);
  const join = (place: number) => () => contestant.join({ port, room, place, heard: () => {} });
  const pair = await inTurns([join(0), join(1)]);
  const [one, other] = pair as [Client, Client];
  one.replace(0, 0, SEED);
  const lengths = (typed: number) => (): boolean => pair.every((client) => client.length() === SEED.length + typed);
  if (!(await until(lengths(0), AGREE_WITHIN_MS))) throw new Error("the seed does not arrive");
  await sleep(STORED_AFTER_MS);
  await server.end("SIGTERM");
  for (let index = 0; index < OFFLINE_KEYS; index++)
    for (const [author, client] of pair.entries()) {
      const place = Math.floor(index / KEYS_IN_ONE_PLACE) * KEYS_IN_ONE_PLACE;
      const start = Math.floor((place / OFFLINE_KEYS) * SEED.length) + place + author;
      client.replace(start + (index % KEYS_IN_ONE_PLACE), 0, author === 0 ? "ä" : "ö");
    }
  await server.start();
  const begin = performance.now();
  const came = await until(lengths(2 * OFFLINE_KEYS), AGREE_WITHIN_MS);
  const agreedMs = came ? performance.now() - begin : Infinity;
  const text = one.text();
  const letters = [...text].filter((letter) => letter === "ä" || letter === "ö").length;
  const clientsMiB = peakRssKiB(process.pid) / 1024;
  const differing = other.text() === text ? 0 : 1;
  for (const client of pair) client.leave();
  return { agreedMs, lost: 2 * OFFLINE_KEYS - letters, differing, clientsMiB };
}

/** Our rooms are gone for good with a server that kept them in memory, and there is no point in asking for them. */
const WITH_ROOMS_LEFT = WITH_TEXT.filter((name) => name !== "ours-memory");

export const restartScenarios: readonly Scenario[] = [
  {
    name: "restart",
    title: "The server is killed while ten pairs type, and started again; half of the tabs are closed meanwhile",
    boundSeconds: 120,
    only: WITH_ROOMS_LEFT,
    run: restart,
  },
  {
    name: "offline",
    title: "Two type 1,000 letters each while the server is away, in 50 places; then it is back",
    boundSeconds: 60,
    only: WITH_ROOMS_LEFT,
    run: offline,
  },
  {
    name: "cuts",
    title: "150 times a connection is cut right after a keystroke was sent",
    boundSeconds: 120,
    only: WITH_TEXT,
    run: cuts,
  },
];
