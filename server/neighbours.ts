// The port to other servers on the same store: who serves a room, and how a request gets there. Knows no database and no room.
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { RequestHandler } from "express";
import type { RoomStore } from "./rooms/roomStore.ts";

/**
 * Absent where one server is all there is. A room is served by one server at a time; that makes it quick, and no more: what
 * keeps it right is the store's compare-and-append, so a server that is wrong about whose a room is can only fail.
 */
export interface Neighbours {
  /** The store as rooms use it: who writes to a room takes it, and gets a conflict when it is another's. */
  guard(store: RoomStore): RoomStore;
  /**
   * True when the upgrade was handed to the server that has the room. False: this one has it, from now on until `release`, or
   * there is no such room. Throws Refusal when the room is elsewhere and cannot be reached.
   */
  handOn(roomId: string, request: IncomingMessage, socket: Duplex, head: Buffer, address: string): Promise<boolean>;
  /**
   * The same for what comes to /api/rooms/:roomId, given who asks and which room is at an address; here nobody has the room
   * when nobody had it.
   */
  handOnRequests(
    addressOf: (request: IncomingMessage) => string,
    resolve: (address: string) => Promise<string | undefined>,
  ): RequestHandler;
  /**
   * Who asks, when another of these servers hands a request on, which it has checked then; undefined when anybody else asks.
   * Throws Refusal when it was meant for another server.
   */
  addressOf(request: IncomingMessage): string | undefined;
  /** Throws a sentence that says why this server takes no part, while it does not. */
  assertReady(): void;
  /** The room is not open here any more; anybody may have it. */
  release(roomId: string): void;
  /** All rooms are free: nothing was accepted since they were stored for the last time. Takes 2 s at most, and does not reject. */
  leave(): Promise<void>;
  /** Tells when others may have taken over every room of this server. */
  onLost(lost: () => void): void;
  close(): Promise<void>;
}
