// What the dashboard says, in English.
import type { EventKind, MinuteColumn, RoomOrder } from "../../server/dashboard/messages.ts";
import { wordsOf } from "../words.ts";
import type { Ending } from "./adminApi.ts";

const plural = new Intl.PluralRules("en");
const counted = (count: number, one: string, many: string): string =>
  `${count} ${plural.select(count) === "one" ? one : many}`;

const english = {
  title: "What happens on this server",
  toStart: "Code Companion: to the start",
  opening: "Opening the dashboard",
  notLoaded: "This could not be asked of the server.",
  unreachable: "The server does not answer",
  unreachableText: "It may be restarting, or your connection may be gone.",
  tryAgain: "Try again",
  refresh: "Look again",

  signIn: {
    title: "Sign in",
    text: "With the token that this server was started with, in ADMIN_TOKEN.",
    ended: "Your session has ended. Sign in again.",
    token: "Token",
    needed: "Type the token first.",
    go: "Sign in",
    going: "Signing in…",
    out: "Sign out",
  },
  /** `sentence` is the server's */
  refused: (_code: string, sentence: string): string => sentence,

  stream: {
    open: "Live",
    cut: "No connection, trying again",
    paused: "Paused",
    pause: "Pause",
    goOn: "Go on",
  },
  tabs: "Parts of the dashboard",
  /** those of features by their names, as the server has them */
  tab: { overview: "Overview", rooms: "Rooms", run: "Runs", assist: "Assistant", events: "Events" } as Readonly<
    Record<string, string>
  >,

  now: "Now",
  today: "Last 24 hours",
  figure: {
    people: "People",
    tabs: "Open tabs",
    rooms: "Rooms in memory",
    keystrokesPerSecond: "Keystrokes a second",
    roomsSaving: "Rooms saving",
    append: "Store, an append",
    loop: "Event loop, late by",
    cpu: "Processor",
    memory: "Memory",
    heap: "Heap",
    disk: "Disk free",
  },
  slowest: (slow: string) => `1 in 100 above ${slow}`,
  ofAll: (all: string) => `of ${all}`,
  counts: {
    roomsMade: "Rooms made",
    joined: "Times somebody came in",
    newcomers: "New people",
    keystrokes: "Keystrokes",
    refusals: "Refusals",
    errors: "Errors",
    storeErrors: "Store errors",
  },
  charts: "The last 24 hours, by the minute",
  /** of a minute */
  column: {
    roomsMade: "Rooms made",
    joined: "Coming in",
    newcomers: "New people",
    keystrokes: "Keystrokes",
    refusals: "Refusals",
    errors: "Errors",
    storeErrors: "Store errors",
    people: "People",
    rooms: "Rooms in memory",
    appendMs: "Store, an append",
    loopMs: "Event loop, late by",
    memoryBytes: "Memory",
  } satisfies Record<MinuteColumn, string>,
  chart: {
    /** for a screen reader */
    summary: (name: string, latest: string, most: string) => `${name}: ${latest} last, ${most} at the most.`,
    asTable: "As a table",
    hour: "Hour from",
    sum: "By the hour, added up",
    most: "By the hour, the highest",
    none: "Nothing was counted yet.",
  },

  refusals: "Refusals by code, since the servers began",
  code: "Code",
  times: "Times",
  noRefusals: "Nobody was refused anything.",
  servers: "Servers",
  server: "Server",
  thisServer: "this one",
  health: "Health",
  isWell: "Well",
  since: "Since",
  heardOf: "Heard of",
  store: "Store",
  stores: { embedded: "in its own folder", mongodb: "MongoDB", memory: "in memory alone" },

  standing: "For everybody on this server",
  notice: {
    title: "Notice to all rooms",
    text: "Notice",
    hint: "Plain text, over the code in every room, until the time is over.",
    needed: "Type the notice first.",
    forHowLong: "For",
    send: "Show it",
    replace: "Show this instead",
    takeBack: "Take it back",
    shown: (text: string, until: string) => `Shown until ${until}: “${text}”`,
    sent: "The notice is in all rooms.",
    takenBack: "The notice is gone.",
  },
  minutes: (minutes: number): string =>
    minutes % 1440 === 0
      ? counted(minutes / 1440, "day", "days")
      : minutes % 60 === 0
        ? counted(minutes / 60, "hour", "hours")
        : counted(minutes, "minute", "minutes"),
  readOnly: {
    title: "Read-only",
    hint: "Rooms can be read and nothing in them changed, as for a backup. What people type stays in their browsers, and is sent when this is over.",
    reason: "Why, for everybody to read",
    begin: "Make everything read-only",
    end: "Let people write again",
    is: (since: string) => `Everything is read-only since ${since}.`,
    begun: "Everything is read-only now.",
    ended: "People can write again.",
  },

  roomList: {
    title: "Rooms",
    by: "Order",
    orders: {
      people: "Most people in it now",
      size: "Largest",
      visit: "Visited last",
      busiest: "Writes the most",
    } satisfies Record<RoomOrder, string>,
    room: "Room",
    peopleNow: "In it now",
    everybody: "All ever",
    files: "Files",
    updates: "Edits",
    lastVisit: "Last visit",
    expires: "Expires",
    written: "Written lately",
    never: "Never",
    open: (hash: string) => `Room ${hash}: details and what to do`,
    none: "There is no room yet.",
    lookedAt: (time: string) => `As of ${time}`,
    looking: "Still looking at all of them: more may come.",
    page: (page: number, pages: number, total: number) =>
      `Page ${page} of ${pages}, ${counted(total, "room", "rooms")} in all`,
    pages: "Pages of rooms",
    earlier: "Back",
    later: "Next",
  },
  roomDialog: {
    title: (hash: string) => `Room ${hash}`,
    name: "Its title",
    showName: "Show its title",
    unnamed: "Nobody has named it.",
    onServer: "In the memory of",
    legend: "What is to be done",
    /** what it means */
    endings: {
      close: ["Close", "Everybody in it is sent out. Whoever has the link can come back."],
      expire: ["Let it expire", "As if nobody had visited it for long: everybody is sent out and it is deleted."],
      delete: ["Delete", "It is deleted at once, with its history, for everybody and for ever."],
    } satisfies Record<Ending, readonly [string, string]>,
    reason: "Reason, told to whoever is in it",
    cancel: "Leave it as it is",
    done: {
      close: (hash: string) => `Room ${hash} is closed.`,
      expire: (hash: string) => `Room ${hash} has expired.`,
      delete: (hash: string) => `Room ${hash} is deleted.`,
    } satisfies Record<Ending, (hash: string) => string>,
  },

  abuse: {
    made: "Rooms made, by address",
    group: "Address",
    inAll: "In 24 hours",
    lastHour: "In the last hour",
    noneMade: "Nobody has made a room in the last 24 hours.",
    loudRooms: "Rooms that write the most",
    loudAddresses: "Addresses that write the most",
    written: "Written",
    ofBound: "Of what may be in an hour",
    quiet: "Nobody writes much.",
    you: "you",
    block: (group: string) => `Block ${group}`,
    blocks: "Blocked addresses",
    noBlocks: "No address is blocked.",
    until: "Until",
    why: "Reason",
    whatToDo: "What can be done",
    unblock: (group: string) => `Let ${group} in again`,
    unblocked: (group: string) => `${group} may come again.`,
    blocked: (group: string) => `${group} is blocked.`,
    title: "Block an address",
    hint: "Whoever has it is sent out of every room, and let in nowhere until the time is over. Many people may share one address.",
    address: "Address or group",
    needed: "Type an address first.",
    forHowLong: "For",
    reason: "Reason, for the list and the log",
    go: "Block it",
    open: "Block an address",
  },

  features: {
    none: "Nothing was counted yet.",
    inAll: "In all",
    mean: "Mean",
    upTo: (end: string) => `up to ${end}`,
    above: (end: string) => `above ${end}`,
    values: "Values",
  },
  /** of features' figures and of what they count in a minute, by `feature.name`; others are called by their name */
  measured: {
    "run.running": "Running",
    "run.queue": "Waiting for their turn",
    "run.language": "Language",
    "run.outcome": "How it ended",
    "run.server_succeeded_total": "Succeeded on the server",
    "run.server_failed_total": "Failed on the server",
    "run.browser_succeeded_total": "Succeeded in browsers",
    "run.browser_failed_total": "Failed in browsers",
    "run.outcomes_total": "Runs",
    "run.wall_ms": "Time a run took",
    "run.run_ok": "Runs that succeeded",
    "assist.answered": "Answers",
    "assist.answer_ms": "Time answers took",
    "assist.tokens_in": "Tokens read",
    "assist.tokens_out": "Tokens written",
    "assist.accepted": "Proposals accepted",
    "assist.refused": "Proposals refused",
    "assist.mode": "Mode",
  } as Readonly<Record<string, string>>,

  eventList: {
    title: "Events",
    filter: "Which events",
    kinds: {
      made: "Room made",
      joined: "Came in",
      feature: "Feature",
      refused: "Refused",
      trouble: "Trouble",
      action: "Operator",
    } satisfies Record<EventKind, string>,
    what: "With this in it",
    clear: "Show all",
    time: "Time",
    kind: "Kind",
    room: "Room",
    detail: "What",
    onServer: "Server",
    times: (count: number) => `${count} times`,
    none: "Nothing has happened.",
    noneSought: "None of the events is like that.",
    missed: (count: number) =>
      `${counted(count, "event was", "events were")} left out, because more happened than could be shown.`,
    only: (room: string) => `Only events of room ${room}`,
  },
};

export type DashboardWords = typeof english;
export const words = wordsOf("dashboard", english);
