// What was taken out of a room, asked for by everything there is to say and to ask, whatever version is named, by those who may not see it.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { allFeatures } from "../../test/allFeatures.ts";
import { makingFiles } from "../../test/makingFiles.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { newClientId } from "../../test/person.ts";
import type { Here } from "../../test/rights.ts";
import { messages, placeOf, ROUTES } from "./test/everything.ts";
import { type Guest, RolesRoom } from "./test/rolesRoom.ts";

/** In the text until it was written over, at its end until it was deleted, and in a file that is deleted. */
const SECRETS = ["sesame", "swordfish", "mellon"] as const;
const TEXT = "the word is secret";
/** The versions that the text ever had, and one that is to come. */
const VERSIONS = [0, 1, 2, 3, 4, 5];
const DELETED = 2;

let room: RolesRoom;
let owner: Guest;
let editor: Guest;
let view: string;
let here: Here;
/** ms since 1970: when all of the secrets were there */
let then: number;

beforeEach(async () => {
  room = new RolesRoom([...allFeatures, makingFiles]);
  await room.start();
  owner = await room.owner();
  editor = await room.enter({ name: "Ed", files: [{ file: 1, version: null }] });
  let version = 0;
  const type = async (change: unknown[]): Promise<void> => {
    editor.wire.push([change], { version, seq: ++version });
    await editor.wire.next("updates");
  };
  await editor.changeFiles("keys");
  editor.wire.say({ type: "open", file: DELETED, version: null });
  await editor.wire.next("file");
  editor.wire.push([[[0, "mellon"]]], { file: DELETED });
  await editor.wire.next("updates");
  await type([[0, "the word is sesame"]]);
  await type([18, [0, " swordfish"]]);
  then = Date.now();
  await type([12, [6, "secret"], 10]);
  await type([18, [10]]);
  await editor.changeFiles(DELETED);
  view = await owner.make("view");
  const rex = await room.enter({ name: "Rex" });
  await owner.done({ type: "remove", participant: rex.participant, links: false });
  here = { owner: owner.participant, editor: editor.participant, viewer: editor.participant, removed: rex.participant };
});
afterEach(async () => {
  expect(room.server.log.errors).toEqual([]);
  await room.stop();
});

/** The message with another of its parts in its place, each in turn, as `others` has them by what a part is called. */
function varied(message: unknown, others: (name: string) => readonly number[]): unknown[] {
  const all: unknown[] = [];
  const vary = (part: unknown, name: string, put: (changed: unknown) => unknown): void => {
    if (typeof part === "number" || part === null) all.push(...others(name).map(put));
    if (typeof part !== "object" || part === null) return;
    for (const [key, one] of Object.entries(part))
      vary(one, key, (changed) =>
        put(Array.isArray(part) ? part.with(Number(key), changed) : { ...part, [key]: changed }),
      );
  };
  vary(message, "", (changed) => changed);
  return all;
}

/** The message, of each of the files, and each of its other numbers one of the versions, and the time at which all was there. */
function variants(message: unknown): unknown[] {
  const ofFiles = varied(message, (name) => (name === "file" ? [1, DELETED] : []));
  const all = ofFiles.length > 0 ? ofFiles : [message];
  return all.flatMap((one) => [one, ...varied(one, (name) => (name === "file" ? [] : [...VERSIONS, then]))]);
}

/** All that can be said, by its feature and type. */
const sayings = (): readonly (readonly [what: string, said: readonly unknown[]])[] =>
  messages.flatMap(([of, own]) =>
    Object.entries(own).map(([type, { say }]) => {
      const said = say(here);
      return [
        `${of}: ${type}`,
        [...variants(said), ...(type === "open" ? variants({ ...said, text: true }) : [])],
      ] as const;
    }),
  );

/** Files as somebody opens them who has them from before. */
const filesAt = (version: number) => [1, DELETED].map((file) => ({ file, version, text: version % 2 === 0 }));

/** What every route answers to a key at an address. */
async function askedBy(key: string | undefined, address: string): Promise<string> {
  const answers: unknown[] = [];
  for (const [route, { body, query = "" }] of Object.entries(ROUTES)) {
    const [method, at] = placeOf(route, here);
    const places = [at, at.replace(`/${DELETED}`, "/1")];
    const queries = [query, `?time=${then}`, ...VERSIONS.flatMap((one) => [`?version=${one}`, `?from=${one}`])];
    const bodies = [body, body && { ...body, time: then }, body && { ...body, at: then }];
    for (const place of new Set(places))
      for (const asked of method === "GET" ? queries : [query])
        for (const sent of new Set(bodies)) {
          // what can be had packed or in letters is asked for in letters
          const options = {
            address,
            accept: "application/json",
            ...(key !== undefined && { key }),
            ...(sent && { body: sent }),
          };
          answers.push((await room.call(method, `${place}${asked}`, options)).text);
        }
  }
  return answers.join();
}

