// The files of a room as a run on the server gets them: paths and texts. Knows no sandbox and no run.
import { Refusal } from "../../protocol/errors.ts";
import type { RoomDetails, RoomFile } from "../../protocol/events.ts";
import { extensionOf } from "../../protocol/firstFile.ts";
import { type Language, LANGUAGES } from "../../protocol/languages.ts";
import { wrongWithPath } from "../../protocol/possiblePaths.ts";
import type { Wish } from "./messages.ts";

/** Bytes and number of the files that a run gets; as the sandbox has it. */
export interface Bounds {
  readonly bytes: number;
  readonly files: number;
}

/** Those that are there, under paths that lead nowhere else; rooms are older than what paths may be. */
export const filesOf = ({ files }: RoomDetails): readonly RoomFile[] =>
  files.filter(
    ({ name, deleted, purged }) =>
      deleted === undefined && purged === undefined && wrongWithPath(name, Infinity) === undefined,
  );

/** Texts by path; undefined where they are more than may be. */
export async function textsOf(
  room: RoomDetails,
  textAt: (file: number) => Promise<{ toString(): string }>,
  bounds: Bounds,
): Promise<ReadonlyMap<string, string> | undefined> {
  const files = filesOf(room);
  if (files.length > bounds.files) return undefined;
  const texts = new Map<string, string>();
  let bytes = 0;
  for (const file of files) {
    const text = (await textAt(file.file)).toString();
    bytes += Buffer.byteLength(text);
    if (bytes > bounds.bytes) return undefined;
    texts.set(file.name, text);
  }
  return texts;
}

/** The file that somebody names, or the only one, its path and its language. Throws Refusal. */
export function namedBy(
  { file, path, language }: Wish,
  room: RoomDetails,
): { file: number; path: string; language: Language } {
  const files = filesOf(room);
  const isMeant = (one: RoomFile): boolean =>
    (file === undefined || one.file === file) && (path === undefined || one.name === path);
  const [found, ...others] = files.filter(isMeant);
  if (!found) throw new Refusal("unknown_file");
  if (others.length > 0) throw new Refusal("bad_request", "the room has several files: name one by file or path");
  return { file: found.file, path: found.name, language: language ?? languageOf(found, room) };
}

/** The language of a file by its extension, the room's own before others. */
function languageOf({ name }: RoomFile, { programmingLanguage }: RoomDetails): Language {
  const extension = /\.([^./]+)$/.exec(name)?.[1];
  const fits = (language: Language): boolean => extensionOf(language) === extension;
  if (extension === undefined || fits(programmingLanguage)) return programmingLanguage;
  return LANGUAGES.find(fits) ?? programmingLanguage;
}
