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

/** A redirect is an answer like another, and a refusal: whoever is led elsewhere takes the key and the question along. */
const stayingThere: typeof fetch = (input, init) => fetch(input, { ...init, redirect: "manual" });

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
