// An app over rooms that are plain objects, for the tests of HTTP. Knows no store and no socket.
import { type AppOptions, createApp } from "../app.ts";
import { type Config, readConfig } from "../config.ts";
import { createAddressLimits } from "../http/addressLimits.ts";
import { type Feature, settingsOf } from "../features/feature.ts";
import { openApi } from "../http/openapi.ts";
import { systemClock } from "../platform.ts";
import { Refusal } from "../protocol/errors.ts";
import type { RoomDetails } from "../protocol/events.ts";
import { UNBOUNDED } from "./noBound.ts";

export const ROOM = "abcdefghijk34";
export const NO_ROOM = "zzzzzzzzzzz99";
export const KEY = "owner-key-of-the-room-0123";

/** An app with one room, whose file or files hold `text`; `logged` is what was logged as our own error. */
export function appWith(
  env: Record<string, string> = {},
  options: Partial<Omit<AppOptions, "config">> & {
    text?: string | ((file: number) => Promise<string | undefined>);
    /** what is told in the place of addresses */
    leads?: Readonly<Record<string, string>>;
  } = {},
) {
  const config: Config = readConfig(env, settingsOf(options.features ?? []));
  const rooms = new Map<string, RoomDetails>();
  const logged: { details: object; sentence: string }[] = [];
  const newRoom = (roomId: string, name: string, language: RoomDetails["programmingLanguage"]): RoomDetails => ({
    roomId,
    title: "",
    dateCreated: 1_700_000_000_000,
    owner: 1,
    participants: [{ participant: 1, name, role: "owner", colour: 0, dateJoined: 1_700_000_000_000 }],
    programmingLanguage: language,
    files: [{ file: 1, name: "main" }],
  });
  rooms.set(ROOM, newRoom(ROOM, "Ada", "Python"));
  const found = (roomId: string): RoomDetails => {
    const room = rooms.get(roomId);
    if (!room) throw new Refusal("room_not_found");
    return room;
  };
  const made = createApp({
    config,
    budgets: UNBOUNDED,
    originOf: (address) => address,
    clock: systemClock,
    rooms: {
      async create({ name, language, title = "", requests = [] }) {
        const room = { ...newRoom(`bbbbbbbbbbb${33 + rooms.size}`, name, language), title };
        rooms.set(room.roomId, room);
        return { room, key: KEY, participant: 1, answers: requests.map(({ data }) => data) };
      },
      async details(roomId) {
        const room = rooms.get(roomId);
        return room && { ...room, online: 2, here: [1] };
      },
      async recognise(roomId, key) {
        found(roomId);
        if (![KEY, "viewer", "editor"].includes(key)) throw new Refusal("unauthorized");
      },
      async set(roomId, key, { language, title }) {
        const room = found(roomId);
        if (key === "viewer") throw new Refusal("read_only");
        if (key !== KEY) throw new Refusal("unauthorized");
        rooms.set(roomId, {
          ...room,
          programmingLanguage: language ?? room.programmingLanguage,
          title: title ?? room.title,
        });
        return found(roomId);
      },
      async delete(roomId, key) {
        found(roomId);
        if (key === "editor") throw new Refusal("not_owner");
        if (key !== KEY) throw new Refusal("unauthorized");
        rooms.delete(roomId);
      },
      async resolve(address) {
        return address;
      },
      async leadOf(address) {
        return options.leads?.[address];
      },
      async exists(roomId) {
        return rooms.has(roomId);
      },
      async expiryOf(roomId) {
        return rooms.has(roomId) ? Infinity : undefined;
      },
      async request(roomId) {
        found(roomId);
        throw new Refusal("unknown_feature");
      },
      async look(roomId) {
        found(roomId);
        throw new Refusal("unknown_feature");
      },
      async text(roomId, file) {
        const { text = "" } = options;
        if (!rooms.has(roomId)) return undefined;
        return typeof text === "string" ? text : text(file);
      },
    },
    ready: async () => {},
    addressLimits: createAddressLimits(config.rates),
    logger: {
      error: (details, sentence) => logged.push({ details, sentence }),
      warn: () => {},
      info: () => {},
    },
    metrics: { refused: () => {}, isOfStore: () => false, contentType: "text/plain", text: async () => "figures 1\n" },
    features: [],
    ...options,
  });
  return { ...made, rooms, logged };
}

/** The routes as "GET /path/{parameter}", once as the app mounts them and once as its document describes them. */
export function mountedAndDescribed(features: readonly Feature[]): { mounted: string[]; described: string[] } {
  const mounted = appWith({}, { features }).routes.flatMap(({ path, methods }) =>
    methods.map((method) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`),
  );
  const described = Object.entries<object>(openApi(features, "").paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((word) => word !== "parameters")
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  return { mounted: mounted.toSorted(), described: described.toSorted() };
}
