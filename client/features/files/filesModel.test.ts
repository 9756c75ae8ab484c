// What a person's window makes of the files' events: what can be undone, who is where, what is asked of the server.
import { beforeEach, describe, expect, it } from "@jest/globals";
import { signal } from "@preact/signals";
import { ERRORS } from "#protocol/errors.ts";
import { type Participant, purged, type RoomDetails, type RoomFile } from "#protocol/events.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import type { ConnectedClient, You } from "#protocol/serverMessages.ts";
import type { SyncStatus } from "../../sync/ports.ts";
import { RoomPeople } from "../../ui/room/people/roomPeople.ts";
import { FilesModel, type FilesRoom, type FilesSurroundings } from "./filesModel.ts";
import { problemWith } from "./nameProblems.ts";

const person = (participant: number, name: string): Participant => ({
  participant,
  name,
  role: "editor",
  colour: participant,
  dateJoined: 0,
});
const FILES: readonly RoomFile[] = [
  { file: 1, name: "main" },
  { file: 2, name: "src/a.ts" },
  { file: 3, name: "src/b.ts" },
];
const DETAILS: RoomDetails = {
  roomId: "a-room",
  title: "",
  dateCreated: 0,
  owner: 1,
  participants: [person(1, "Ada"), person(2, "Bo"), person(3, "Cy")],
  programmingLanguage: "C",
  files: FILES,
};

let sent: unknown[];
let said: string[];
let edited: number[];
let shown: number[];
let room: FilesRoom & {
  readonly room: { value: RoomDetails | undefined };
  readonly people: { readonly you: { value: You | undefined } };
};
let model: FilesModel;
const status = signal<SyncStatus>({ state: "saved" });
const inFile = signal<ReadonlyMap<number, number>>(new Map());
let clients = signal<ReadonlyMap<number, ConnectedClient>>(new Map());
const unseen = signal<ReadonlySet<number>>(new Set());
let isOver: boolean;
const isTreeShown = signal(false);
let hasGone: boolean;

const surroundings = (): FilesSurroundings => ({
  showTree: () => (isTreeShown.value = true),
  uncover: () => (isTreeShown.value &&= !isOver),
  isTreeShown: () => isTreeShown.value,
  next: (run) => run(),
  focusSince: () => () => hasGone,
  show: (sentence) => void said.push(sentence),
});

beforeEach(() => {
  [sent, said, edited, shown] = [[], [], [], []];
  [isOver, hasGone, isTreeShown.value] = [false, false, false];
  status.value = { state: "saved" };
  inFile.value = new Map();
  unseen.value = new Set();
  const details = signal<RoomDetails | undefined>(undefined);
  const people = new RoomPeople({ room: details, robot: () => undefined, go: () => {} });
  people.you.value = { client: 1, participant: 1, role: "editor" };
  clients = people.clients;
  room = {
    room: details,
    limits: () => DEFAULT_LIMITS,
    people: Object.assign(people, { inFile }),
    status,
    tabs: {
      shown: signal(1),
      all: signal([1, 3]),
      unseen,
      show: (file) => void shown.push(file),
      edit: (file) => void edited.push(file),
      close: () => {},
      arrange: () => {},
    },
    send: (data) => void sent.push(data),
    commands: signal([]),
  };
  model = new FilesModel(room, surroundings());
  room.room.value = DETAILS;
});

/** The room after these files were deleted, each as its own entry. */
function deleteBy(participant: number, time: number, ...numbers: readonly number[]): void {
  for (const number of numbers) {
    const { files } = room.room.value!;
    room.room.value = {
      ...DETAILS,
      files: files.map((file) => (file.file === number ? { ...file, deleted: { time, participant } } : file)),
    };
  }
}