/** Resolves once what was said is answered; rejects where it was the end of the connection. A text that is asked for comes when it is read. */
async function answered(wire: Wire, isText: boolean): Promise<boolean> {
  if (isText) await wire.next("file", "error");
  await wire.answers();
  return true;
}

/** All that somebody is told who says all of it, each thing while they are in: they come back by `enter` when what they said was the end of it. */
async function toldTo(enter: (version: number) => Promise<Guest>): Promise<string> {
  const told: unknown[] = [];
  for (const [index, [what, said]] of sayings().entries()) {
    let { wire } = await enter(VERSIONS[index % VERSIONS.length]!);
    for (const [count, one] of said.entries()) {
      const { length } = wire.heard;
      wire.say(one as object);
      const isIn = await answered(wire, what === "core: open").catch(() => false);
      // it was asked, and answered
      expect([what, wire.heard.length > length]).toEqual([what, true]);
      if (isIn) continue;
      told.push(wire.heard);
      ({ wire } = await enter(VERSIONS[count % VERSIONS.length]!));
    }
    told.push(wire.heard);
    wire.leave();
  }
  return JSON.stringify(told);
}

function expectNone(told: string): void {
  for (const secret of SECRETS) expect([secret, told.includes(secret)]).toEqual([secret, false]);
}

describe("what was taken out of a room", () => {
  it("[P86] is told to no viewer, however they came and however often they come back, by no message and no route", async () => {
    const demoted = await room.enter({ name: "Dora" });
    await owner.done({ type: "person", participant: demoted.participant, role: "viewer" });
    const viewers = [
      [(await room.enter({ name: "Vera" }, view)).key, view],
      [demoted.key, room.roomId],
    ] as const;
    for (const [key, address] of viewers) {
      const client = newClientId();
      const told = await toldTo((version) => room.enter({ key, client, files: filesAt(version) }, address));
      expect(told).toContain(TEXT);
      expect(told).not.toContain('"type":"updates"');
      const texts = [
        await room.server.rooms.text(address, DELETED, key),
        await room.server.rooms.text(address, DELETED),
      ];
      expectNone(`${told} ${await askedBy(key, address)} ${texts.join()}`);
    }
  });

  it("[P86] [L14] is told to nobody who waits to be let in", async () => {
    await owner.done({ type: "settings", lobby: true });
    const client = newClientId();
    const told: unknown[] = [];
    for (const [index, one] of sayings()
      .flatMap(([, said]) => said)
      .entries()) {
      const files = filesAt(VERSIONS[index % VERSIONS.length]!);
      const wanda = await room.wait({ name: "Wanda", client, files });
      wanda.say(one as object);
      // the second is the end of it where the first is not
      wanda.say({ type: "open", file: 1, version: 0 });
      await wanda.closed;
      told.push(wanda.heard);
    }
    expect(told.length).toBeGreaterThan(200);
    const all = JSON.stringify(told);
    expect(all).not.toContain(TEXT);
    expectNone(all + (await askedBy(undefined, room.roomId)) + (await askedBy(undefined, view)));
  });

  it("[P86] [L10] is told to nobody who was put out", async () => {
    const client = newClientId();
    const rex = await room.enter({ name: "Rex again", client, files: [] });
    await owner.done({ type: "remove", participant: rex.participant, links: false });
    await rex.wire.closed;
    const told: unknown[] = [rex.wire.heard];
    for (const [index, one] of sayings()
      .flatMap(([, said]) => said)
      .entries()) {
      const wire = await Wire.open(room.server.socketUrl(index % 2 === 0 ? room.roomId : view));
      const files = filesAt(VERSIONS[index % VERSIONS.length]!);
      wire.hello(index % 3 === 0 ? { client, files } : { key: rex.key, client, files });
      wire.say(one as object);
      await wire.closed;
      told.push(wire.heard);
    }
    const all = JSON.stringify(told);
    expect(all).not.toContain(TEXT);
    expect(all).toContain('"code":"removed"');
    expectNone(all + (await askedBy(rex.key, room.roomId)) + (await askedBy(rex.key, view)));
  });

  it("[P86] is found by asking so, by whoever may edit", async () => {
    const { key } = await room.enter({ name: "Eva" });
    const told = await toldTo(() => room.enter({ key }));
    const answers = await askedBy(key, room.roomId);
    for (const secret of SECRETS)
      expect([secret, told.includes(secret), answers.includes(secret)]).toEqual([secret, true, true]);
  });
});
