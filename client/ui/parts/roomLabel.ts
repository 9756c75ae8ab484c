// What a room is called where it is listed, shown or asked about. Knows no room.
import { roomLabel } from "#protocol/roomLabel.ts";
import { words } from "../words.ts";

interface Named {
  readonly title?: string;
  /** ms since 1970; absent: this browser does not know it */
  readonly dateCreated?: number | undefined;
}

/** What a room is called: by its title, and by two words where it has none. */
export const roomName = ({ title = "", dateCreated }: Named): string =>
  title || (dateCreated === undefined ? words.value.unnamedRoom : roomLabel(dateCreated));
