// Counts what a program has begun and is still to come: it has ended once nothing is. Knows no program and no page.

/** What is not counted, as a message on its way or an error that nobody has caught, has come by then. */
export const QUIET_MS = 30;

/** By their names: what is made with `new` is left as it is. */
const METHOD = /^(?!constructor$)[a-z]/;

type Callable = (this: unknown, ...given: unknown[]) => unknown;
type Named = Record<string, Callable>;

/** What a program finds in its global scope and is counted there. */
export type Scope = Partial<typeof globalThis> & Pick<typeof globalThis, "setTimeout" | "clearTimeout">;

export class PendingWork {
  readonly #scope: Scope;
  readonly #over: () => void;
  readonly #after: (run: () => void, ms: number) => unknown;
  readonly #cancel: (timer: unknown) => void;
  readonly #pending = new Set<unknown>();
  #quiet: unknown;
  #hasSaid = false;

  /** `over` is called each time that nothing has been under way for QUIET_MS. */
  constructor(scope: Scope, over: () => void) {
    const { setTimeout, clearTimeout } = scope;
    this.#scope = scope;
    this.#over = over;
    this.#after = (run, ms) => setTimeout(run, ms);
    this.#cancel = (timer) => clearTimeout(timer as number);
  }

  /** Its error is still nobody's: who is given the promise may catch it. */
  until<T>(promise: Promise<T>): Promise<T> {
    this.#pending.add(promise);
    return promise.finally(() => this.#end(promise));
  }

  /** From now on timers, frames and workers of the scope are counted, and what its functions promise. Messages put the end off. */
  watch(): void {
    this.#watchCallbacks("timer", "setTimeout", "clearTimeout", true);
    this.#watchCallbacks("timer", "setInterval", "clearInterval", false);
    this.#watchCallbacks("frame", "requestAnimationFrame", "cancelAnimationFrame", true);
    this.#watchWorkers();
    const { SubtleCrypto, Blob, Response, WebAssembly, MessagePort, BroadcastChannel } = this.#scope;
    for (const owner of [SubtleCrypto?.prototype, Blob?.prototype, Response?.prototype, WebAssembly])
      if (owner) this.#watchPromises(owner as unknown as Named);
    for (const owner of [MessagePort?.prototype, BroadcastChannel?.prototype])
      if (owner) this.#watchMessages(owner as unknown as Named);
  }

  #end(one: unknown): void {
    if (this.#pending.delete(one)) this.#look();
  }

  #look(): void {
    this.#cancel(this.#quiet);
    this.#hasSaid = false;
    if (this.#pending.size === 0) this.#quiet = this.#after(() => this.#afterQuiet(), QUIET_MS);
  }

  #afterQuiet(): void {
    if (this.#hasSaid) this.#look();
    else if (this.#pending.size === 0) this.#over();
  }

  #watchCallbacks(kind: string, set: keyof Scope, clear: keyof Scope, isOnce: boolean): void {
    const scope = this.#scope as unknown as Partial<Named>;
    const { [set]: begin, [clear]: forget } = scope;
    if (!begin || !forget) return;
    scope[set] = (run, ...given) => {
      const call = (...told: unknown[]): void => {
        try {
          if (typeof run === "function") (run as Callable)(...told);
        } finally {
          if (isOnce) this.#end(key);
        }
      };
      const id = begin(call, ...given);
      const key = `${kind} ${String(id)}`;
      this.#pending.add(key);
      return id;
    };
    scope[clear] = (id) => {
      forget(id);
      this.#end(`${kind} ${String(id)}`);
    };
  }

  /** One goes on until the program ends it. */
  #watchWorkers(): void {
    const { Worker: Own } = this.#scope;
    if (!Own) return;
    const begun = (worker: Worker): unknown => this.#pending.add(worker);
    const ended = (worker: Worker): void => this.#end(worker);
    this.#scope.Worker = class extends Own {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        begun(this);
      }
      override terminate(): void {
        super.terminate();
        ended(this);
      }
    };
  }

  #watchPromises(owner: Named): void {
    const counted = (promise: Promise<unknown>): Promise<unknown> => this.until(promise);
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
      if (typeof value === "function" && METHOD.test(name))
        owner[name] = function (...given) {
          const got = (value as Callable).apply(this, given);
          return got instanceof Promise ? counted(got) : got;
        };
  }

  #watchMessages(owner: Named): void {
    const { postMessage } = owner;
    const said = (): unknown => (this.#hasSaid = true);
    owner["postMessage"] = function (...given) {
      said();
      return postMessage?.apply(this, given);
    };
  }
}
