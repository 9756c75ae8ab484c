// What a room's id looks like. Knows no room; whoever creates one draws it from here.

/** Letters and digits that nobody mistakes for one another. */
export const ROOM_ID_ALPHABET = "346789ABCDEFGHJKLMNPQRTUVWXYabcdefghijkmnpqrtwxyz";

/** 13 of 49 letters: 73 random bits, so that nobody finds a room by guessing. */
export const ROOM_ID_LENGTH = 13;

const SHAPE = new RegExp(`^[${ROOM_ID_ALPHABET}]{${ROOM_ID_LENGTH}}$`);

/** Whether this can be a room's id; it does not say that there is such a room. */
export const isRoomId = (text: string): boolean => SHAPE.test(text);
