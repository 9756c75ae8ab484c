// What a room's id, a further address of it and a join code look like. Knows no room; whoever makes one draws it from here.

/** Letters and digits that nobody mistakes for one another. */
export const ROOM_ID_ALPHABET = "346789ABCDEFGHJKLMNPQRTUVWXYabcdefghijkmnpqrtwxyz";

/** 13 of 49 letters: 73 random bits, so that nobody finds a room by guessing. */
export const ROOM_ID_LENGTH = 13;

/** A length of its own, so that only a viewing address costs a look into the store for the room that it leads to. */
export const VIEWING_ADDRESS_LENGTH = 14;

/** What is read aloud: of letters and digits that look alike in upper case one at most. */
export const JOIN_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 8 of 30 letters, 656,100,000,000 codes: enough for what expires and is guessed at a bounded rate. */
export const JOIN_CODE_LENGTH = 8;

const ROOM_ID = new RegExp(`^[${ROOM_ID_ALPHABET}]{${ROOM_ID_LENGTH}}$`);
const VIEWING_ADDRESS = new RegExp(`^[${ROOM_ID_ALPHABET}]{${VIEWING_ADDRESS_LENGTH}}$`);
const JOIN_CODE = new RegExp(`^[${JOIN_CODE_ALPHABET}]{${JOIN_CODE_LENGTH}}$`, "i");

/** Whether this can be a room's id; it does not say that there is such a room. */
export const isRoomId = (text: string): boolean => ROOM_ID.test(text);

/** Whether this can be an address that leads to a room without telling its id. */
export const isViewingAddress = (text: string): boolean => VIEWING_ADDRESS.test(text);

/** Whether this can be what a room is reached by: its id or a viewing address. */
export const isAddress = (text: string): boolean => isRoomId(text) || isViewingAddress(text);

/** The join code that somebody wrote, in whatever case and with whatever spaces and dashes; undefined when it is none. */
export function readJoinCode(text: string): string | undefined {
  const bare = text.replaceAll(/[\s\p{Pd}]/gu, "");
  return JOIN_CODE.test(bare) ? bare.toUpperCase() : undefined;
}
