// A file of a room as a download, and all of them as one. Knows rooms only by reading them.
import { pipeline } from "node:stream/promises";
import { type Response, Router } from "express";
import { Refusal } from "../../protocol/errors.ts";
import type { RoomDetails, RoomFile } from "../../protocol/events.ts";
import { exportText } from "../../protocol/importedText.ts";
import { KEY_TAKEN, LOOKING, parameter, refused, whole } from "../../routing/described.ts";
import type { Feature, RoomReader } from "../feature.ts";
import { inPath, readPathNumber } from "../../routing/pathNumber.ts";
import { type ArchivedFile, archiveOf } from "./archive.ts";
import { archiveName, archivePaths, downloadName } from "./names.ts";
import { Slots } from "./slots.ts";

/** Each has the text of one file in memory, and its share of the processor. */
const ARCHIVES_AT_ONCE = 16;
const ARCHIVES_PER_ADDRESS = 4;
/** Nobody keeps a place for longer than this, however they read. */
const ARCHIVE_WITHIN_MS = 10 * 60_000;

/** Throws Refusal room_not_found. */
async function found(rooms: RoomReader, address: string, key: string | undefined): Promise<RoomDetails> {
  const room = await rooms.details(address, key);
  if (room === undefined) throw new Refusal("room_not_found");
  return room;
}

/** The text of a file as it leaves the room. Throws Refusal unknown_file. */
async function exported(
  rooms: RoomReader,
  address: string,
  { file, imported }: RoomFile,
  key: string | undefined,
): Promise<string> {
  const text = await rooms.text(address, file, key);
  if (text === undefined) throw new Refusal("unknown_file");
  return exportText(text, imported);
}

/** The files that are not deleted, as they come to be read. */
function archivedFiles(
  rooms: RoomReader,
  { roomId, files, programmingLanguage }: RoomDetails,
  key: string | undefined,
): ArchivedFile[] {
  const there = files.filter(({ deleted }) => deleted === undefined);
  const paths = archivePaths(there, programmingLanguage);
  return there.map((file, index) => ({
    path: paths[index]!,
    read: async () => Buffer.from(await exported(rooms, roomId, file, key)),
  }));
}

/** Of what a reader does to an answer: ended it, reset the connection, took longer than there is time. */
const GONE_CODES = new Set<unknown>(["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE", "ABORT_ERR"]);

/** Whoever asked went, or took too long: nobody's fault, and nobody to tell. */
const hasGone = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && GONE_CODES.has(error.code);

async function send(files: readonly ArchivedFile[], response: Response): Promise<void> {
  try {
    await pipeline(archiveOf(files, new Date()), response, { signal: AbortSignal.timeout(ARCHIVE_WITHIN_MS) });
  } catch (error) {
    if (!hasGone(error)) throw error;
  }
}

const download: Feature = {
  name: "download",
  requestPoints: 20,
  routes({ rooms, keyOf, originOf }) {
    const slots = new Slots(ARCHIVES_AT_ONCE, ARCHIVES_PER_ADDRESS);
    const router = Router({ mergeParams: true });

    router.get<"/", { roomId: string }>("/", async (request, response) => {
      const key = keyOf(request);
      const room = await found(rooms, request.params.roomId, key);
      const giveBack = slots.take(originOf(request));
      try {
        response.attachment(archiveName(room)).type("application/zip");
        if (request.method === "HEAD") response.end();
        else await send(archivedFiles(rooms, room, key), response);
      } finally {
        giveBack();
      }
    });

    router.get<"/:file", { roomId: string; file: string }>("/:file", async (request, response) => {
      const { roomId } = request.params;
      const key = keyOf(request);
      const room = await found(rooms, roomId, key);
      const number = readPathNumber(request.params.file);
      if (number === undefined) throw new Refusal("bad_request", "a file is named by its number, in digits");
      const file = room.files.find((each) => each.file === number && each.deleted === undefined);
      if (file === undefined) throw new Refusal("unknown_file");
      const text = await exported(rooms, roomId, file, key);
      response.attachment(downloadName(file, room.programmingLanguage)).type("text/plain; charset=utf-8").send(text);
    });

    return router;
  },
  paths: {
    "": {
      get: {
        summary: "All files of the room that are not deleted, in one archive",
        ...KEY_TAKEN,
        responses: {
          "200": {
            description: "A .zip as an attachment, with the files under their paths, each as it is on its own.",
            content: { "application/zip": { schema: { type: "string", format: "binary" } } },
          },
          ...refused(...LOOKING),
        },
      },
    },
    "/{file}": {
      get: {
        summary: "The text of a file, to keep",
        ...KEY_TAKEN,
        parameters: [parameter("path", "file", inPath(whole("its number", 1)))],
        responses: {
          "200": {
            description: "The text as an attachment, in UTF-8; one that was imported with the line breaks that it had.",
            content: { "text/plain": { schema: { type: "string" } } },
          },
          ...refused(...LOOKING, "unknown_file"),
        },
      },
    },
  },
};

export default download;
