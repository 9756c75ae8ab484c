// Which questions and answers quote a file. Pure.
import type { PurgedFiles } from "../../featureParts/purgedFiles.ts";
import type { Exchange } from "./assistLog.ts";

/**
 * Whether a question or its answer may quote one of these files, or name it: it was sent, which each file is that has a proposal (A150). What was
 * left out, and what was proposed for a file that was not sent, is known by its path alone, and a file that is deleted for good has none: then it is any.
 */
export function quotes(
  { asked: { context, time }, answered }: Pick<Exchange, "asked" | "answered">,
  purged: PurgedFiles,
): boolean {
  if (context?.files.some(({ file }) => purged.has(file))) return true;
  const isUnsent = answered?.blocks?.some((block) => "refused" in block && block.refused === "notSent") === true;
  return (isUnsent || context?.leftOut !== undefined) && purged.wereThere(time);
}
