// Who answers: models of each provider by the AI SDK, loaded when the first question is asked. Knows no room.
import type { LanguageModel } from "ai";
import type { OwnKey, OwnProvider } from "./messages.ts";

export type Provider = OwnProvider | "compatible";

/** A model, and how it is reached. */
export interface ModelAddress {
  readonly provider: Provider;
  readonly model: string;
  /** absent: the address takes everybody */
  readonly key?: string;
  /** absent: the provider's own */
  readonly baseUrl?: string;
}

export type Addresses = Readonly<Record<OwnProvider, string>>;

/** The one address of each provider to which a person's own key is sent. Never from the environment: it would take the key elsewhere. */
export const ADDRESSES: Addresses = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
  google: "https://generativelanguage.googleapis.com/v1beta",
};

/** Where a person's own key leads. */
export const addressOf = ({ provider, model, key }: OwnKey): ModelAddress => ({ provider, model, key });

/** Bytes of a failed request's body that are read; what matters of it is its status. */
const FAILURE_BYTES = 64 * 1024;
/** Bytes of an answer on its way, and of one line of it: what the longest may have comes to, a piece for each token, is less. */
const STREAM_BYTES = 8 * 1024 * 1024;
const LINE_BYTES = 1024 * 1024;

/** The body of an answer went on beyond what any can have. */
export class BodyTooLong extends Error {
  override readonly name = "BodyTooLong";
}

/** A body that ends, or where it is the answer's fails with BodyTooLong, at its bound; its socket is closed then. */
function bounded(body: ReadableStream<Uint8Array>, isFailure: boolean): ReadableStream<Uint8Array> {
  let [bytes, line] = [0, 0];
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      bytes += piece.length;
      const end = piece.lastIndexOf("\n".charCodeAt(0));
      line = end === -1 ? line + piece.length : piece.length - end - 1;
      if (isFailure && bytes > FAILURE_BYTES) controller.terminate();
      else if (!isFailure && (bytes > STREAM_BYTES || line > LINE_BYTES)) controller.error(new BodyTooLong());
      else controller.enqueue(piece);
    },
  });
  return body.pipeThrough(count);
}

/** A redirect is an answer like another, and a refusal: whoever is led elsewhere takes the key and the question along. */
const stayingThere: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: "manual" });
  const { body, status, statusText, headers, ok } = response;
  return body ? new Response(bounded(body, !ok), { status, statusText, headers }) : response;
};

/** `addresses`: those of the providers, where the model's own address names none. */
export async function openModel(to: ModelAddress, addresses: Addresses = ADDRESSES): Promise<LanguageModel> {
  const { provider, model, key: apiKey = "" } = to;
  const baseURL = to.baseUrl ?? (provider === "compatible" ? "" : addresses[provider]);
  const options = { apiKey, baseURL, fetch: stayingThere };
  switch (provider) {
    case "openai":
      return (await import("@ai-sdk/openai")).createOpenAI(options)(model);
    case "anthropic":
      return (await import("@ai-sdk/anthropic")).createAnthropic(options)(model);
    case "google":
      return (await import("@ai-sdk/google")).createGoogleGenerativeAI(options)(model);
    case "compatible": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      const { apiKey: _, ...open } = options;
      return createOpenAICompatible({
        name: provider,
        ...(to.key === undefined ? open : options),
        includeUsage: true,
      })(model);
    }
  }
}
