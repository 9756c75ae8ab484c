// How appends, commits and segments are written down in the journal and in LMDB, and read back. Knows neither of them.
import type { Append, Commit, PackedCommit } from "../../rooms/roomStore.ts";
import type { RoomDocument } from "../../rooms/log/roomDocument.ts";
import type { StreamKey } from "./database.ts";
import { pack, unpack } from "../segment.ts";

/** A record of the journal: what is where, as a line of JSON, then the entries and documents behind each other. */
export function writeAppends(appends: readonly Append[]): string {
  const texts: string[] = [];
  const places = appends.map(({ stream, from, count, entries, document }) => {
    const json = document ? JSON.stringify(document) : "";
    texts.push(entries, json);
    return [stream.roomId, stream.file, from, count, entries.length, json.length];
  });
  return `${JSON.stringify(places)}\n${texts.join("")}`;
}

/** What `writeAppends` wrote. */
export function readAppends(record: string): Append[] {
  type Place = [roomId: string, file: number, from: number, count: number, entries: number, document: number];
  let at = record.indexOf("\n") + 1;
  const take = (length: number): string => record.slice(at, (at += length));
  return (JSON.parse(record.slice(0, at)) as Place[]).map(([roomId, file, from, count, entries, document]) => {
    const append = { stream: { roomId, file }, from, count, entries: take(entries) };
    const json = take(document);
    return json === "" ? append : { ...append, document: JSON.parse(json) as RoomDocument };
  });
}

/** A commit's record: how many entries, then these. */
export const writeCommit = ({ count, entries }: Commit): string => `${count}:${entries}`;

/** How many entries a commit's record holds, without reading them. */
export const commitCount = (value: string): number => Number(value.slice(0, value.indexOf(":")));

/** The commit of a record under its key. */
export const readCommit = ([, , from]: StreamKey, value: string): Commit => ({
  from,
  count: commitCount(value),
  entries: value.slice(value.indexOf(":") + 1),
});

const COUNT_BYTES = 4;

/** A segment's record: how many entries, then these, packed. */
export async function writeSegment({ count, entries }: Commit): Promise<Buffer> {
  const head = Buffer.alloc(COUNT_BYTES);
  head.writeUInt32LE(count);
  return Buffer.concat([head, await pack(entries)]);
}

/** How many entries a segment's record holds, without unpacking them. */
export const segmentCount = (value: Buffer): number => value.readUInt32LE();

/** The entries of a segment's record under its key, unpacked. */
export const readSegment = ([, , from]: StreamKey, value: Buffer): Commit => ({
  from,
  count: segmentCount(value),
  entries: unpack(value.subarray(COUNT_BYTES)),
});

/** The segment of a record under its key, as it is packed. */
export const packedSegment = ([, , from]: StreamKey, value: Buffer): PackedCommit => ({
  from,
  count: segmentCount(value),
  packed: value.subarray(COUNT_BYTES),
});
