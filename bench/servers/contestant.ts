// What a scenario needs of whatever it measures: a server to start, and clients that join, type and see. Knows none of them.

/** How to start a server; it is told HOST and PORT. */
export interface ServerCommand {
  /** arguments of node */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** the folder that it is run from; absent: the project's */
  readonly cwd?: string;
  /** the file that what it prints goes to; absent: nowhere */
  readonly log?: string;
}

export interface JoinOptions {
  readonly port: number;
  readonly room: string;
  /** where it types, from 0 (the beginning of the text) to 1 */
  readonly place: number;
  /** Somebody else's change has arrived; `text` is what it inserted, "" when nothing. */
  readonly heard: (text: string) => void;
}

/**
 * Speaks the protocol but keeps no document, so that thousands of them do not measure the machine that the load comes from;
 * what it hears it takes from the frame.
 */
export interface LightClient {
  /** Types at its place. */
  type(text: string): void;
  /** Bytes that its sockets have carried, both ways. */
  wireBytes(): number;
  leave(): void;
}

export interface Client extends LightClient {
  /** Changes the text. */
  replace(at: number, deleted: number, inserted: string): void;
  /** Characters of its document. */
  length(): number;
  /** Its document; "" where there is none. */
  text(): string;
}

export interface Contestant {
  readonly name: string;
  /** what it is told survives the process */
  readonly durable: boolean;
  /** it orders and keeps text; the bare relay does not */
  readonly hasText: boolean;
  server(dataDir: string): ServerCommand;
  /** Has somebody look at the server while it works; the returned function ends that. */
  watch?(port: number): Promise<() => void>;
  createRoom(port: number): Promise<string>;
  /** Resolves when the client has the room's text. */
  join(options: JoinOptions): Promise<Client>;
  joinLightly(options: JoinOptions): Promise<LightClient>;
}
