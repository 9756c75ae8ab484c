// The dashboard without a screen: who is signed in, what the stream says, which tabs there are.
import { beforeEach, describe, expect, it } from "@jest/globals";
import type { Live, Overview, ServerEvent, Standing } from "../../server/dashboard/messages.ts";
import { ApiError } from "../api.ts";
import type { AdminApi, LiveListener, Sought } from "./adminApi.ts";
import { EVENTS_KEPT } from "./bounds.ts";
import { DashboardModel } from "./dashboardModel.ts";

const TOKEN = "a token of the server";
const SIGNED_OUT = new ApiError("admin.signed_out", "Sign in.");
const STANDING: Standing = { blocks: [] };
const OVERVIEW = { now: 1, features: ["run", "chat"], standing: STANDING } as unknown as Overview;

const event = (id: number, rest: Partial<ServerEvent> = {}): ServerEvent => ({
  id,
  node: "one",
  time: id,
  kind: "joined",
  ...rest,
});

/** A server with one session, whose answers the test decides. */
class Server {
  isSignedIn = false;
  isThere = true;
  listener: LiveListener | undefined;
  streams = 0;
  minutes = 0;
  readonly sought: Sought[] = [];
  answers: (sought: Sought) => Promise<readonly ServerEvent[]> = async () => [];

  #check(): void {
    if (!this.isThere) throw new ApiError("unreachable", "Nobody answers.");
    if (!this.isSignedIn) throw SIGNED_OUT;
  }

  readonly api = {
    signIn: async (token: string) => {
      if (token !== TOKEN) throw new ApiError("admin.wrong_token", "Wrong.");
      this.isSignedIn = true;
    },
    signOut: async () => {
      this.#check();
      this.isSignedIn = false;
    },
    overview: async () => {
      this.#check();
      return OVERVIEW;
    },
    minutes: async () => {
      this.#check();
      this.minutes++;
      return { from: 0, columns: [], minutes: [] };
    },
    events: async (sought: Sought) => {
      this.#check();
      this.sought.push(sought);
      return { events: await this.answers(sought) };
    },
    live: (listener: LiveListener) => {
      this.streams++;
      this.listener = listener;
      return () => {
        this.streams--;
        if (this.listener === listener) this.listener = undefined;
      };
    },
  } as unknown as AdminApi;

  says<Kind extends keyof Live>(kind: Kind, told: Live[Kind]): void {
    this.listener?.heard(kind, told);
  }
}

let server: Server;
let model: DashboardModel;
let ticks: Set<() => void>;

beforeEach(() => {
  server = new Server();
  ticks = new Set();
  model = new DashboardModel({
    api: server.api,
    known: ["run", "assist"],
    every(_ms, run) {
      ticks.add(run);
      return () => ticks.delete(run);
    },
  });
});

