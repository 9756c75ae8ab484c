// What keeps a room from being brought back as a whole. Knows no room.

/** Files were not put back or deleted: the server has said why, or does not answer. */
export class NotDone extends Error {}

/** What is to be taken back is not saved yet. */
export class NotSaved extends Error {}
