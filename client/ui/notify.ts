// News of a room: what has happened that a person may want to hear of. Knows no room and not who tells it.
import { show } from "./notices.tsx";

type NewsKind = "joined" | "left" | "waiting" | "admitted" | "mentioned" | "roleChanged" | "removed" | "lookHere";

interface News {
  readonly kind: NewsKind;
  /** a sentence, with who and what */
  readonly text: string;
  /** what it is about: newer news about the same take its place */
  readonly about?: string;
  /** Leads to what it is about. */
  readonly go?: () => void;
}

/** Tells the person, in passing. */
export const notify = ({ text }: News): void => show(text);
