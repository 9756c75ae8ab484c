// One question to a model, as its answer streams, to an end that has a name. Knows no room, and repeats nothing that a provider says of an error.
import { setImmediate as turn } from "node:timers/promises";
import type { LanguageModel } from "ai";
import type { AnswerCode, Ending, Tokens } from "./messages.ts";
import { type Prompt, tokensOf } from "./prompt.ts";
import { BodyTooLong } from "./providers.ts";
import { Scrubbing } from "./scrubbing.ts";

/** A provider that says nothing for so long has gone. */
const SILENCE_MS = 30_000;
/** So long an answer may take in all. */
const ANSWER_MS = 180_000;
/** UTF-16 units of an answer, whatever the provider makes of the tokens it may have. */
const ANSWER_CHARACTERS = 100_000;
/** UTF-16 units of what comes at once that are told before everything else that has arrived has its turn: some ms where code is left out. */
const PIECE_CHARACTERS = 2_000;
/** A provider is believed that it took so many times fewer tokens than what streamed is estimated at. */
const BELIEVED_SHARE = 4;
/** Whoever is to come again is told no longer than this. */
const RETRY_MS = 86_400_000;

export interface Ended {
  readonly ended: Ending;
  readonly code?: AnswerCode;
  readonly retryMs?: number;
  readonly tokens: Tokens;
  readonly ms: number;
  /** of a request that the provider refused, for the server's own log */
  readonly status?: number;
}

export interface Answer {
  readonly model: () => Promise<LanguageModel>;
  readonly prompt: Pick<Prompt, "system" | "user" | "tokens">;
  readonly answerTokens: number;
  /** are told to nobody, with what stands in their place */
  readonly secrets: ReadonlyMap<string, string>;
  /** ms */
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  /** more of the answer */
  readonly told: (text: string) => void;
}

/** A failed request, as the AI SDK has it. */
interface CallError {
  readonly name?: string;
  readonly statusCode?: number;
  readonly message?: string;
  readonly responseHeaders?: Readonly<Record<string, string | undefined>>;
}

type Why = { readonly code: AnswerCode; readonly retryMs?: number; readonly status?: number };

/** What the AI SDK calls a stream that is none, or ends before its end. */
const NO_STREAM = /^AI_(?:InvalidResponseData|NoOutputGenerated|JSONParse|TypeValidation|EmptyResponseBody)Error$/;
/** What it, or Node, says where nobody answers. */
const NOBODY = /^(?:Cannot connect|fetch failed)/;
const LONG_CONTEXT = /context|too (?:long|large|many)|maximum|exceed/i;

