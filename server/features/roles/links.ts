// The links of a live room: made anew, revoked, and what leads to it by their addresses. Knows no role that anybody has.
import type { FeatureRoom } from "../featureRoom.ts";
import type { Door } from "./door.ts";
import { drawnFromCode } from "./joinCode.ts";
import { type KeptLink, linkOf, type RolesKeeper, withLink, withoutLinks } from "./kept.ts";
import { CODE_HOURS, type LinkKind, type LinkMade } from "./messages.ts";
import { hashInvitation, newInvitation, newJoinCode, newViewingAddress } from "./secrets.ts";

const HOUR_MS = 3_600_000;

export class Links {
  readonly #room: FeatureRoom;
  readonly #door: Door;
  readonly #keeper: RolesKeeper;
  #isClosed = false;

  constructor(room: FeatureRoom, door: Door, keeper: RolesKeeper) {
    this.#room = room;
    this.#door = door;
    this.#keeper = keeper;
  }

  /** Another link of this kind in the place of the one before. `mustStillOwn`: throws when they may make none any more, as an address takes a while. */
  async make(by: number, kind: LinkKind, mustStillOwn: () => void): Promise<LinkMade> {
    const made = this.#room.now;
    if (kind === "edit") return { type: "made", kind, link: this.makeEditing(by) };
    if (kind === "owner") {
      const secret = newInvitation();
      this.#replace(by, { kind, made, owner: by, hash: hashInvitation(secret) });
      return { type: "made", kind, link: this.#linkWith(secret) };
    }
    if (kind === "view") {
      const { address } = await this.#claim(async () => ({ address: newViewingAddress() }), Infinity);
      mustStillOwn();
      this.#replace(by, { kind, made, address });
      return { type: "made", kind, link: address };
    }
    const expires = made + CODE_HOURS * HOUR_MS;
    const draw = async () => {
      const code = newJoinCode();
      return { code, ...(await drawnFromCode(code)) };
    };
    const { code, address, invitation } = await this.#claim(draw, expires, this.#room.details.roomId);
    mustStillOwn();
    this.#replace(by, { kind, made, hash: hashInvitation(invitation), address, expires });
    return { type: "made", kind, code, expires };
  }

  /** The link by which others edit, in the place of the one before. */
  makeEditing(by: number): string {
    const secret = newInvitation();
    this.#replace(by, { kind: "edit", made: this.#room.now, hash: hashInvitation(secret) });
    return this.#linkWith(secret);
  }

  #linkWith(secret: string): string {
    return `${this.#room.details.roomId}#${secret}`;
  }

  /** Draws until the address is free; it leads to the room from then on. */
  async #claim<Drawn extends { readonly address: string }>(
    draw: () => Promise<Drawn>,
    expires: number,
    leadsTo?: string,
  ): Promise<Drawn> {
    for (;;) {
      const drawn = await draw();
      if (await this.#room.claimAddress(drawn.address, expires, leadsTo)) return drawn;
    }
  }

  #replace(by: number, made: Omit<KeptLink, "link" | "told" | "notFor">): void {
    const kept = this.#keeper.kept();
    const before = linkOf(kept, made.kind, by);
    this.#keeper.keep(withLink(kept, made));
    this.end(before);
    this.#door.reconsider();
  }

  /** The link of this kind, of owners' the one of this owner, lets nobody in any more. */
  revoke(by: number, kind: LinkKind): void {
    const kept = this.#keeper.kept();
    const link = linkOf(kept, kind, by);
    this.#keeper.keep(withoutLinks(kept, link ? [link] : []));
    this.end(link);
    this.#door.reconsider();
  }

  /** The link has gone: so have viewers who are in by its address, which leads nowhere once that is durable, or `afterMs` later. */
  end(link: KeptLink | undefined, afterMs = 0): void {
    const address = link?.address;
    if (address === undefined) return;
    for (const participant of this.#door.viewersBy(address)) this.#room.dismiss(participant, "not_admitted", address);
    this.#room.whenDurable(() => {
      if (this.#isClosed) return;
      if (afterMs === 0) this.#release(address);
      else this.#room.after(afterMs, () => this.#release(address));
    });
  }

  /** One that a failing store does not release leads to a door that is shut. */
  #release(address: string): void {
    const isUsed = this.#keeper.kept().links.some((link) => link.address === address);
    if (!isUsed) this.#room.releaseAddress(address).catch(() => {});
  }

  /** The room leaves memory: what ended last leads to a door that is shut. */
  close(): void {
    this.#isClosed = true;
  }
}
