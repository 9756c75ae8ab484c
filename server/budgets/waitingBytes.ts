// How much waits in memory, to be read by others or for the rest of it: of one address, and of all together. Knows no socket.

/** An address for which no more waits is held up by what waits for others never. */
const LITTLE_BYTES = 1024 * 1024;

/** One connection's share of what waits. */
export interface WaitingMeter {
  /** So many bytes wait for this connection now. */
  set(bytes: number): void;
  /** Half of what may wait does: nothing more is begun for whoever has not read what there is. */
  readonly isTight: boolean;
  /** More waits than may. */
  readonly isOver: boolean;
  /** Runs once as soon as it is not tight any more, at once when it is not. */
  whenRoomy(run: () => void): void;
  /** Runs once where all together have more than may wait, and of the address that has most this connection has most: it has to be gone at once. */
  whenCut(run: () => void): void;
}

class Total {
  /** of each connection that can be cut, where something waits */
  readonly cuttable = new Set<Meter>();
  readonly #most: number;
  #bytes = 0;

  /** 0: no bound. */
  constructor(most: number) {
    this.#most = most === 0 ? Infinity : most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  get isTight(): boolean {
    return this.#bytes > this.#most / 2;
  }

  get isOver(): boolean {
    return this.#bytes > this.#most;
  }
}

export class WaitingBytes {
  readonly #perAddress: number;
  readonly #all: Total;
  readonly #addresses = new Map<string, Total>();
  /** those who wait until it is not tight any more */
  #waiting: { readonly own: Total; readonly run: () => void }[] = [];

  /** Bytes that may wait for one address, and for all together; 0: no bound. */
  constructor(perAddress: number, all: number) {
    this.#perAddress = perAddress;
    this.#all = new Total(all);
  }

  /** All that waits. */
  get bytes(): number {
    return this.#all.bytes;
  }

  /** For one more connection of the address. Its last word is that nothing waits. */
  meter(address: string): WaitingMeter {
    return new Meter(address, this);
  }

  /** All that waits for an address. */
  of(address: string): Total {
    return this.#addresses.get(address) ?? new Total(this.#perAddress);
  }

  /** More waits for a connection of the address, or less. */
  add(address: string, meter: Meter, bytes: number): void {
    const own = this.of(address);
    this.#all.add(bytes);
    own.add(bytes);
    if (meter.isCuttable) own.cuttable.add(meter);
    else own.cuttable.delete(meter);
    if (own.bytes === 0) this.#addresses.delete(address);
    else this.#addresses.set(address, own);
  }

  /** After something was added. */
  settle(): void {
    this.#relieve();
    if (this.#waiting.length > 0) this.#wake();
  }

  isTight(address: string): boolean {
    return this.#isTight(this.of(address));
  }

  isOver(address: string): boolean {
    return this.#all.isOver || this.of(address).isOver;
  }

  whenRoomy(address: string, run: () => void): void {
    if (this.isTight(address)) this.#waiting.push({ own: this.of(address), run });
    else run();
  }

  #isTight(own: Total): boolean {
    return own.isTight || (this.#all.isTight && own.bytes > LITTLE_BYTES);
  }

  /** Whoever reads nothing must not keep the others out: those of an address that has most go, those with most first. */
  #relieve(): void {
    while (this.#all.isOver) {
      const addresses = [...this.#addresses.values()].filter(({ cuttable }) => cuttable.size > 0);
      const loudest = mostOf(addresses);
      if (!loudest) return;
      mostOf(loudest.cuttable)?.cut();
    }
  }

  #wake(): void {
    const roomy = this.#waiting.filter(({ own }) => !this.#isTight(own));
    this.#waiting = this.#waiting.filter(({ own }) => this.#isTight(own));
    for (const { run } of roomy) run();
  }
}

class Meter implements WaitingMeter {
  readonly #address: string;
  readonly #all: WaitingBytes;
  #bytes = 0;
  #whenCut: (() => void) | undefined;
  #isCut = false;

  constructor(address: string, all: WaitingBytes) {
    this.#address = address;
    this.#all = all;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isCuttable(): boolean {
    return this.#bytes > 0 && this.#whenCut !== undefined;
  }

  get isTight(): boolean {
    return this.#all.isTight(this.#address);
  }

  get isOver(): boolean {
    return this.#all.isOver(this.#address);
  }

  set(bytes: number): void {
    if (this.#isCut || bytes === this.#bytes) return;
    this.#count(bytes);
    this.#all.settle();
  }

  whenRoomy(run: () => void): void {
    this.#all.whenRoomy(this.#address, run);
  }

  whenCut(run: () => void): void {
    this.#whenCut = run;
  }

  cut(): void {
    // what waits is gone before anything more is counted
    this.#count(0);
    this.#isCut = true;
    if (this.#whenCut) queueMicrotask(this.#whenCut);
  }

  #count(bytes: number): void {
    const more = bytes - this.#bytes;
    this.#bytes = bytes;
    this.#all.add(this.#address, this, more);
  }
}

const mostOf = <One extends { readonly bytes: number }>(all: Iterable<One>): One | undefined => {
  let most: One | undefined;
  for (const one of all) if (!most || one.bytes > most.bytes) most = one;
  return most;
};
