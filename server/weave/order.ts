// All units that a file ever had, dead or standing, in one order, as runs of names. Knows no text and no version.

/** A chunk has at most so many runs: what an insertion moves. */
const CHUNK_RUNS = 256;

/** Runs that follow each other, and how many of their units stand. */
class Chunk {
  /** the first name of each run */
  readonly starts: Uint32Array;
  /** how many names a run has; negative: they are dead */
  readonly lengths: Int32Array;
  count = 0;
  standing = 0;

  constructor(runs: number) {
    this.starts = new Uint32Array(runs);
    this.lengths = new Int32Array(runs);
  }

  insert(at: number, start: number, length: number): void {
    this.starts.copyWithin(at + 1, at, this.count);
    this.lengths.copyWithin(at + 1, at, this.count);
    this.starts[at] = start;
    this.lengths[at] = length;
    this.count++;
  }

  remove(at: number): void {
    this.starts.copyWithin(at, at + 1, this.count);
    this.lengths.copyWithin(at, at + 1, this.count);
    this.count--;
  }
}

/**
 * The order, and a place in it that a change moves from the beginning to the end. A run has names that follow each other, which all stand
 * or are all dead. Nothing is ever taken out, so what was before something else stays before it.
 */
export class Order {
  /** runs that were looked at for names to insert behind; with many dead runs at one place that is many for each */
  searched = 0;
  readonly #runs: number;
  readonly #chunks: Chunk[];
  /** the place: a chunk, a run of it, and how many of that run's names are before */
  #chunk = 0;
  #run = 0;
  #offset = 0;
  #standing = 0;

  /** `runs`: how many a chunk may have; from 4 on. */
  constructor(runs = CHUNK_RUNS) {
    this.#runs = runs;
    this.#chunks = [new Chunk(runs)];
  }

  /** How many names stand. */
  get standing(): number {
    return this.#standing;
  }

