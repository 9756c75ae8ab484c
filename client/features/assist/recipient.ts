// Whom a question goes to: a model of a provider, by whose key. Knows no question.
import { providerName } from "./providerNames.ts";
import { words } from "./words.later.ts";

export interface Recipient {
  readonly provider: string;
  readonly model: string;
  /** this person's; else the server's */
  readonly isOwnKey: boolean;
}

/** The same word for the same one, in every language. */
export const keyOf = ({ provider, model, isOwnKey }: Recipient): string =>
  `${model} (${provider}, ${isOwnKey ? "own" : "server"})`;

/** In the language of the page; undefined: there is none. */
export function recipientSays(recipient: Recipient | undefined): string | undefined {
  return recipient && words.value.whom(recipient.model, providerName(recipient.provider), recipient.isOwnKey);
}
