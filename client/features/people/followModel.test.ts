// Following as one window lives it: what it shows and says, by what the server and the others do.
import { afterEach, describe, expect, it } from "@jest/globals";
import { signal } from "@preact/signals";
import type { ConnectedClient, PresenceState } from "#protocol/serverMessages.ts";
import type { RoomDetails } from "#protocol/events.ts";
import { SimClock } from "../../../server/test/fuzz/simNetwork.ts";
import type { SyncStatus } from "../../sync/ports.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { RoomPeople } from "../../ui/room/people/roomPeople.ts";
import { FollowModel } from "./followModel.ts";
import { words } from "./words.ts";

const person = (participant: number, name: string, role: "owner" | "editor" = "editor") => ({
  participant,
  name,
  role,
  colour: participant,
  dateJoined: 0,
});
const tab = (client: number, participant: number): [number, ConnectedClient] => [client, { client, participant }];
const follows = (follower: number, leader: number | null, was: number | null = null) => ({
  type: "follows",
  follower,
  leader,
  was,
});

const models: FollowModel[] = [];
afterEach(() => {
  for (const model of models.splice(0)) model.close();
});

/** I am Ada with client 1; Ben has 2, Cy the owner 3. */
function setUp() {
  const clock = new SimClock();
  const does: unknown[] = [];
  const told: string[] = [];
  const later: (() => void)[] = [];
  const status = signal<SyncStatus>({ state: "saved" });
  const file = signal(1);
  const inFile = signal<ReadonlyMap<number, number>>(new Map([1, 2, 3].map((client) => [client, 1])));
  const states = signal<ReadonlyMap<number, PresenceState>>(new Map());
  const room = signal<RoomDetails | undefined>({
    roomId: "a-room",
    title: "",
    dateCreated: 0,
    owner: 3,
    participants: [person(1, "Ada"), person(2, "Ben"), person(3, "Cy", "owner")],
    programmingLanguage: "Python",
    files: [
      { file: 1, name: "main.py" },
      { file: 2, name: "b.py" },
    ],
  });
  const unused = (): never => {
    throw new Error("following does not ask for this");
  };
  const people = new RoomPeople({ room, robot: () => undefined, go: unused });
  const { clients } = people;
  clients.value = new Map([tab(1, 1), tab(2, 2), tab(3, 3)]);
  people.you.value = { client: 1, participant: 1, role: "editor" };
  const open = signal<ReadonlySet<string>>(new Set());
  const isPhone = signal(false);
  const shows: boolean[] = [];
  const port: PageRoom = {
    workbench: {
      shown: open,
      isPhone,
      show: unused,
      offer: unused,
      fold: unused,
      uncover: () => (open.value = new Set()),
    },
    fileMaking: undefined,
    fileDeleting: signal(undefined),
    commands: signal([]),
    markLooks: signal(new Map()),
    eject: signal(undefined),
    explain: signal(undefined),
    toNow: signal(undefined),
    lastRun: signal(undefined),
    addressed: signal(undefined),
    named: (person) => person,
    preferences: signal([]),
    roomId: "a-room",
    room,
    limits: unused,
    status,
    key: unused,
    people: Object.assign(people, { inFile, states, tellState: unused }),
    tabs: {
      shown: file,
      all: signal([1]),
      unseen: signal(new Set<number>()),
      show: unused,
      edit: unused,
      close: unused,
      arrange: unused,
    },
    view: {
      goToLine: (line, at) => does.push({ goesTo: [at, line] }),
      ownLine: () => 12,
      lineOf: unused,
      goWith: (client) => does.push({ goesWith: client }),
      tell: (isTold) => does.push({ tellsView: isTold }),
      reading: unused,
    },
    beside: { open: unused, leave: unused },
    text: unused,
    enter: unused,
    send: (data) => does.push({ says: data }),
  };
  const model = new FollowModel(port, {
    after: (ms, run) => clock.after(ms, run),
    show: (sentence) => told.push(sentence),
    announce: () => {},
    asked(sentence, go, isShown) {
      shows.push(isShown);
      told.push(sentence);
      later.push(go);
    },
  });
  models.push(model);
  const leader = () => {
    const now = model.leader.peek();
    return now && [now.person.name, now.state];
  };
  const without = (...gone: number[]): void => {
    clients.value = new Map([...clients.peek()].filter(([client]) => !gone.includes(client)));
  };
  does.length = 0;
  return {
    clock,
    does,
    told,
    later,
    open,
    isPhone,
    shows,
    clients,
    status,
    file,
    inFile,
    states,
    room,
    model,
    leader,
    without,
  };
}

