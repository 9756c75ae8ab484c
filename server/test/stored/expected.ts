// What must be found in a store that an earlier build has left, as it was written down beside it. Knows no store.
import type { Role } from "../../protocol/events.ts";
import type { Found } from "./reading.ts";

/** Somebody who was in the room. */
export interface Known {
  readonly name: string;
  readonly participant: number;
  readonly role: Role;
  readonly key: string;
  /** the random id of their tab, and the number that the room gave it */
  readonly client: string;
  readonly number: number;
}

export interface Expected {
  /** the commit of the build that made it */
  readonly madeBy: string;
  /** ms since 1970: when nothing was changed any more */
  readonly madeAt: number;
  readonly found: Found;
  /** what history says of the room; absent of a build that had none */
  readonly history?: {
    readonly files: readonly unknown[];
    readonly tabs: readonly unknown[];
    readonly marks: readonly unknown[];
    readonly entries: readonly unknown[];
  };
  readonly people: readonly Known[];
  /** somebody whom an owner has put out */
  readonly removed: Known;
  /** somebody who came by the editing link, and may only read since */
  readonly lowered: Known;
  readonly password: string;
  /** `link` of edit and owner: the room's id, "#" and the secret; of view the address */
  readonly links: {
    readonly edit: string;
    readonly view: string;
    readonly owner: string;
    /** an editing link that another has replaced */
    readonly revoked: string;
    readonly code: string;
    /** what the code leads to, for as long as it does */
    readonly coded: { readonly address: string; readonly invitation: string };
  };
  /** a room that its owner has closed, and somebody else's key to it */
  readonly closed: { readonly roomId: string; readonly key: string; readonly other: string };
  /** a room where newcomers wait */
  readonly lobby: { readonly roomId: string; readonly key: string };
  /** a room that was deleted */
  readonly deleted: { readonly roomId: string; readonly key: string };
  /** after how many days without a visit the rooms are gone, the one with files among them first */
  readonly keptDays: { readonly room: number; readonly others: number };
}
