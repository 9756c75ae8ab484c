// How much has arrived of a message whose end has not. Knows how a WebSocket frame begins and ends, and not what is in it.

/** What each piece and each frame takes in memory besides its own bytes. */
const BESIDES_BYTES = 256;
const FIRST_CONTROL = 8;

/**
 * Counts everything since the last time that no message was under way: whatever comes between two fragments keeps memory too,
 * where it arrived with one of them.
 */
export class Unfinished {
  #bytes = 0;
  /** the beginning of a frame as far as it is there: what it is, its length, and the mask */
  readonly #head: number[] = [];
  /** of the frame's content so many are to come; undefined: its beginning is not whole */
  #toCome: number | undefined;
  #isMessageOpen = false;
  #ends = 0;

  /** How often no message was under way any more. */
  get ends(): number {
    return this.#ends;
  }

  /** Bytes that wait, once this piece has arrived. */
  after(piece: Buffer): number {
    this.#bytes += piece.length + BESIDES_BYTES;
    for (let at = 0; at < piece.length;) {
      if (this.#toCome === undefined) {
        this.#head.push(piece[at++]!);
        this.#toCome = this.#contentBytes();
      }
      if (this.#toCome === undefined) continue;
      const taken = Math.min(this.#toCome, piece.length - at);
      at += taken;
      this.#toCome -= taken;
      if (this.#toCome > 0) continue;
      this.#endFrame();
      if (this.#isMessageOpen) continue;
      this.#ends++;
      this.#bytes = at < piece.length ? piece.length - at + BESIDES_BYTES : 0;
    }
    return this.#bytes;
  }

  #contentBytes(): number | undefined {
    const second = this.#head[1]!;
    const short = second & 0x7f;
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (this.#head.length < 2 || this.#head.length < 2 + lengthBytes + (second & 0x80 ? 4 : 0)) return undefined;
    if (lengthBytes === 0) return short;
    return this.#head.slice(2, 2 + lengthBytes).reduce((length, byte) => length * 256 + byte, 0);
  }

  #endFrame(): void {
    const first = this.#head[0]!;
    if ((first & 0x0f) < FIRST_CONTROL) this.#isMessageOpen = (first & 0x80) === 0;
    this.#bytes += BESIDES_BYTES;
    this.#toCome = undefined;
    this.#head.length = 0;
  }
}
