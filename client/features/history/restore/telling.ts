// Tells history what edits of this window have done to texts by their past, until history has it: connections break, and pages are closed. Draws nothing.
import type { ErrorCode } from "#protocol/errors.ts";
import type { ShownEntry } from "../../../../server/features/history/messages.ts";
import type { PageRoom } from "../../../ui/pageFeature.ts";
import { type Done, forgetBegun, rememberBegun, type Told } from "./begun.ts";

/** What history refuses so it will not take at another time either. */
const FINAL: ReadonlySet<ErrorCode> = new Set(["outdated", "bad_request", "unknown_file"]);

export class Telling {
  readonly #room: Pick<PageRoom, "roomId" | "people" | "send">;
  /** by its id */
  readonly #unheard = new Map<string, Told>();

  constructor(room: Pick<PageRoom, "roomId" | "people" | "send">) {
    this.#room = room;
  }

  tell(told: Told): void {
    this.remember({ told, isAtEnd: true });
    this.#unheard.set(told.id, told);
    this.#room.send(told);
  }

  /** The next page in this browser tells it, where this one is closed before. */
  remember(done: Done): void {
    const you = this.#room.people.you.peek();
    if (you) rememberBegun(this.#room.roomId, { client: you.client, participant: you.participant, ...done });
  }

  /** It came to nothing. */
  forget(id: string): void {
    forgetBegun(this.#room.roomId, id);
  }

  /** After the connection was away: what no answer came to. */
  tellAgain(): void {
    for (const told of this.#unheard.values()) this.#room.send(told);
  }

  /**
   * The server has said no, and not to what: to what no answer came to, where there is any. What may be heard another time is left to the
   * next page, and what never will be is forgotten. True: that need not be said; what history refuses by a code of its `own`, as it holds no more, is.
   */
  refused(code: ErrorCode, own?: string): boolean {
    const ids = [...this.#unheard.keys()];
    this.#unheard.clear();
    if (ids.length === 0 || !FINAL.has(code)) return false;
    for (const id of ids) this.forget(id);
    return own === undefined;
  }

  /** History has these. */
  heard(entries: readonly (ShownEntry | null)[]): void {
    const participant = this.#room.people.you.peek()?.participant;
    for (const entry of entries) {
      if (!entry || !("id" in entry) || entry.participant !== participant) continue;
      this.#unheard.delete(entry.id);
      this.forget(entry.id);
    }
  }
}
