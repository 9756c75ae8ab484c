// A server for one test, raw clients in its rooms, and what they are answered. Knows no code.
import { afterEach, expect } from "@jest/globals";
import type { RoomDocument } from "../../rooms/log/roomDocument.ts";
import type { Append, AppendOutcome } from "../../rooms/roomStore.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import { UpgradeRefused, Wire } from "./wire.ts";

/** What the one who was refused has got. */
export interface Answer {
  readonly code: string;
  readonly message: string;
  /** of an error frame */
  readonly fatal?: boolean;
  readonly retryAfterMs?: number;
  /** of the connection, when it ended */
  readonly close?: number;
  readonly reason?: string;
  /** of an HTTP answer */
  readonly status?: number;
  readonly retryAfter?: string | undefined;
}

export let server: TestServer;
const wires: Wire[] = [];
/** Each ends something, when a test is over. */
export const after: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const wire of wires.splice(0)) wire.leave();
  for (const end of after.splice(0)) await end();
  await server.stop();
});

export const start = async (...options: Parameters<typeof startTestServer>): Promise<void> => {
  server = await startTestServer(...options);
};

/** A store in which something goes wrong as soon as `trouble` is set. */
export class TroubledStore extends MemoryStore {
  trouble: "none" | "fails" | "conflict" | "unreadable" = "none";

  override async append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    if (this.trouble === "fails") throw new Error("no space left on the disk");
    return this.trouble === "conflict" ? appends.map(() => "conflict") : super.append(appends);
  }

  override async loadRoom(roomId: string): Promise<RoomDocument | undefined> {
    if (this.trouble === "unreadable") throw new Error("the disk is gone");
    return super.loadRoom(roomId);
  }
}

export const keep = <W extends Wire>(wire: W): W => {
  wires.push(wire);
  return wire;
};

export async function open(roomId?: string): Promise<Wire> {
  return keep(await Wire.open(server.socketUrl(roomId ?? (await server.createRoom()).roomId)));
}

/** A raw client in a new room, with the file open. */
export async function enter(hello: Parameters<typeof Wire.enter>[1] = {}, roomId?: string) {
  const url = server.socketUrl(roomId ?? (await server.createRoom()).roomId);
  const wire = keep(await Wire.enter(url, hello));
  if (hello.files?.length !== 0) await wire.next("file");
  return wire;
}

/** The error frame that ends the connection, and how it ends. */
export async function fatal(wire: Wire): Promise<Answer> {
  const error = await wire.next("error");
  const { code: close, reason } = await wire.closed;
  return { ...error, close, reason };
}

/** The error frame after which the connection lives on, which a ping shows. */
export async function mild(wire: Wire): Promise<Answer> {
  const error = await wire.next("error");
  await wire.answers();
  return error;
}

export async function upgrade(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const refused = await Wire.open(url, { headers }).then(
    () => expect("the upgrade").toBe("refused") as never,
    (error: unknown) => error as UpgradeRefused,
  );
  expect(refused).toBeInstanceOf(UpgradeRefused);
  return { ...refused.body.error, status: refused.status, retryAfter: refused.headers["retry-after"] as string };
}

export async function http(path: string, request: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, request);
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { ...error, status: response.status, retryAfter: response.headers.get("retry-after") ?? undefined };
}

export const post = (body: string): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-type": "application/json" },
});

/** Pushes `count` insertions of a letter, each push confirmed before the next. */
export async function type(wire: Wire, count: number): Promise<void> {
  for (let version = 0; version < count;) {
    const changes = Array.from({ length: Math.min(200, count - version) }, (_, index) =>
      version + index === 0 ? [[0, "a"]] : [[0, "a"], version + index],
    );
    wire.push(changes, { version, seq: version + 1 });
    version += changes.length;
    for (let seen = 0; seen < version;) {
      const { version: from, updates } = await wire.next("updates");
      seen = from + updates.length;
    }
  }
}
