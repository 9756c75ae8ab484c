// By what name the two sides of a socket agree on how they speak. Knows no message.

/** The WebSocket subprotocol; a change that an older side cannot read gets a new number. */
export const SUBPROTOCOL = "companion.v2";
/** The same, said by a client that inflates binary frames: a long text comes to it in one. */
export const INFLATING_SUBPROTOCOL = "companion.v2+deflate";
