// What goes along with a question, how much it is and to whom, in a line before it goes. Knows no field.
import { type Recipient, recipientSays } from "./recipient.ts";
import type { Sending } from "./sending.ts";
import { words } from "./words.later.ts";

/** Files whose names stand in one line. */
const NAMED_FILES = 3;

export function sendsSays(
  { files, run, isLastRun, leftOut, tokens, unknown }: Sending,
  recipient: Recipient | undefined,
): string {
  const { value: say } = words;
  const whom = recipientSays(recipient) ?? "";
  const more = files.length - NAMED_FILES;
  const named = files.slice(0, NAMED_FILES).map(({ path, selected, since }) => {
    const named = selected ? say.selected(path, selected) : path;
    return since === undefined ? named : say.changesOf(named);
  });
  const all = [
    ...named,
    ...(more > 0 ? [say.andMore(more)] : []),
    ...(run ? [isLastRun ? say.lastRun : say.thisRun] : []),
  ];
  return [
    all.length > 0 ? say.sends(all.join(", ")) : say.sendsNothing,
    ...(leftOut.length > 0 ? [say.leftOut(leftOut.join(", "))] : []),
    unknown > 0 ? say.atLeast(tokens, unknown, whom) : say.about(tokens, whom),
  ].join(" · ");
}
