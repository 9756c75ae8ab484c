// What goes along with a question, how much it is and to whom, in a line before it goes. Knows no field.
import { type Recipient, recipientSays } from "./recipient.ts";
import type { Sending } from "./sending.ts";
import { words } from "./words.later.ts";

/** Files whose names stand in one line. */
const NAMED_FILES = 3;

export function sendsSays({ files, run, leftOut, tokens }: Sending, recipient: Recipient | undefined): string {
  const { value: say } = words;
  const more = files.length - NAMED_FILES;
  const named = files.slice(0, NAMED_FILES).map(({ path, selected, since }) => {
    const named = selected ? say.selected(path, selected) : path;
    return since === undefined ? named : say.changesOf(named);
  });
  const all = [...named, ...(more > 0 ? [say.andMore(more)] : []), ...(run ? [say.lastRun] : [])];
  return [
    all.length > 0 ? say.sends(all.join(", ")) : say.sendsNothing,
    ...(leftOut.length > 0 ? [say.leftOut(leftOut.join(", "))] : []),
    say.about(tokens, recipientSays(recipient) ?? ""),
  ].join(" · ");
}