function retryMsOf({ responseHeaders }: CallError): number | undefined {
  const seconds = Number(responseHeaders?.["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds * 1_000), RETRY_MS) : undefined;
}

/** The name of a failure; what the provider says of it is read and never told. */
function whyOf(error: unknown): Why {
  // also within what the AI SDK makes of it
  if ([error, (error as Error | undefined)?.cause].some((one) => one instanceof BodyTooLong))
    return { code: "tooLong" };
  const call = (error ?? {}) as CallError;
  const { statusCode: status, message = "", name = "" } = call;
  const is = (code: AnswerCode): Why => ({ code, ...(status !== undefined && { status }) });
  if (status === undefined)
    return is(NO_STREAM.test(name) ? "noAnswer" : NOBODY.test(message) ? "unreachable" : "providerError");
  // it began well, and ended in the middle
  if (status < 300) return is("broken");
  if (status < 400) return is("redirected");
  if (status === 401 || status === 403) return is("keyRefused");
  if (status === 404) return is("unknownModel");
  if (status === 413 || (status === 400 && LONG_CONTEXT.test(message))) return is("contextTooLong");
  if (status === 429) {
    const retryMs = retryMsOf(call);
    return { ...is("providerBusy"), ...(retryMs !== undefined && { retryMs }) };
  }
  return is(status >= 500 ? "providerDown" : "providerError");
}

export class Answering {
  readonly #answer: Answer;
  readonly #abort = new AbortController();
  readonly #began: number;
  readonly #scrubbing: Scrubbing;
  #text = "";
  /** of what the model says to itself, which is paid for too */
  #thought = { tokens: 0, characters: 0 };
  #why: Why | undefined;
  #usage: { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined } | undefined;
  #finish: string | undefined;
  #cancelSilence = (): void => {};

  constructor(answer: Answer) {
    this.#answer = answer;
    this.#began = answer.now();
    this.#scrubbing = new Scrubbing(answer.secrets);
  }

  /** All that has come, as it was told. */
  get text(): string {
    return this.#text;
  }

  /** The provider's connection is closed at once; the answer ends with the code. */
  stop(code: AnswerCode): void {
    this.#why ??= { code };
    this.#abort.abort();
  }

  /** Asks. Resolves with the end, and never rejects. */
  async run(): Promise<Ended> {
    const { after } = this.#answer;
    const cancelAll = after(ANSWER_MS, () => this.stop("tooSlow"));
    try {
      await this.#stream();
    } catch (error) {
      this.#why ??= whyOf(error);
    } finally {
      cancelAll();
      this.#cancelSilence();
      this.#tell(this.#scrubbing.end());
    }
    return this.#ended();
  }

  async #stream(): Promise<void> {
    const { model, prompt, answerTokens } = this.#answer;
    this.#heard();
    const { streamText } = await import("ai");
    // it writes warnings to the console else
    Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
    const opened = await model();
    if (this.#why) return;
    const { fullStream } = streamText({
      model: opened,
      system: prompt.system,
      prompt: prompt.user,
      maxOutputTokens: answerTokens,
      // whoever asked sees that it failed, and asks again
      maxRetries: 0,
      abortSignal: this.#abort.signal,
      providerOptions: { openai: { store: false } },
      // it writes to the console else, with what the provider said
      onError: () => {},
    });
    for await (const part of fullStream) {
      this.#heard();
      if (part.type === "text-delta") await this.#add(part.text);
      else if (part.type === "reasoning-delta") this.#think(part.text);
      else if (part.type === "error") this.#why ??= whyOf(part.error);
      else if (part.type === "finish") [this.#finish, this.#usage] = [part.finishReason, part.totalUsage];
      if (this.#text.length + this.#thought.characters >= ANSWER_CHARACTERS) this.stop("tooLong");
    }
  }

  async #add(text: string): Promise<void> {
    for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
      if (at > 0) await turn();
      this.#tell(this.#scrubbing.add(text.slice(at, at + PIECE_CHARACTERS)));
    }
  }

  #think(text: string): void {
    const { tokens, characters } = this.#thought;
    this.#thought = { tokens: tokens + tokensOf(text), characters: characters + text.length };
  }

  #heard(): void {
    this.#cancelSilence();
    this.#cancelSilence = this.#answer.after(SILENCE_MS, () => this.stop("silent"));
  }

  #tell(text: string): void {
    const told = text.slice(0, ANSWER_CHARACTERS - this.#text.length);
    if (told === "") return;
    this.#text += told;
    this.#answer.told(told);
  }

  /** Only an answer that the model has ended is whole. */
  #whyNotWhole(): Why | undefined {
    const isEmpty = this.#text.trim() === "";
    if (this.#why) return this.#why;
    if (this.#finish === "stop") return isEmpty ? { code: "empty" } : undefined;
    if (this.#finish === "length") return { code: "tooLong" };
    if (this.#finish === "content-filter") return { code: "declined" };
    return { code: isEmpty ? "noAnswer" : "broken" };
  }

  #ended(): Ended {
    const why = this.#whyNotWhole();
    const ended = !why ? "whole" : why.code === "stopped" ? "stopped" : this.#text === "" ? "failed" : "cut";
    // it had begun
    const code = why?.code === "noAnswer" && this.#text !== "" ? "broken" : why?.code;
    return { ...why, ended, ...(code && { code }), tokens: this.#tokens(), ms: this.#answer.now() - this.#began };
  }

  /** What was asked and answered is paid for, whether the provider says how much it was, says nothing, or what cannot be. */
  #tokens(): Tokens {
    const { inputTokens = 0, outputTokens = 0 } = this.#usage ?? {};
    const streamed = tokensOf(this.#text) + this.#thought.tokens;
    const isCount = Number.isSafeInteger(inputTokens) && Number.isSafeInteger(outputTokens);
    // a token is rarely more than so much of what was estimated
    const isLikely = inputTokens > 0 && outputTokens >= Math.floor(streamed / BELIEVED_SHARE);
    if (isCount && isLikely) return { in: inputTokens, out: outputTokens };
    const { status = 200 } = this.#why ?? {};
    const isRefused = status >= 300 || this.#why?.code === "unreachable";
    if (isRefused && streamed === 0) return { in: 0, out: 0 };
    return { in: this.#answer.prompt.tokens, out: streamed, isEstimated: true };
  }
}
