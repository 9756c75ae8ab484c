// A .zip that is made while it is sent, so that one file of it is in memory at a time. Knows no room and no request.
import { type PassThrough, Readable } from "node:stream";
import { ZipFile } from "yazl";

/** Each is compressed at once, in one of the few threads that the store needs, too. */
const PIECE_BYTES = 64 * 1024;

export interface ArchivedFile {
  readonly path: string;
  /** Called when its turn has come. */
  read(): Promise<Buffer>;
}

/** The archive's bytes, all files dated `time`. A file that cannot be read ends it with an error, and destroying it reads no more. */
export function archiveOf(files: readonly ArchivedFile[], time: Date): Readable {
  const archive = new ZipFile();
  const bytes = archive.outputStream as PassThrough;
  archive.on("error", (error: Error) => bytes.destroy(error));
  for (const file of files)
    archive.addReadStreamLazy(file.path, { mtime: time, mode: 0o100644 }, (begin) => {
      file.read().then(
        (content) => begin(undefined, Readable.from(piecesOf(content))),
        (error: unknown) => begin(error, Readable.from([])),
      );
    });
  archive.end();
  return bytes;
}

function* piecesOf(content: Buffer): Iterable<Buffer> {
  for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
}
