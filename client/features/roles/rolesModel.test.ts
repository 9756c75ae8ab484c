// What the page keeps of roles and tells in passing, the server's half and the room played by hand.
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "@jest/globals";
import type { Role, RoomDetails } from "#protocol/events.ts";
import type { ConnectedClient, You } from "#protocol/serverMessages.ts";
import type { SyncStatus } from "../../sync/ports.ts";
import type { RolesState, ServerRolesMessage } from "../../../server/features/roles/messages.ts";
import { goOf } from "../../ui/parts/notify.ts";
import { RoomPeople } from "../../ui/room/people/roomPeople.ts";
import { rolesFor, RolesModel } from "./rolesModel.ts";

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
let you = signal<You | undefined>(undefined);
let clients = signal<ReadonlyMap<number, ConnectedClient>>(new Map());
let asked: unknown[] = [];
let told: string[] = [];
let led: (() => void)[] = [];
let model: RolesModel;

const unused = (): never => {
  throw new Error("the roles do not ask for this");
};
const hear = (...messages: ServerRolesMessage[]): void => {
  for (const message of messages) model.message(message);
};
const state = (more: Partial<RolesState> = {}): ServerRolesMessage => ({ type: "state", settings: SETTINGS, ...more });
const waits = (...names: string[]): Partial<RolesState> => ({
  waiting: names.map((name, index) => ({ waiting: index + 1, name, since: 1 })),
});
function enter(role: Role): void {
  you.value = { client: 1, participant: 1, role };
  status.value = { state: role === "viewer" ? "readOnly" : "saved" };
}

beforeEach(() => {
  status = signal<SyncStatus>({ state: "connecting" });
  const room = signal(ROOM);
  const people = new RoomPeople({ room, robot: () => undefined, go: unused });
  ({ you, clients } = people);
  [asked, told, led] = [[], [], []];
  model = new RolesModel(
    {
      roomId: "a-room",
      room,
      people,
      status,
      key: unused,
      send: (data) => asked.push(data),
    },
    HOME,
    (news) => {
      told.push(news.text);
      const action = goOf(news);
      if (action) led.push(action.run);
    },
  );
});

describe("roles on the page", () => {
  it("[L72] offers to make an owner of people alone", () => {
    expect(rolesFor({})).toEqual(["viewer", "editor", "owner"]);
    expect(rolesFor({ robot: "scribe" })).toEqual(["viewer", "editor"]);
  });

  it("[L65] tells of another role once, whether it comes at once or with the next connection", () => {
    enter("editor");
    expect(told).toEqual([]);
    enter("viewer");
    status.value = { state: "offline", pending: 0, retryAt: 0 };
    enter("viewer");
    enter("owner");
    expect(told).toEqual([
      expect.stringContaining("read now, but not edit"),
      expect.stringContaining("You are an owner"),
    ]);
  });

  it("[L64] tells an owner of each who waits, once, and leads to them at the press of what is shown", () => {
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
    expect(told).toEqual(["An owner let you in."]);
  });

  it("[L63] tells why a visit has ended where somebody has decided it", () => {
    enter("editor");
    for (const code of ["removed", "room_closed", "not_admitted", "room_not_found"] as const)
      status.value = { state: "ended", code, message: code, pending: 0 };
    expect(told).toEqual(["removed", "room_closed", "not_admitted"]);
  });

  it("[L63] has nothing open over a room that is over, nor when it is back", () => {
    enter("owner");
    model.open.value = "settings";
    status.value = { state: "ended", code: "removed", message: "", pending: 0 };
    expect(model.open.value).toBeUndefined();
  });

  it("[L60] keeps a secret link or code that was made here as long as it is the one that there is", () => {
    enter("owner");
    const links = (edit?: number, code?: number) =>
      state({
        links: {
          plain: "a-room",
          ...(edit !== undefined && { edit: { made: edit } }),
          ...(code !== undefined && { code: { made: code, expires: 99 } }),
        },
      });
    model.makeLink("edit");
    hear(links(5), { type: "made", kind: "edit", link: "a-room#secret" });
    hear(links(5, 6), { type: "made", kind: "code", code: "K7MN2PQR", expires: 99 }, links(5, 6));
    expect([model.made("edit"), model.made("code")]).toEqual([`${HOME}a-room#secret`, "K7MN2PQR"]);
    // somebody else has made another
    hear(links(5, 7));
    expect([model.made("edit"), model.made("code")]).toEqual([`${HOME}a-room#secret`, undefined]);
    model.takeLinkBack("edit");
    expect(model.made("edit")).toBeUndefined();
    expect(asked).toEqual([
      { type: "link", kind: "edit", on: true },
      { type: "link", kind: "edit", on: false },
    ]);
  });

  it("[L70] asks what would close, again whenever something changes, and takes no answer to another question", () => {
    enter("owner");
    const answer = (shown: string, more: object = { participant: 2 }): ServerRolesMessage => ({
      type: "revokes",
      ways: [],
      shown,
      ...more,
    });
    const stop = model.askWhatCloses({ participant: 2 });
    hear(answer("1 2"), state(), answer("2", { participant: 2, role: "viewer" }));
    expect(model.revokes.value).toMatchObject({ shown: "1 2" });
    hear(answer("3"));
    expect(model.revokes.value).toMatchObject({ shown: "3" });
    stop();
    hear(state(), answer("4"));
    expect(model.revokes.value).toBeUndefined();
    expect(asked).toEqual([
      { type: "revokes", participant: 2 },
      { type: "revokes", participant: 2 },
    ]);
  });

  it("[L70] shows what was taken, with the link that was made where something closed", () => {
    enter("owner");
    const undo = { undo: 3, forMs: 20_000, participant: 2, closed: false } as const;
    hear(state({ undo }));
    expect(model.open.value).toBe("taken");
    const link = "a-room#secret";
    hear(state({ links: { plain: "a-room", edit: { made: 5 } }, undo: { ...undo, closed: true, link } }));
    expect(model.open.value).toBe("taken");
    expect(model.made("edit")).toBe(`${HOME}${link}`);
    model.undo(model.taken.value!);
    expect(asked).toEqual([{ type: "undo", undo: 3 }]);
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