describe("following somebody", () => {
  it("[W8] goes with the tab that is least away, says how far they are with it, and stops", () => {
    const { does, clients, inFile, states, model, leader } = setUp();
    clients.value = new Map([...clients.peek(), tab(8, 2)]);
    inFile.value = new Map([...inFile.peek(), [8, 1]]);
    states.value = new Map([[8, "away"]]);
    expect(model.follow(2)).toBe(true);
    expect(does.splice(0)).toEqual([{ goesWith: 2 }, { says: { type: "follow", client: 2 } }]);
    expect(leader()).toEqual(["Ben", "with it"]);
    states.value = new Map([[2, "idle"]]);
    expect(leader()).toEqual(["Ben", "idle"]);
    model.stop();
    model.stop();
    expect(does).toEqual([{ goesWith: undefined }, { says: { type: "follow", client: null } }]);
    expect(leader()).toBeUndefined();
    expect(model.follow(77)).toBe(false);
  });

  it("[W8] waits a while for somebody who has gone, goes on with the tab that they come back with, else says that they have left", () => {
    const { clock, does, told, clients, inFile, model, leader, without } = setUp();
    model.follow(2);
    does.length = 0;
    without(2);
    model.message(follows(1, null, 2));
    expect(leader()).toEqual(["Ben", "gone"]);
    clock.advance(9_000);
    clients.value = new Map([...clients.peek(), tab(9, 2)]);
    inFile.value = new Map([...inFile.peek(), [9, 1]]);
    expect(leader()).toEqual(["Ben", "with it"]);
    expect(does).toEqual([{ goesWith: undefined }, { goesWith: 9 }, { says: { type: "follow", client: 9 } }]);
    clock.advance(60_000);
    expect(told).toEqual([]);
    without(9);
    clock.advance(10_000);
    expect(leader()).toBeUndefined();
    expect(told).toEqual(["You no longer follow Ben: they have left."]);
  });

  it("[W8] goes over to another tab of theirs at once, whatever the server said of the first", () => {
    const { clients, inFile, told, model, leader, without } = setUp();
    clients.value = new Map([...clients.peek(), tab(8, 2)]);
    inFile.value = new Map([...inFile.peek(), [8, 1]]);
    model.follow(2);
    without(8);
    model.message(follows(1, null, 8));
    expect(leader()).toEqual(["Ben", "with it"]);
    expect(told).toEqual([]);
  });

  it("[W2] [W8] says why it has ended when it would have gone in a circle", () => {
    const { told, model, leader } = setUp();
    model.follow(2);
    model.message(follows(2, 1));
    model.message(follows(1, null, 2));
    expect(leader()).toBeUndefined();
    model.follow(3);
    model.message(follows(1, null, 3));
    expect(told).toEqual([
      "Ben follows you now, so you no longer follow them.",
      "You no longer follow Cy: it would have gone in a circle.",
    ]);
  });

  it("[W8] ends when this window shows another file, and goes on when they do and it follows", async () => {
    const { does, file, inFile, model, leader } = setUp();
    model.follow(2);
    does.length = 0;
    inFile.value = new Map(inFile.peek()).set(2, 2);
    file.value = 2;
    await Promise.resolve();
    expect(leader()).toEqual(["Ben", "with it"]);
    file.value = 1;
    await Promise.resolve();
    expect(leader()).toBeUndefined();
    expect(does).toEqual([{ goesWith: undefined }, { says: { type: "follow", client: null } }]);
  });

  it("[W1] says it again after an outage, when the server has forgotten", () => {
    const { does, status, clients, model, leader } = setUp();
    model.follow(2);
    model.message(follows(3, 1));
    does.length = 0;
    status.value = { state: "offline", pending: 0, retryAt: 0 };
    clients.value = new Map([tab(1, 1), tab(3, 3)]);
    expect(leader()).toEqual(["Ben", "with it"]);
    expect(model.followers.peek()).toEqual([]);
    clients.value = new Map([tab(1, 1), tab(2, 2), tab(3, 3)]);
    status.value = { state: "saved" };
    expect(does).toEqual([{ tellsView: false }, { says: { type: "follow", client: 2 } }]);
  });

  it("[W8] ends with the room: nobody is there who could be followed", () => {
    const { does, status, model, leader } = setUp();
    model.follow(2);
    does.length = 0;
    status.value = { state: "ended", code: "room_closed", message: "", pending: 0 };
    expect(leader()).toBeUndefined();
    status.value = { state: "saved" };
    expect(does).toEqual([{ tellsView: false }, { goesWith: undefined }]);
  });

  it("[W11] a robot is nobody to follow or to ask to look", () => {
    const { model, room } = setUp();
    expect(model.others.peek().map(({ name }) => name)).toEqual(["Ben", "Cy"]);
    const all = room.peek()!;
    room.value = {
      ...all,
      participants: all.participants.map((one) => (one.name === "Ben" ? { ...one, robot: "assist" } : one)),
    };
    expect(model.others.peek().map(({ name }) => name)).toEqual(["Cy"]);
  });

  it("[W9] shows who follows, and tells what is seen only to somebody", () => {
    const { does, model, clients } = setUp();
    expect(words.value.followers(model.followers.peek())).toBe("Nobody follows you any more");
    model.message(follows(2, 1));
    expect(words.value.followers(model.followers.peek())).toBe("Ben follows you");
    clients.value = new Map([...clients.peek(), tab(8, 2)]);
    model.message(follows(8, 1));
    expect(model.followers.peek()).toEqual(["Ben"]);
    model.message(follows(3, 1));
    expect(words.value.followers(model.followers.peek())).toBe("2 people follow you");
    for (const follower of [2, 8, 3]) model.message(follows(follower, null, 1));
    expect(does).toEqual([true, true, true, true, true, false].map((tellsView) => ({ tellsView })));
  });
});