/** All that is under way has been answered. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function signedIn(): Promise<void> {
  server.isSignedIn = true;
  await model.start();
  server.listener?.opened();
}

describe("signing in", () => {
  it("[O80] is asked for where nobody is, and a wrong token changes nothing", async () => {
    await model.start();
    expect(model.session.value).toBe("out");
    await expect(model.signIn("no")).rejects.toMatchObject({ code: "admin.wrong_token" });
    expect([model.session.value, server.streams]).toEqual(["out", 0]);
    await model.signIn(TOKEN);
    expect([model.session.value, server.streams, model.overview.value]).toEqual(["in", 1, OVERVIEW]);
  });

  it("[O80] is known from an earlier visit, and a server that does not answer is no wrong token", async () => {
    server.isSignedIn = true;
    await model.start();
    expect(model.session.value).toBe("in");
    model.stop();
    server.isThere = false;
    await model.start();
    expect(model.session.value).toBe("unreachable");
  });

  it("[O80] ends by signing out, and nothing that was seen is left", async () => {
    await signedIn();
    server.says("happened", event(1));
    await settled();
    await model.signOut();
    expect([model.session.value, server.streams, ticks.size, server.isSignedIn]).toEqual(["out", 0, 0, false]);
    expect([model.overview.value, model.minutes.value, model.events.value]).toEqual([undefined, undefined, []]);
    expect(model.hasEnded.value).toBe(false);
  });

  it.each<[string, () => void | Promise<void>]>([
    ["the stream says so", () => server.says("signed-out", null)],
    ["the stream is refused", () => server.listener?.cut()],
    ["a question is refused", () => model.ask((api) => api.events(model.sought.value)).then(undefined, () => {})],
    ["the minutes are refused", () => ticks.forEach((tick) => tick())],
  ])("[O80] ends with the session, as soon as %s", async (_how, happens) => {
    await signedIn();
    await settled();
    server.isSignedIn = false;
    await happens();
    await settled();
    expect([model.session.value, model.hasEnded.value, server.streams]).toEqual(["out", true, 0]);
    expect(model.overview.value).toBeUndefined();
    await model.signIn(TOKEN);
    expect([model.session.value, model.hasEnded.value]).toEqual(["in", false]);
  });

  it("[O80] of a session that has ended already is out all the same, and of a server that is away is not", async () => {
    await signedIn();
    server.isThere = false;
    await expect(model.signOut()).rejects.toMatchObject({ code: "unreachable" });
    expect(model.session.value).toBe("in");
    server.isThere = true;
    server.isSignedIn = false;
    await model.signOut();
    expect(model.session.value).toBe("out");
  });
});

describe("the tabs", () => {
  it("[O82] have a feature that the server has and the page has words of, and no other", async () => {
    await signedIn();
    expect(model.tabs.value).toEqual(["overview", "rooms", "run", "events"]);
    server.says("overview", { ...OVERVIEW, features: ["assist"] });
    expect(model.tabs.value).toEqual(["overview", "rooms", "assist", "events"]);
    // what is counted by the minute is something to show as well
    server.says("overview", { ...OVERVIEW, features: [] });
    expect(model.tabs.value).toEqual(["overview", "rooms", "events"]);
    model.minutes.value = { from: 0, columns: ["people", "assist.answered"], minutes: [] };
    expect(model.tabs.value).toEqual(["overview", "rooms", "assist", "events"]);
  });
});

describe("the stream", () => {
  it("[O83] says the newest overview, and what was done here holds before it says so", async () => {
    await signedIn();
    const notice = { text: "Restart at 18:00", since: 1, until: 2 };
    await model.wish(async () => ({ blocks: [], notice }));
    expect(model.overview.value?.standing.notice).toEqual(notice);
    server.says("overview", OVERVIEW);
    expect(model.overview.value?.standing.notice).toBeUndefined();
  });

  it("[O83] is stopped and goes on when whoever reads wants it", async () => {
    await signedIn();
    expect(model.stream.value).toBe("open");
    model.pause(true);
    expect([model.stream.value, server.streams]).toEqual(["paused", 0]);
    model.pause(false);
    expect([model.stream.value, server.streams]).toEqual(["cut", 1]);
  });

  it("[O83] that was cut is told, and the events of meanwhile are asked for once it is back", async () => {
    await signedIn();
    await model.seek({ kinds: ["made"], room: "", what: "" });
    server.isThere = false;
    server.listener?.cut();
    await settled();
    expect([model.stream.value, model.session.value]).toEqual(["cut", "in"]);
    server.isThere = true;
    server.answers = async () => [event(7, { kind: "made" })];
    server.listener?.opened();
    await settled();
    expect(model.stream.value).toBe("open");
    expect(server.sought.at(-1)?.kinds).toEqual(["made"]);
    expect(model.events.value.map(({ id }) => id)).toEqual([7]);
  });

  it("[O83] has the minutes asked for again and again", async () => {
    await signedIn();
    await settled();
    for (const tick of ticks) tick();
    await settled();
    expect(server.minutes).toBe(2);
  });
});

describe("events", () => {
  it("[O84] come live before the older ones, each once, and only those that are looked for", async () => {
    await signedIn();
    server.answers = async () => [event(2), event(1)];
    await model.seek({ kinds: [], room: "", what: "" });
    server.says("happened", event(2));
    server.says("happened", event(2, { node: "other" }));
    server.says("happened", event(3));
    expect(model.events.value.map(({ node, id }) => `${node} ${id}`)).toEqual(["one 3", "other 2", "one 2", "one 1"]);

    server.answers = async () => [];
    await model.seek({ kinds: ["refused"], room: "r1", what: "rate" });
    const wanted = event(9, { kind: "refused", room: "r1", what: "rate_limited" });
    for (const one of [
      { ...wanted, id: 4, kind: "made" as const },
      { ...wanted, id: 5, room: "r2" },
      { ...wanted, id: 6, what: "room_full" },
      event(7, { kind: "refused", room: "r1" }),
      wanted,
    ])
      server.says("happened", one);
    expect(model.events.value.map(({ id }) => id)).toEqual([9]);
  });

  it("[O84] are those of the newest question, however late the answer to another comes", async () => {
    await signedIn();
    let answer = (_events: readonly ServerEvent[]): void => {};
    const late = new Promise<readonly ServerEvent[]>((resolve) => (answer = resolve));
    server.answers = async ({ room }) => (room === "late" ? late : [event(2)]);
    const first = model.seek({ kinds: [], room: "late", what: "" });
    await model.seek({ kinds: [], room: "", what: "" });
    answer([event(1)]);
    await first;
    expect(model.events.value.map(({ id }) => id)).toEqual([2]);
  });

  it("[O84] are so many at most, the oldest go, and how many the stream has left out is counted", async () => {
    await signedIn();
    for (let id = 1; id <= EVENTS_KEPT + 5; id++) server.says("happened", event(id));
    expect(model.events.value).toHaveLength(EVENTS_KEPT);
    expect([model.events.value.at(0)?.id, model.events.value.at(-1)?.id]).toEqual([EVENTS_KEPT + 5, 6]);
    server.says("missed", 3);
    server.says("missed", 4);
    expect(model.missed.value).toBe(7);
    await model.seek(model.sought.value);
    expect(model.missed.value).toBe(0);
  });
});
