// What the server's operator tells everybody in a room. Types alone: a client says nothing here.

/** What holds now; what is absent does not. Answered to whoever asks, in no room. */
export interface OperatorStanding {
  /** plain text of one line; times in ms since 1970 */
  readonly notice?: { readonly text: string; readonly since: number; readonly until: number };
  /** nothing may be written meanwhile; the reason may be empty */
  readonly readOnly?: { readonly since: number; readonly reason: string };
}

/** To whoever comes in while something holds, and to everybody when it changes; what is absent holds no more. */
interface StandingMessage extends OperatorStanding {
  readonly type: "standing";
}

/** Right before the connection ends with closed_by_operator, expired_by_operator or deleted_by_operator. */
interface EndingMessage {
  readonly type: "ending";
  /** may be empty */
  readonly reason: string;
}

export type OperatorMessage = StandingMessage | EndingMessage;
