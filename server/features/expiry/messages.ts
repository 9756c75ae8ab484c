// What is told to owners of when their room is deleted. Types alone: a client says nothing here.

/** To an owner who comes in, where the room is not kept for long. */
export interface ExpiryMessage {
  readonly type: "expires";
  /** ms after the last visit; whoever is in the room visits it */
  readonly afterMs: number;
}
