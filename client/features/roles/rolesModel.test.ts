// What the page keeps of roles and tells in passing, the server's half and the room played by hand.
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "@jest/globals";
import type { Role, RoomDetails } from "#protocol/events.ts";
import type { ConnectedClient } from "#protocol/messages.ts";
import type { SyncStatus } from "../../sync/ports.ts";
import type { Myself } from "../../sync/roomSession.ts";
import type { RolesState, Told } from "./messages.ts";
import { RolesModel } from "./rolesModel.ts";

const HOME = "https://pair.example/code/";
const SETTINGS = {
  plain: "editor",
  lobby: false,
  locked: false,
  password: false,
  most: 0,
  keepDays: 0,
  closed: false,
} as const;

const person = (participant: number, name: string, role: Role) =>
  ({ participant, name, role, colour: 0, dateJoined: 1 }) as const;
const ROOM: RoomDetails = {
  roomId: "a-room",
  title: "",
  dateCreated: 1,
  owner: 1,
  participants: [person(1, "Ada", "owner"), person(2, "Bo", "editor"), person(3, "Cy", "editor")],
  programmingLanguage: "Python",
  files: [],
};

let status = signal<SyncStatus>({ state: "connecting" });
let you = signal<Myself | undefined>(undefined);
let clients = signal<ReadonlyMap<number, ConnectedClient>>(new Map());
let asked: unknown[] = [];
let told: string[] = [];
let led: (() => void)[] = [];
let model: RolesModel;

const unused = (): never => {
  throw new Error("the roles do not ask for this");
};
const hear = (...messages: Told[]): void => {
  for (const message of messages) model.message(message);
};
const state = (more: Partial<RolesState> = {}): Told => ({ type: "state", settings: SETTINGS, ...more });
const waits = (...names: string[]): Partial<RolesState> => ({
  waiting: names.map((name, index) => ({ waiting: index + 1, name, since: 1 })),
});
function enter(role: Role): void {
  you.value = { client: 1, participant: 1, role };
  status.value = { state: role === "viewer" ? "readOnly" : "saved" };
}

beforeEach(() => {
  [status, you, clients] = [signal<SyncStatus>({ state: "connecting" }), signal(undefined), signal(new Map())];
  [asked, told, led] = [[], [], []];
  model = new RolesModel(
    {
      roomId: "a-room",
      room: signal(ROOM),
      you,
      clients,
      status,
      key: unused,
      send: (data) => asked.push(data),
    },
    HOME,
    ({ text, go }) => {
      told.push(text);
      if (go) led.push(go);
    },
  );
});

describe("roles on the page", () => {
  it("[L65] tells of another role once, whether it comes at once or with the next connection", () => {
    enter("editor");
    expect(told).toEqual([]);
    enter("viewer");
    status.value = { state: "offline", pending: 0, retryAt: 0 };
    enter("viewer");
    enter("owner");
    expect(told).toEqual([expect.stringContaining("read now, not edit"), expect.stringContaining("You are an owner")]);
  });

  it("[L64] tells an owner of each who waits, once, and leads to them", () => {
    enter("owner");
    hear(state(waits("Di")), state(waits("Di")), state(waits("Di", "Ed")));
    expect(told).toEqual(["Di waits to be let in", "Ed waits to be let in"]);
    expect(model.open.value).toBeUndefined();
    led[0]?.();
    expect(model.open.value).toBe("waiting");
    enter("editor");
    expect(model.open.value).toBeUndefined();
    expect(model.waiting.value).toEqual([]);
  });

  it("[L63] tells who has waited that they are in, and nobody else", () => {
    enter("editor");
    you.value = undefined;
    status.value = { state: "waiting" };
    enter("editor");
    expect(told).toEqual(["You are let in."]);
  });

  it("[L63] tells why a visit has ended where somebody has decided it", () => {
    enter("editor");
    for (const code of ["removed", "room_closed", "room_not_found"] as const)
      status.value = { state: "ended", code, message: code, pending: 0 };
    expect(told).toEqual(["removed", "room_closed"]);
  });

  it("[L63] has nothing open over a room that is over, nor when it is back", () => {
    enter("owner");
    model.open.value = "settings";
    status.value = { state: "ended", code: "removed", message: "", pending: 0 };
    expect(model.open.value).toBeUndefined();
  });

  it("[L60] keeps a secret link that was made here until it is taken back", () => {
    enter("owner");
    model.makeLink("edit");
    hear({ type: "made", kind: "edit", link: "a-room#secret" }, { type: "made", kind: "view", link: "an-address" });
    expect([...model.made.value]).toEqual([["edit", `${HOME}a-room#secret`]]);
    model.takeLinkBack("edit");
    expect(model.made.value.size).toBe(0);
    expect(asked).toEqual([
      { type: "link", kind: "edit", on: true },
      { type: "link", kind: "edit", on: false },
    ]);
  });

  it("[L66] asks nothing of a closed room, and nothing without a connection", () => {
    enter("owner");
    hear(state());
    expect(model.canSet.value).toBe(true);
    hear(state({ settings: { ...SETTINGS, closed: true } }));
    expect([model.isClosed.value, model.canSet.value, model.isLive.value]).toEqual([true, false, true]);
    status.value = { state: "offline", pending: 0, retryAt: 0 };
    expect(model.isLive.value).toBe(false);
  });

  it("[L66] names who else is in the room, each once", () => {
    enter("owner");
    clients.value = new Map([1, 2, 2, 3].map((participant, client) => [client, { client, participant }]));
    expect(model.others.value).toBe("Bo and Cy");
  });
});
