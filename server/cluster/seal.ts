// What servers prove to each other by the secret that they share, which itself goes nowhere. Knows no request and no record.
import { createHmac, timingSafeEqual } from "node:crypto";

export class Seal {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** Proves that somebody with the secret has said these words; the first of them says what for. 43 characters. */
  of(...words: readonly string[]): string {
    return createHmac("sha256", this.#secret).update(JSON.stringify(words)).digest("base64url");
  }

  /** Whether the proof is one of these words. */
  holds(proof: unknown, ...words: readonly string[]): boolean {
    const right = Buffer.from(this.of(...words));
    const given = Buffer.from(typeof proof === "string" ? proof : "");
    return given.length === right.length && timingSafeEqual(given, right);
  }
}
