// How much waits in memory, to be read by others or for the rest of it: of one address, and of all together. Knows no socket.

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
}

class Total {
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
    const all = this.#all;
    let counted = 0;
    const own = (): Total => this.#addresses.get(address) ?? new Total(this.#perAddress);
    const isTight = (): boolean => all.isTight || own().isTight;
    return {
      set: (bytes) => {
        if (bytes === counted) return;
        const total = own();
        all.add(bytes - counted);
        total.add(bytes - counted);
        counted = bytes;
        if (total.bytes === 0) this.#addresses.delete(address);
        else this.#addresses.set(address, total);
        if (this.#waiting.length > 0) this.#wake();
      },
      get isTight() {
        return isTight();
      },
      get isOver() {
        return all.isOver || own().isOver;
      },
      whenRoomy: (run) => {
        if (isTight()) this.#waiting.push({ own: own(), run });
        else run();
      },
    };
  }

  #wake(): void {
    if (this.#all.isTight) return;
    const roomy = this.#waiting.filter(({ own }) => !own.isTight);
    this.#waiting = this.#waiting.filter(({ own }) => own.isTight);
    for (const { run } of roomy) run();
  }
}
