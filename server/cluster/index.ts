// Many servers on one database: each room is one server's, and the others hand its people on. Knows MongoDB and other servers.
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { RequestHandler } from "express";
import type { Connection } from "mongoose";
import type { Neighbours } from "../neighbours.ts";
import { Refusal } from "../protocol/errors.ts";
import { isAddress } from "../protocol/roomId.ts";
import type { Logger } from "../rooms/ports.ts";
import { guardedStore } from "./guardedStore.ts";
import { HandOn } from "./handOn.ts";
import { Membership, type NodeRecord } from "./membership.ts";
import { type LeasedRoom, NOBODY, type Owner, Owners } from "./owners.ts";
import { Seal } from "./seal.ts";

export interface ClusterOptions {
  /** to the database that the rooms are in; closed with the rest */
  readonly connection: Connection;
  /** where the other servers reach this one */
  readonly nodeUrl: string;
  /** what all servers share, and nobody else knows */
  readonly secret: string;
  readonly logger: Logger;
}

/** Joins the servers on this database, where it fits among them. Rejects when that does not answer. */
export async function openCluster({ connection, nodeUrl, secret, logger }: ClusterOptions): Promise<Neighbours> {
  let tellLost = (): void => {};
  const server = randomUUID();
  const seal = new Seal(secret);
  const others = new HandOn(server, seal, logger);
  const membership = new Membership({
    nodes: connection.collection<NodeRecord>("nodes"),
    server,
    url: nodeUrl,
    seal,
    logger,
    listener: {
      lost() {
        owners.forget();
        tellLost();
      },
      signed: () => void cutDead().catch((error: unknown) => logger.warn({ err: error }, "who is alive is not known")),
    },
  });
  const owners = new Owners(connection.collection<LeasedRoom>("rooms"), membership);

  async function cutDead(): Promise<void> {
    const { reached } = others;
    if (reached.length > 0) for (const id of await membership.dead(reached)) others.cut(id);
  }

  /** The server to hand a request on to, if there is one. What was handed on already is not again: whose the room is may change on the way. */
  async function elsewhere(ask: () => Promise<Owner>, request: IncomingMessage): Promise<NodeRecord | undefined> {
    if (!membership.isValid) throw new Refusal("store_unavailable");
    const owner = await ask().catch((error: unknown): never => {
      logger.warn({ err: error }, "whose a room is could not be found out");
      throw new Refusal("store_unavailable");
    });
    // While it was asked this server may have come to hold no room, and then nobody's are not its own.
    if (!membership.isValid) throw new Refusal("store_unavailable");
    if (owner.state !== "other") return undefined;
    if (others.addressOf(request) !== undefined) throw new Refusal("room_reset");
    return owner.node;
  }

  await membership.start();

  return {
    guard: (store) => guardedStore(store, owners),

    async handOn(roomId: string, request: IncomingMessage, socket: Duplex, head: Buffer, address: string) {
      const other = await elsewhere(() => owners.take(roomId), request);
      if (other) await others.upgrade(other, request, socket, head, address);
      return other !== undefined;
    },

    handOnRequests:
      (addressOf, resolve): RequestHandler =>
      async (request, response, next) => {
        const address = request.params["roomId"] as string;
        const look = async (): Promise<Owner> => {
          const roomId = await resolve(address);
          return roomId === undefined ? NOBODY : owners.look(roomId);
        };
        const other = isAddress(address) ? await elsewhere(look, request) : undefined;
        if (other) await others.request(other, request, response, addressOf(request));
        else next();
      },

    addressOf: (request) => others.addressOf(request),

    assertReady() {
      const { trouble } = membership;
      if (trouble !== undefined) throw new Error(trouble);
    },

    release: (roomId) =>
      void owners
        .release(roomId)
        .catch((error: unknown) =>
          logger.warn({ err: error, room: roomId }, "a room stays this server's until it ends"),
        ),

    async leave() {
      owners.forget();
      await membership.stop();
    },

    onLost: (lost) => (tellLost = lost),
    close: () => connection.close(),
  };
}