  /** Calls for each run, in order, with its first name and the name after its last. */
  each(visit: (from: number, to: number, isStanding: boolean) => void): void {
    for (const { starts, lengths, count } of this.#chunks)
      for (let run = 0; run < count; run++) {
        const [start, length] = [starts[run]!, lengths[run]!];
        if (length > 0) visit(start, start + length, true);
        else visit(start, start - length, false);
      }
  }

  /** The place is before everything. */
  rewind(): void {
    this.#chunk = this.#run = this.#offset = 0;
  }

  /** The place goes right behind so many more standing units, before what is dead there. There must be as many. */
  skip(units: number): void {
    for (let left = units; left > 0;) {
      if (this.#run === 0 && this.#offset === 0) left -= this.#skipChunks(left);
      const { lengths, count } = this.#chunks[this.#chunk]!;
      if (this.#run === count) {
        this.#nextChunk();
        continue;
      }
      const length = lengths[this.#run]!;
      if (length > left + this.#offset) {
        this.#offset += left;
        return;
      }
      if (length > 0) left -= length - this.#offset;
      this.#nextRun();
    }
  }

  /** So many standing units from the place on die, and it is behind them; `died` is called with their names, in order. */
  kill(units: number, died: (from: number, to: number) => void): void {
    for (let left = units; left > 0;) {
      this.#passDead();
      this.#split(this.#offset);
      if (this.#offset > 0) this.#nextRun();
      this.#split(left);
      const chunk = this.#chunks[this.#chunk]!;
      const length = chunk.lengths[this.#run]!;
      const start = chunk.starts[this.#run]!;
      chunk.lengths[this.#run] = -length;
      chunk.standing -= length;
      this.#standing -= length;
      left -= length;
      this.#offset = length;
      this.#join(this.#run);
      const before = this.#run > 0 ? -chunk.lengths[this.#run - 1]! : 0;
      if (this.#run > 0 && this.#join(this.#run - 1)) {
        this.#run--;
        this.#offset += before;
      }
      died(start, start + length);
    }
  }

  /** New names stand before the next standing unit, behind all that is dead there, and the place is behind them. */
  insert(start: number, length: number): void {
    this.#passDead();
    this.#put(start, length);
  }

  /** … right behind the dead name `behind` where that comes before the next standing unit; false: it does not. */
  insertBehind(behind: number, start: number, length: number): boolean {
    const isThere = this.#passDead(behind);
    this.#put(start, length);
    return isThere;
  }

  /** From the beginning of a chunk to that of the one in which the unit is; returns how many units it has passed. */
  #skipChunks(units: number): number {
    const chunks = this.#chunks;
    let [at, passed] = [this.#chunk, 0];
    for (let { standing } = chunks[at]!; passed + standing < units; { standing } = chunks[at]!) {
      passed += standing;
      at++;
    }
    this.#chunk = at;
    return passed;
  }

  #nextRun(): void {
    this.#run++;
    this.#offset = 0;
  }

  #nextChunk(): void {
    this.#chunk++;
    this.#run = this.#offset = 0;
  }

  /** The place goes before the next standing unit, or before that right behind the name `behind`, then true; to the end where there is neither. */
  #passDead(behind = -1): boolean {
    const isSearch = behind >= 0;
    for (;;) {
      const { starts, lengths, count, standing } = this.#chunks[this.#chunk]!;
      const isLast = this.#chunk === this.#chunks.length - 1;
      // where all is dead nothing is looked for but the name
      const isPassed = standing === 0 && !isSearch && !isLast;
      if (this.#run === count || isPassed) {
        if (isLast) return false;
        this.#nextChunk();
        continue;
      }
      if (isSearch) this.searched++;
      const length = lengths[this.#run]!;
      if (length > this.#offset) return false;
      const start = starts[this.#run]!;
      if (length < 0 && behind >= start + this.#offset && behind < start - length) {
        this.#offset = behind - start + 1;
        return true;
      }
      this.#nextRun();
    }
  }

  /** Puts a standing run where the place is. */
  #put(start: number, length: number): void {
    this.#split(this.#offset);
    if (this.#offset > 0) this.#nextRun();
    this.#makeRoom();
    const chunk = this.#chunks[this.#chunk]!;
    chunk.insert(this.#run, start, length);
    chunk.standing += length;
    this.#standing += length;
    this.#offset = length;
    const before = this.#run > 0 ? chunk.lengths[this.#run - 1]! : 0;
    if (this.#run === 0 || !this.#join(this.#run - 1)) return;
    this.#run--;
    this.#offset += before;
  }

  /** The run of the place becomes two, of which the first has `at` names and the place; nothing where that is none or all. */
  #split(at: number): void {
    if (at === 0 || at >= Math.abs(this.#chunks[this.#chunk]!.lengths[this.#run]!)) return;
    this.#makeRoom();
    const chunk = this.#chunks[this.#chunk]!;
    const length = chunk.lengths[this.#run]!;
    const first = length > 0 ? at : -at;
    chunk.lengths[this.#run] = first;
    chunk.insert(this.#run + 1, chunk.starts[this.#run]! + at, length - first);
  }

  /** A run and the next of the chunk become one if their names follow each other and both stand or both are dead. */
  #join(run: number): boolean {
    const chunk = this.#chunks[this.#chunk]!;
    const { starts, lengths, count } = chunk;
    if (run + 1 >= count) return false;
    const [length, next] = [lengths[run]!, lengths[run + 1]!];
    if (length > 0 !== next > 0 || starts[run]! + Math.abs(length) !== starts[run + 1]!) return false;
    lengths[run] = length + next;
    chunk.remove(run + 1);
    return true;
  }

  /** A full chunk of the place becomes two halves. */
  #makeRoom(): void {
    const chunk = this.#chunks[this.#chunk]!;
    if (chunk.count < this.#runs) return;
    const half = this.#runs >> 1;
    const right = new Chunk(this.#runs);
    right.starts.set(chunk.starts.subarray(half));
    right.lengths.set(chunk.lengths.subarray(half));
    right.count = this.#runs - half;
    chunk.count = half;
    for (let run = 0; run < right.count; run++) right.standing += Math.max(0, right.lengths[run]!);
    chunk.standing -= right.standing;
    this.#chunks.splice(this.#chunk + 1, 0, right);
    if (this.#run < half) return;
    this.#chunk++;
    this.#run -= half;
  }
}
