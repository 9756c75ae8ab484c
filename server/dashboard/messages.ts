// What the dashboard answers, and what it is asked. Types alone, for both sides; knows no route and no figure's source.
import type { Figure } from "../features/figures.ts";

/** What one server measures now; of several, their sums, and the worst of what cannot be summed. */
export interface Figures {
  /** people in rooms, and their tabs */
  readonly people: number;
  readonly tabs: number;
  /** rooms in memory */
  readonly rooms: number;
  /** updates of files that the store has kept, a second, over the last ten */
  readonly keystrokesPerSecond: number;
  /** rooms with something accepted that is not stored yet */
  readonly roomsSaving: number;
  /** ms that an append of the last minute took: the middle one, and the one that a hundredth are slower than; null: there was none */
  readonly appendMs: { readonly middle: number | null; readonly slow: number | null };
  /** ms by which the event loop was late in the last ten seconds, as above, and at the most */
  readonly loopMs: { readonly middle: number; readonly slow: number; readonly most: number };
  /** of one core, over the last ten seconds */
  readonly cpuPercent: number;
  readonly memoryBytes: number;
  readonly heapBytes: number;
  /** of the disk that the server's folder is on; null: not known */
  readonly diskFreeBytes: number | null;
  readonly diskBytes: number | null;
}

/** What has happened, as numbers since a time that whoever has them knows. */
export interface Counts {
  readonly roomsMade: number;
  /** coming into a room, again and again too */
  readonly joined: number;
  /** of those, people whom the room did not know */
  readonly newcomers: number;
  readonly keystrokes: number;
  readonly refusals: number;
  readonly errors: number;
  readonly storeErrors: number;
}

/** One server as it says of itself. */
export interface NodeState {
  /** a short name, the same as long as it runs */
  readonly node: string;
  /** where the others reach it; absent: it is alone */
  readonly url?: string;
  readonly isThis: boolean;
  readonly startedAt: number;
  /** when it said so last, in ms since 1970 */
  readonly seenAt: number;
  /** why no room can be joined there; absent: all is well */
  readonly trouble?: string;
  /** what of a feature it cannot do, in sentences by their names; rooms can be joined all the same */
  readonly featureTroubles: Readonly<Record<string, string>>;
  readonly figures: Figures;
}

export interface OperatorNotice {
  /** plain text, at most NOTICE_CHARACTERS */
  readonly text: string;
  readonly since: number;
  /** ms since 1970 */
  readonly until: number;
}

export interface ReadOnly {
  readonly since: number;
  /** for everybody to read; may be empty */
  readonly reason: string;
}

export interface Block {
  /** what counts as one network address: an IPv4 address, or a /64 network of IPv6 */
  readonly group: string;
  readonly since: number;
  readonly until: number;
  readonly reason: string;
}

/** What the operator has said that holds now, on all servers. */
export interface Standing {
  readonly notice?: OperatorNotice;
  readonly readOnly?: ReadOnly;
  readonly blocks: readonly Block[];
}

/** GET overview; and the stream's `overview`, every 2 s. */
export interface Overview {
  readonly now: number;
  readonly store: "embedded" | "mongodb" | "memory";
  readonly nodes: readonly NodeState[];
  readonly all: Figures;
  /** of the last 24 hours, of all servers */
  readonly today: Counts;
  /** since each server began, the most frequent first */
  readonly refusals: readonly (readonly [code: string, count: number])[];
  readonly standing: Standing;
  /** what counts as the asker's own network address */
  readonly ownGroup: string;
  /** names of the features that offer figures */
  readonly features: readonly string[];
}

/** GET minutes: all servers together. A minute in which no server ran is null; the newest is the last whole one. */
export interface Minutes {
  /** ms since 1970 at which the first one begins; each has 60,000 ms */
  readonly from: number;
  /** what the numbers of a minute are, in their order: MINUTE_COLUMNS first, then `feature.event` for what features count */
  readonly columns: readonly string[];
  readonly minutes: readonly (readonly number[] | null)[];
}

/** What every minute has. Counts are of what happened in it; of the others the highest is kept. */
export type MinuteColumn = keyof Counts | "people" | "rooms" | "appendMs" | "loopMs" | "memoryBytes";

export type RoomOrder = "people" | "size" | "visit" | "busiest";

