// News of a room: what has happened that a person may want to hear of. Knows no room, not who tells it and not what is made of it.
import { show } from "./notices.tsx";

/** @public */
export const NEWS_KINDS = [
  "joined",
  "left",
  "waiting",
  "admitted",
  "mentioned",
  "roleChanged",
  "removed",
  "lookHere",
  "fileMade",
  "askedToRun",
] as const;
/** @public */
export type NewsKind = (typeof NEWS_KINDS)[number];

export interface News {
  readonly kind: NewsKind;
  /** a sentence, with who and what */
  readonly text: string;
  /** what it is about: newer news about the same take its place */
  readonly about?: string;
  /** Leads to what it is about. */
  readonly go?: () => void;
  /** what that is called where it is offered at once, in one word */
  readonly goName?: string;
  /** the page itself shows it, so that whoever looks need not be told */
  readonly isShown?: boolean;
  /** from then on the person has seen it where it stands */
  readonly seen?: AbortSignal;
}

/** What a person is offered with it. @public */
export const goOf = ({ go, goName }: News) => (go && goName !== undefined ? { name: goName, run: go } : undefined);

type Reader = (news: News) => void;

const inPassing: Reader = (news) => {
  if (news.isShown !== true) show(news.text, goOf(news), news.seen);
};
let reader = inPassing;

/** Tells the person; in passing, unless more is made of news. */
export const notify = (news: News): void => reader(news);

/** From now on news go to this reader instead, until the returned function is called. @public */
export function readNews(by: Reader): () => void {
  reader = by;
  return () => {
    if (reader === by) reader = inPassing;
  };
}