describe("look here", () => {
  it("[W3] is offered, moves nobody, and leads there when that is wanted", () => {
    const { does, told, later, model } = setUp();
    model.follow(2);
    does.length = 0;
    model.message({ type: "look", client: 3, file: 2, line: 7 });
    expect(does).toEqual([]);
    expect(model.request.peek()?.text).toBe("Cy asks everyone to look at b.py, line 7");
    expect(told).toEqual(["Cy asks everyone to look at b.py, line 7"]);
    model.go();
    model.go();
    expect(does).toEqual([{ goesWith: undefined }, { says: { type: "follow", client: null } }, { goesTo: [2, 7] }]);
    model.message({ type: "look", client: 3, file: 1, line: 1 });
    model.dismiss();
    expect(model.request.peek()).toBeUndefined();
    later[0]?.();
    expect(does.at(-1)).toEqual({ goesTo: [2, 7] });
    model.message({ type: "look", client: 1, file: 1, line: 1 });
    expect(model.request.peek()).toBeUndefined();
    model.lookHere();
    expect(does.at(-1)).toEqual({ says: { type: "look", file: 1, line: 12 } });
  });

  it("[W10] says so to whoever has asked, and to whoever is there already, and offers them nothing", () => {
    const { told, model } = setUp();
    model.message({ type: "look", client: 1, file: 2, line: 7 });
    model.message({ type: "look", client: 3, file: 1, line: 12 });
    expect(told).toEqual([words.value.hasAsked(7, "b.py"), words.value.asksToLookHere("Cy")]);
    expect(model.request.peek()).toBeUndefined();
    model.message({ type: "look", client: 3, file: 1, line: 13 });
    expect(model.request.peek()).toBeDefined();
  });

  it("[W10] is offered for 30 s, each time anew, and stays in the list", () => {
    const { clock, does, later, model } = setUp();
    model.message({ type: "look", client: 3, file: 2, line: 7 });
    clock.advance(20_000);
    model.message({ type: "look", client: 3, file: 2, line: 8 });
    clock.advance(29_000);
    expect(model.request.peek()).toMatchObject({ line: 8 });
    clock.advance(1_000);
    expect(model.request.peek()).toBeUndefined();
    later[0]?.();
    expect(does.at(-1)).toEqual({ goesTo: [2, 7] });
  });

  it("[W10] is told in passing over a sheet, which gives way to whoever goes", () => {
    const { later, open, isPhone, shows, model } = setUp();
    const ask = () => model.message({ type: "look", client: 3, file: 2, line: 7 });
    open.value = new Set(["chat"]);
    ask();
    isPhone.value = true;
    ask();
    expect(shows).toEqual([true, false]);
    later[1]?.();
    expect(open.value.size).toBe(0);
    ask();
    expect(shows).toEqual([true, false, true]);
  });
});
