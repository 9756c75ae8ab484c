// As much of the peers' interfaces as the bench uses, so that it can be checked where they are not installed.
declare module "yjs" {
  export class Text {
    readonly length: number;
    insert(at: number, text: string): void;
    delete(at: number, length: number): void;
    toString(): string;
  }
  export class Doc {
    getText(name: string): Text;
    transact(run: () => void): void;
    on(
      name: "update",
      run: (update: Uint8Array, origin: unknown, doc: Doc, transaction: { readonly local: boolean }) => void,
    ): void;
    destroy(): void;
  }
  export function decodeUpdate(update: Uint8Array): {
    readonly structs: readonly { readonly content?: { readonly str?: string } }[];
  };
}

declare module "y-protocols/sync" {
  import type { Decoder } from "lib0/decoding";
  import type { Encoder } from "lib0/encoding";
  import type { Doc } from "yjs";
  export const messageYjsSyncStep1: number;
  export const messageYjsSyncStep2: number;
  export function writeSyncStep1(encoder: Encoder, doc: Doc): void;
  export function readSyncStep1(decoder: Decoder, encoder: Encoder, doc: Doc): void;
  export function writeUpdate(encoder: Encoder, update: Uint8Array): void;
}

declare module "lib0/encoding" {
  export interface Encoder {
    readonly encoder: unique symbol;
  }
  export function createEncoder(): Encoder;
  export function toUint8Array(encoder: Encoder): Uint8Array;
  export function writeVarUint(encoder: Encoder, value: number): void;
  export function writeVarString(encoder: Encoder, value: string): void;
}

declare module "lib0/decoding" {
  export interface Decoder {
    readonly decoder: unique symbol;
  }
  export function createDecoder(bytes: Uint8Array): Decoder;
  export function readVarUint(decoder: Decoder): number;
  export function readVarString(decoder: Decoder): string;
  export function readVarUint8Array(decoder: Decoder): Uint8Array;
}

declare module "y-websocket" {
  import type { Doc } from "yjs";
  export class WebsocketProvider {
    constructor(url: string, room: string, doc: Doc, options: { WebSocketPolyfill: unknown; disableBc: boolean });
    once(name: "sync", run: () => void): void;
    destroy(): void;
  }
}

declare module "@hocuspocus/provider" {
  import type { Doc } from "yjs";
  export class HocuspocusProviderWebsocket {
    constructor(options: { url: string; WebSocketPolyfill: unknown });
    destroy(): void;
  }
  export class HocuspocusProvider {
    constructor(options: {
      websocketProvider: HocuspocusProviderWebsocket;
      name: string;
      document: Doc;
      token: string;
      onSynced: () => void;
    });
    attach(): void;
    destroy(): void;
  }
}

declare module "ot-text-unicode" {
  export const type: { readonly uri: string };
}

declare module "sharedb/lib/client/index.js" {
  export type TextOp = readonly (number | string | { readonly d: number })[];
  export interface Doc {
    readonly data: string | undefined;
    subscribe(done: (error: unknown) => void): void;
    create(data: string, type: string, done: (error: unknown) => void): void;
    submitOp(op: TextOp): void;
    on(name: "op", run: (op: TextOp, isOwn: boolean) => void): void;
    on(name: "error", run: () => void): void;
  }
  export class Connection {
    constructor(socket: unknown);
    bindToSocket(socket: unknown): void;
    on(name: "error", run: () => void): void;
    get(collection: string, id: string): Doc;
    close(): void;
  }
  const sharedb: { Connection: typeof Connection; types: { register(type: unknown): void } };
  export default sharedb;
}
