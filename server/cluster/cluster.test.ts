// Three servers on a replica set of three, behind a balancer that sends everybody anywhere; then whatever can happen to them.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { mongo } from "mongoose";
import { startDatabases, type TestDatabases } from "../test/replicaSet.ts";
import { openSocketTo, Person } from "../test/person.ts";
import { Cluster } from "../test/process/cluster.ts";

// Starting three mongods and three servers takes a busy machine a while.
jest.setTimeout(180_000);

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

describe("Servers on one database", () => {
  let cluster: Cluster;
  let uri: string;
  beforeEach(async () => {
    uri = databases.newDatabase();
    cluster = await Cluster.start([uri, uri, uri]);
  });
  afterEach(() => cluster.dispose());

  /** Somebody who comes by way of one server. */
  const by = (node: number, roomId: string): Person =>
    new Person(roomId, openSocketTo(`ws://127.0.0.1:${cluster.nodes[node]!.port}/${roomId}`), { name: `By ${node}` });

  it("[N1] those who come by different servers are in one room", async () => {
    const { roomId } = await cluster.createRoom();
    const people = [by(0, roomId), by(1, roomId), by(2, roomId)];
    for (const person of people) await person.until(() => person.editors.has(1));
    for (const [index, person] of people.entries()) {
      person.insert(0, `${index}`);
      await person.settled();
    }
    for (const person of people) await person.until(() => person.text().length === people.length);
    expect(new Set(people.map((person) => person.text())).size).toBe(1);
    for (const person of people) person.leave();
    for (const node of cluster.nodes) {
      const response = await fetch(`${node.url}/api/rooms/${roomId}`);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ roomId });
    }
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("[N1] [P70] those who come by a viewing address are in the room where it is served, and are told no other", async () => {
    const { roomId, key } = await cluster.createRoom();
    const olga = by(0, roomId);
    await olga.until(() => olga.editors.has(1));
    // made by way of a server that has not got the room
    const made = await fetch(`${cluster.nodes[1]!.url}/api/rooms/${roomId}/roles/links/view`, {
      method: "PUT",
      headers: { authorization: `Bearer ${key}` },
    });
    const { link: view } = (await made.json()) as { link: string };
    const viewers = [by(1, view), by(2, view)];
    for (const viewer of viewers) await viewer.until(() => viewer.editors.has(1));
    olga.insert(0, "seen by all");
    await olga.settled();
    for (const viewer of viewers) {
      await viewer.until(() => viewer.text() === "seen by all");
      expect(viewer.session.room?.roomId).toBe(view);
    }
    for (const { url } of cluster.nodes) {
      const answer = await (await fetch(`${url}/api/rooms/${view}`)).text();
      expect(JSON.parse(answer)).toMatchObject({ roomId: view, online: 3 });
      expect(answer).not.toContain(roomId);
      expect((await fetch(`${url}/api/rooms/${view.slice(1)}33`)).status).toBe(404);
    }
    for (const person of [olga, ...viewers]) person.leave();
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("[N2] what is asked over HTTP gets to the server that has the room, whichever is asked", async () => {
    const { roomId, key } = await cluster.createRoom();
    const address = (node: number): string => `${cluster.nodes[node]!.url}/api/rooms/${roomId}`;
    const person = by(0, roomId);
    await person.settled();
    person.insert(0, "typed at the first");
    await person.settled();
    const set = (title: string, as: string) =>
      fetch(address(1), {
        method: "PATCH",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${as}` },
        body: JSON.stringify({ title }),
      });
    expect((await set("Stolen", "no-key-of-this-room")).status).toBe(401);
    const answer = await set("Moved", key);
    expect([answer.status, await answer.json()]).toMatchObject([200, { title: "Moved" }]);
    await person.until(() => person.session.room?.title === "Moved");
    for (const node of [0, 1, 2])
      expect(await (await fetch(address(node))).json()).toMatchObject({ title: "Moved", online: 1 });
    const download = await fetch(`${address(2)}/download/1`);
    expect(await download.text()).toBe("typed at the first");
    expect(download.headers.get("content-disposition")).toContain("attachment");
    const gone = await fetch(address(2), { method: "DELETE", headers: { Authorization: `Bearer ${key}` } });
    expect(gone.status).toBe(204);
    await person.until(() => person.session.status.state === "ended");
    expect(person.session.status).toMatchObject({ code: "room_not_found" });
    for (const node of [0, 1, 2]) expect((await fetch(address(node))).status).toBe(404);
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("[N9] one with another's NODE_URL and one with another secret say so at their start and at /ready, and harm nobody", async () => {
    const { roomId, key } = await cluster.createRoom();
    const olga = new Person(roomId, openSocketTo(`ws://127.0.0.1:${cluster.nodes[0]!.port}/${roomId}`), { key });
    await olga.settled();
    const wrong = await Promise.all([
      Cluster.createNode(uri, { NODE_URL: cluster.nodes[0]!.url }),
      Cluster.createNode(uri, { CLUSTER_SECRET: "another-secret-than-theirs" }),
    ]);
    try {
      const said = wrong.map((node) => node.logged("this server takes no part"));
      await Promise.all(wrong.map((node) => node.start()));
      expect((await Promise.all(said)).map(({ msg }) => msg)).toEqual([
        expect.stringContaining("NODE_URL"),
        expect.stringContaining("CLUSTER_SECRET"),
      ]);
      for (const { url } of wrong) {
        expect((await fetch(`${url}/ready`)).status).toBe(503);
        const answer = await fetch(`${url}/api/rooms/${roomId}`);
        expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: "store_unavailable" } }]);
      }
      for (const { url } of cluster.nodes) {
        expect((await fetch(`${url}/ready`)).status).toBe(200);
        expect(await (await fetch(`${url}/api/rooms/${roomId}`)).json()).toMatchObject({ online: 1 });
      }
      expect(olga.session.status).toEqual({ state: "saved" });
    } finally {
      olga.leave();
      await Promise.all(wrong.map((node) => node.dispose()));
    }
  });

  it("[N10] a record that no server has written makes no error, and keeps nobody out of the room that it claims", async () => {
    const { roomId } = await cluster.createRoom();
    const client = await mongo.MongoClient.connect(uri);
    const record = { _id: "stranger" as never, url: "no address", until: new Date("9999-12-31") };
    await client.db().collection("nodes").insertOne(record);
    await client
      .db()
      .collection("rooms")
      .updateOne({ roomId }, { $set: { lease: { node: "stranger", epoch: 3 } } });
    await client.close();
    for (const { url } of cluster.nodes) expect((await fetch(`${url}/api/rooms/${roomId}`)).status).toBe(200);
    const people = [by(0, roomId), by(1, roomId)];
    for (const person of people) await person.settled();
    for (const person of people) person.leave();
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