describe("the files of a window", () => {
  it("[E25] how many are new is counted until they are looked at, in the tree or by themselves", () => {
    unseen.value = new Set([2, 3]);
    expect(model.unseen.value).toBe(2);
    unseen.value = new Set([3]);
    expect(model.unseen.value).toBe(1);
    isTreeShown.value = true;
    expect(model.unseen.value).toBe(0);
    isTreeShown.value = false;
    expect(model.unseen.value).toBe(0);
    unseen.value = new Set([2, 3]);
    expect(model.unseen.value).toBe(1);
    isTreeShown.value = true;
    unseen.value = new Set([1, 2, 3]);
    expect(model.unseen.value).toBe(0);
  });

  it("[E12] what goes at once by me is one deletion, and is put back at once", () => {
    deleteBy(1, 5, 2, 3);
    expect(model.deletion.value).toMatchObject({ files: [2, 3], said: "You deleted 2 files." });
    expect(model.deleted.value.map(({ file }) => file)).toEqual([2, 3]);
    model.restore(model.deletion.value!.files);
    expect(sent).toEqual([{ type: "restore", files: [2, 3] }]);
    expect(model.deletion.value).toBeUndefined();
    expect(said).toEqual([]);
  });

  it("[E12] very many are put back by as many wishes as the server's bound asks for", () => {
    const many = Array.from({ length: 2_500 }, (_, index) => index + 2);
    model.restore(many);
    const wishes = sent as { type: string; files: number[] }[];
    expect(wishes.map(({ type, files }) => [type, files.length])).toEqual([
      ["restore", 1_000],
      ["restore", 1_000],
      ["restore", 500],
    ]);
    expect(wishes.flatMap(({ files }) => files)).toEqual(many);
  });

  it("[E12] what another feature has deleted and put back is asked for, and that feature says so itself", () => {
    model.deleting.value?.delete([2]);
    model.deleting.value?.putBack([3]);
    expect(sent).toEqual([
      { type: "delete", files: [2] },
      { type: "restore", files: [3] },
    ]);
    deleteBy(1, 5, 2);
    expect([said, model.deletion.value]).toEqual([[], undefined]);
    deleteBy(1, 6, 3);
    expect(model.deletion.value).toMatchObject({ files: [3] });
    status.value = { state: "readOnly" };
    expect(model.deleting.value).toBeUndefined();
  });

  it("[E12] what I delete later is another deletion, the newest of those that were deleted first", () => {
    deleteBy(1, 5, 2);
    deleteBy(1, 6, 3);
    expect(model.deletion.value).toMatchObject({ files: [3], said: "You deleted src/b.ts." });
    expect(model.deleted.value.map(({ file }) => file)).toEqual([3, 2]);
  });

  it("[E12] what somebody else has put back is not offered to be undone", () => {
    deleteBy(1, 5, 2, 3);
    room.room.value = { ...DETAILS, files: FILES.map((one) => (one.file === 2 ? room.room.value!.files[1]! : one)) };
    expect(model.deletion.value?.files).toEqual([2, 3]);
    room.room.value = DETAILS;
    expect(model.deletion.value).toBeUndefined();
  });

  /** The room after these files, which were deleted, were deleted for good. */
  function purge(...numbers: readonly number[]): void {
    for (const number of numbers) {
      const { files } = room.room.value!;
      room.room.value = { ...DETAILS, files: files.map((one) => (one.file === number ? purged(one) : one)) };
    }
  }

  it("[E23] what is deleted for good is shown nowhere, and with it goes the way back", () => {
    deleteBy(1, 5, 2, 3);
    purge(3);
    expect(model.deleted.value.map(({ file }) => file)).toEqual([2]);
    expect(model.deletion.value).toBeUndefined();
    purge(2);
    expect(model.deleted.value).toEqual([]);
    expect(model.files.value.map(({ file }) => file)).toEqual([1]);
    expect(said).toEqual([]);
  });

  it("[E23] what was deleted, and for good, while I was away is not told without a name", () => {
    const files = FILES.map((one) => (one.file === 2 ? purged({ ...one, deleted: { time: 5, participant: 2 } }) : one));
    room.room.value = { ...DETAILS, files };
    expect([said, model.deletion.value]).toEqual([[], undefined]);
  });

  it("[E23] owners alone delete for good, while they are connected, and what is put back meanwhile stays", () => {
    expect(model.mayPurge.value).toBe(false);
    room.people.you.value = { client: 1, participant: 1, role: "owner" };
    expect(model.mayPurge.value).toBe(true);
    status.value = { state: "offline", pending: 0, retryAt: 0 };
    expect(model.mayPurge.value).toBe(false);
    deleteBy(2, 5, 2, 3);
    const asked = model.deleted.value;
    room.room.value = { ...DETAILS, files: FILES.with(2, room.room.value!.files[2]!) };
    model.purge(asked);
    expect(sent).toEqual([{ type: "purge", files: [3] }]);
  });

  it("[E13] what another deletes is said, but for the file that is shown, which has a banner", () => {
    deleteBy(2, 5, 1, 2);
    expect(said).toEqual(["Bo deleted src/a.ts"]);
    expect(model.deletion.value).toBeUndefined();
    model.leaveDeleted();
    expect(edited).toEqual([3]);
  });

  it("[E13] a viewer, to whom the file that is shown is closed then, is told of it as well", () => {
    room.people.you.value = { client: 1, participant: 1, role: "viewer" };
    deleteBy(2, 5, 1, 2);
    expect(said).toEqual(["Bo deleted main", "Bo deleted src/a.ts"]);
  });

  it("[E13] what was deleted before I came, or comes back, is no news", () => {
    const files = FILES.map((file) => ({ ...file, deleted: { time: 1, participant: 2 } }));
    const late = new FilesModel(
      { ...room, room: signal({ ...DETAILS, files }) },
      {
        ...surroundings(),
      },
    );
    late.close();
    deleteBy(2, 5, 2);
    room.room.value = DETAILS;
    expect(said).toEqual(["Bo deleted src/a.ts"]);
  });

  it("[E12] a file that was asked for has the focus once it is there, unless the person has gone elsewhere", () => {
    for (hasGone of [false, true]) {
      model.name({ type: "file", folder: "" }, "new.js");
      model.message({ type: "created", file: 4 });
    }
    expect({ edited, shown }).toEqual({ edited: [4], shown: [4] });
  });

  it("[E12] leaves the focus with who has taken it elsewhere before the file could have it", () => {
    let frame = (): void => {};
    model = new FilesModel(room, {
      ...surroundings(),
      next: (run) => (frame = run),
    });
    model.message({ type: "created", file: 4 });
    hasGone = true;
    frame();
    expect({ edited, shown }).toEqual({ edited: [], shown: [4] });
  });

  it("[E11] others are in a file once each, however many tabs they have there; I am not", () => {
    clients.value = new Map(
      [1, 2, 3, 4].map((client) => [client, { client, participant: [0, 1, 2, 2, 3][client]! }] as const),
    );
    inFile.value = new Map([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 2],
      [9, 3],
    ]);
    expect([...model.whoIsIn.value].map(([file, people]) => [file, people.map(({ name }) => name)])).toEqual([
      [1, ["Bo"]],
      [2, ["Cy"]],
    ]);
  });

  it("[E12] a folder is there once a file is in it: its name is asked for first, then the file's", () => {
    model.name({ type: "folder", folder: "src/" }, " lib ");
    expect(model.naming.value).toEqual({ type: "file", folder: "src/lib/" });
    model.name(model.naming.value!, "x.ts");
    model.name({ type: "file", folder: "" }, "  ");
    expect(sent).toEqual([{ type: "create", name: "src/lib/x.ts" }]);
    expect(model.naming.value).toBeUndefined();
  });

  it("[E12] a row keeps its folder when it is renamed, and a folder what is in it", () => {
    const [src, a] = model.rows.value;
    model.name({ type: "row", row: a! }, "c.ts");
    model.name({ type: "row", row: src! }, "lib");
    model.delete(src!);
    model.delete(a!);
    expect(sent).toEqual([
      { type: "change", file: 2, name: "src/c.ts" },
      { type: "changeFolder", folder: "src", name: "lib" },
      { type: "deleteFolder", folder: "src" },
      { type: "delete", files: [2] },
    ]);
  });

  it("[E12] what I have made is shown; a drawer that lies over the code gives way, and anything else said means nothing", () => {
    isTreeShown.value = true;
    for (const data of [null, 7, {}, { type: "created" }, { type: "news" }]) model.message(data);
    model.message({ type: "created", file: 2 });
    expect(isTreeShown.value).toBe(true);
    isOver = true;
    model.message({ type: "created", file: 3 });
    expect(isTreeShown.value).toBe(false);
    expect(edited).toEqual([2, 3]);
  });

  it("[E12] nothing is offered to somebody who cannot change it now", () => {
    expect(model.mayChange.value).toBe(true);
    for (const other of [{ state: "readOnly" }, { state: "connecting" }] as const) {
      status.value = other;
      expect(model.mayChange.value).toBe(false);
    }
  });

  const NEW = { type: "file", folder: "src/" } as const;
  const rowOf = (id: string) => model.rows.value.find((row) => row.id === id)!;

  it("[E20] a name that is taken is seen before it is sent, by case and as a folder too", () => {
    const taken = (name: string): boolean => problemWith(model, NEW, name) !== undefined;
    expect(["a.ts", " A.TS ", "a.ts/inner", "c.ts", "sub/a.ts"].map(taken)).toEqual([true, true, true, false, false]);
    expect(problemWith(model, { type: "file", folder: "" }, "SRC")).toContain("already");
    expect(problemWith(model, { type: "folder", folder: "" }, "main")).toContain("already");
    expect(problemWith(model, { type: "folder", folder: "" }, "src")).toBeUndefined();
    expect(problemWith(model, { type: "file", folder: "src/" }, " ")).toBeUndefined();
    const [file, folder] = [rowOf("2"), rowOf("src")];
    expect(problemWith(model, { type: "row", row: file }, "b.ts")).toContain("already");
    expect(problemWith(model, { type: "row", row: file }, "A.ts")).toBeUndefined();
    expect(problemWith(model, { type: "row", row: folder }, "Main")).toContain("already");
    expect(problemWith(model, { type: "row", row: folder }, "SRC")).toBeUndefined();
  });

  it.each([
    ["a/../b.js", ". and .. are no names"],
    [".", ". and .. are no names"],
    ["a//b", "each part needs a visible character"],
    ["b/", "each part needs a visible character"],
    ["\u200b", "each part needs a visible character"],
    ["a\\b", "folders are divided by /"],
    ["x".repeat(197), "at most 200 characters"],
    [`${"字".repeat(190)}.txt`, "disks take 255 bytes of a name and 1024 with its folders, letters have 1 to 4"],
    ["😀".repeat(64), "disks take 255 bytes of a name and 1024 with its folders, letters have 1 to 4"],
    [`${"a/".repeat(19)}b`, "at most 19 folders in each other"],
  ])("[E20] what no file can be called is seen before it is sent, with the true reason: %j", (typed, why) => {
    const sentence = `${ERRORS.bad_file_name.sentence} (${why})`;
    expect(problemWith(model, NEW, typed)).toBe(sentence);
    expect(problemWith(model, { type: "folder", folder: "src/" }, typed)).toBe(sentence);
    expect(problemWith(model, { type: "row", row: rowOf("2") }, typed)).toBe(sentence);
  });

  it("[E20] at the bounds nothing is wrong, and a folder leaves room for a file in it", () => {
    for (const typed of ["x".repeat(196), "字".repeat(85), "😀".repeat(63), `${"a/".repeat(18)}b`, ".git"])
      expect(problemWith(model, NEW, typed)).toBeUndefined();
    const folder = { type: "folder", folder: "" } as const;
    expect(problemWith(model, folder, `${"a/".repeat(18)}b`)).toBeUndefined();
    expect(problemWith(model, folder, `${"a/".repeat(19)}b`)).toContain("at most 19 folders");
    expect(problemWith(model, folder, "x".repeat(198))).toBeUndefined();
    expect(problemWith(model, folder, "x".repeat(199))).toContain("at most 200 characters");
  });

  it("[E20] of a folder that is renamed all that is in it has to fit, by the bounds that the server has told", () => {
    const folder = { type: "row", row: rowOf("src") } as const;
    expect(problemWith(model, folder, "x".repeat(195))).toBeUndefined();
    expect(problemWith(model, folder, "x".repeat(196))).toContain("at most 200 characters");
    const told = new FilesModel(
      { ...room, limits: () => ({ ...DEFAULT_LIMITS, fileNameCharacters: 10 }) },
      surroundings(),
    );
    expect(problemWith(told, folder, "x".repeat(6))).toContain("at most 10 characters");
    expect(problemWith(told, folder, "x".repeat(5))).toBeUndefined();
    told.close();
  });

  it("[E20] what the server refuses is in its field again, with the reason, and nothing else is", () => {
    model.name(NEW, "c.ts ");
    expect(sent).toEqual([{ type: "create", name: "src/c.ts" }]);
    expect(model.naming.value).toBeUndefined();
    expect(model.refused("rate_limited", "Slower.")).toBe(false);
    isTreeShown.value = false;
    expect(model.refused("name_taken", "Taken.")).toBe(true);
    expect(model.naming.value).toEqual({ ...NEW, refused: { typed: "c.ts ", why: "Taken." } });
    expect(isTreeShown.value).toBe(true);
    expect(model.refused("name_taken", "Taken.")).toBe(false);

    const row = rowOf("2");
    model.name({ type: "row", row }, "d/../e");
    expect(model.refused("bad_file_name", "No.")).toBe(true);
    expect(model.naming.value).toEqual({ type: "row", row, refused: { typed: "d/../e", why: "No." } });
  });

  it("[E20] a name that was granted, and one that something else was wished after, are not typed again", () => {
    model.name(NEW, "c.ts");
    model.message({ type: "created", file: 4 });
    expect(model.refused("name_taken", "Taken.")).toBe(false);
    model.name(NEW, "c.ts");
    model.wish({ type: "change", file: 2, before: null });
    expect(model.refused("name_taken", "Taken.")).toBe(false);
  });

  it("[E21] what somebody else has put back is said", () => {
    model.message({ type: "putBack", file: 2, participant: 1 });
    expect(said).toEqual([]);
    model.message({ type: "putBack", file: 2, participant: 2 });
    expect(said).toEqual(["Bo put back the newer text of src/a.ts, which the server had lost."]);
  });
});
