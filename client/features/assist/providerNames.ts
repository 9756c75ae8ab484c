// What the providers are called, the same in every language. Knows no key.

const NAMES: Readonly<Record<string, string>> = { openai: "OpenAI", anthropic: "Anthropic", google: "Google" };

/** undefined: an address of the operator's, which has no name. */
export const providerName = (provider: string): string | undefined => NAMES[provider];