export interface RoomRow {
  /** by which it is named here, in events and in actions */
  readonly hash: string;
  /** people who are in it now; 0: nobody, or it is not in memory */
  readonly people: number;
  /** the server that has it in memory; absent: none */
  readonly node?: string;
  /** all whom it has had; null: not looked at yet */
  readonly participants: number | null;
  readonly files: number | null;
  /** updates of its files that are stored */
  readonly updates: number | null;
  /** ms since 1970; null: not looked at yet */
  readonly lastVisit: number | null;
  /** ms since 1970, unless somebody visits it before, and over already where the next sweep takes it; null: never; absent: not known yet */
  readonly expiresAt?: number | null;
  /** bytes written in the last ten minutes */
  readonly writtenBytes: number;
}

/** GET rooms?by=&page=, and &fresh=1 once all have been looked at anew */
export interface RoomPage {
  /** the server's time, in ms since 1970 */
  readonly now: number;
  readonly rooms: readonly RoomRow[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  /** when all were looked at last; null: that is still under way for the first time, so more may come */
  readonly lookedAt: number | null;
}

/** POST rooms/:hash/title */
export interface RoomTitle {
  /** empty: nobody has named it */
  readonly title: string;
  /** ms since 1970; from it people see a name where nobody has given one */
  readonly dateCreated: number;
}

/** What the operator can do with a room. */
export type RoomAction = "close" | "expire" | "delete";

/** Body of POST rooms/:hash/close, expire and delete. */
export interface WithReason {
  /** told to whoever is in it; at most REASON_CHARACTERS, may be empty */
  readonly reason: string;
}

/** GET features: of all servers together, those that offer any. */
export interface FeatureFigures {
  readonly features: readonly { readonly feature: string; readonly figures: readonly Figure[] }[];
}

export type EventKind = "made" | "joined" | "feature" | "refused" | "trouble" | "action";

export interface ServerEvent {
  /** the newer the higher, of one server */
  readonly id: number;
  readonly node: string;
  readonly time: number;
  readonly kind: EventKind;
  /** the room's hash */
  readonly room?: string;
  /** of `refused`: with which code; of `feature`: `feature.event`; of `trouble`: a sentence; of `action`: what was done */
  readonly what?: string;
  /** so often within a second; absent: once */
  readonly times?: number;
  /** of `action`: the address group that was blocked, or let in again */
  readonly group?: string;
  /** of `joined`, where ADMIN_NAMES=1 */
  readonly name?: string;
}

/** GET events?kinds=made,joined&room=&what= (a part of it): the newest first, at most EVENTS_SHOWN. */
export interface Events {
  readonly events: readonly ServerEvent[];
}

/**
 * GET live: server-sent events. `overview` has an Overview, `happened` a ServerEvent, `missed` a number: of events that were left out because
 * the reader was slow. `signed-out`: the session has ended; nothing follows.
 */
export interface Live {
  readonly overview: Overview;
  readonly happened: ServerEvent;
  readonly missed: number;
  readonly "signed-out": null;
}

/** GET abuse */
export interface Abuse {
  /** rooms made by address group in each of 24 hours, the latest last; the groups with the most, the most first; null: all that were beyond MOST_GROUPS in an hour */
  readonly made: {
    readonly from: number;
    readonly groups: readonly { readonly group: string | null; readonly hours: readonly number[] }[];
  };
  /** what has written the most in the last ten minutes, the most first; `mostBytes` in an hour, 0: there is no bound */
  readonly rooms: readonly { readonly hash: string; readonly writtenBytes: number; readonly mostBytes: number }[];
  readonly addresses: readonly {
    readonly group: string;
    readonly writtenBytes: number;
    readonly mostBytes: number;
  }[];
  readonly ownGroup: string;
  readonly blocks: readonly Block[];
}

/** Body of PUT blocks; answered with Standing, as the two below. */
export interface BlockWish {
  /** an address or a group */
  readonly group: string;
  /** from now on, at most a week; 0: it is blocked no more */
  readonly minutes: number;
  readonly reason: string;
}

/** Body of PUT notice. */
export interface NoticeWish {
  /** empty: there is none any more */
  readonly text: string;
  /** from now on, at most a week */
  readonly minutes: number;
}

/** Body of PUT read-only. */
export interface ReadOnlyWish {
  readonly isOn: boolean;
  readonly reason: string;
}
