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

/** What waits for one connection. */
interface Counted {
  bytes: number;
  cut: (() => void) | undefined;
}

class Total {
  /** what waits for each connection that can be cut */
  readonly cuttable = new Set<Counted>();
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
    const counted: Counted = { bytes: 0, cut: undefined };
    let isCut = false;
    const own = (): Total => this.#addresses.get(address) ?? new Total(this.#perAddress);
    const isTight = (): boolean => this.#isTight(own());
    const isOver = (): boolean => this.#all.isOver || own().isOver;
    const count = (bytes: number): void => {
      const total = own();
      this.#all.add(bytes - counted.bytes);
      total.add(bytes - counted.bytes);
      counted.bytes = bytes;
      if (bytes > 0 && counted.cut) total.cuttable.add(counted);
      else total.cuttable.delete(counted);
      if (total.bytes === 0) this.#addresses.delete(address);
      else this.#addresses.set(address, total);
    };
    return {
      set: (bytes) => {
        if (isCut || bytes === counted.bytes) return;
        count(bytes);
        this.#relieve();
        if (this.#waiting.length > 0) this.#wake();
      },
      get isTight() {
        return isTight();
      },
      get isOver() {
        return isOver();
      },
      whenRoomy: (run) => {
        if (isTight()) this.#waiting.push({ own: own(), run });
        else run();
      },
      whenCut: (run) => {
        counted.cut = () => {
          // what waits is gone before anything more is counted
          count(0);
          isCut = true;
          queueMicrotask(run);
        };
      },
    };
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
      mostOf(loudest.cuttable)?.cut?.();
    }
  }

  #wake(): void {
    const roomy = this.#waiting.filter(({ own }) => !this.#isTight(own));
    this.#waiting = this.#waiting.filter(({ own }) => this.#isTight(own));
    for (const { run } of roomy) run();
  }
}

const mostOf = <One extends { readonly bytes: number }>(all: Iterable<One>): One | undefined => {
  let most: One | undefined;
  for (const one of all) if (!most || one.bytes > most.bytes) most = one;
  return most;
};
