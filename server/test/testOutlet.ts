// The way to one client, for tests of live rooms: keeps what it is told and how it ended. Knows no socket.
import type { ServerMessage } from "../protocol/serverMessages.ts";
import type { Frame, Outlet } from "../rooms/ports.ts";
import { frameText } from "./frameText.ts";

export class TestOutlet implements Outlet {
  origin = "";
  isSheltered = true;
  full = false;
  readonly messages: ServerMessage[] = [];
  ended: string | undefined;
  #whenEnded: (() => void)[] = [];
  send({ plain }: Frame): void {
    this.messages.push(JSON.parse(frameText(plain)) as ServerMessage);
  }
  end(code: string): void {
    this.ended = code;
    for (const run of this.#whenEnded.splice(0)) run();
  }
  whenEnded(run: () => void): void {
    this.#whenEnded.push(run);
  }
  async work<Result>(run: () => Result): Promise<Result> {
    return run();
  }
  of<Type extends ServerMessage["type"]>(type: Type) {
    return this.messages.filter((message): message is Extract<ServerMessage, { type: Type }> => message.type === type);
  }
}
