// What an operator sets of the assistant, and what follows from it. Knows no room and no provider's code.
import type { Feature } from "../feature.ts";
import { GUARDRAILS, type Guardrail } from "./messages.ts";
import type { ModelAddress, Provider } from "./providers.ts";

const PROVIDER = "AI_PROVIDER";
const MODEL = "AI_MODEL";
const KEY = "AI_API_KEY";
const BASE_URL = "AI_BASE_URL";
const TOKENS_PER_DAY = "AI_TOKENS_PER_DAY";
const GUARDRAIL = "AI_GUARDRAIL";
const OWN_KEYS = "AI_OWN_KEYS";

const PROVIDERS = ["none", "openai", "anthropic", "google", "compatible"] as const;

const asWritten = (written: string): string => written;

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (written: string): Word => {
    const word = words.find((one) => one === written);
    if (word === undefined) throw new Error(`must be one of ${words.join(", ")}`);
    return word;
  };

function readBaseUrl(written: string): string {
  if (written === "") return written;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.search !== "" || url.hash !== "")
    throw new Error("must be an address like http://127.0.0.1:11434/v1, with no name, ? or # in it");
  return written.replace(/\/+$/, "");
}

function readTokens(written: string): number | undefined {
  if (written === "") return undefined;
  if (!/^[1-9]\d{0,11}$/.test(written)) throw new Error("must be a whole number of tokens from 1 on");
  return Number(written);
}

export const settings = {
  [PROVIDER]: { byDefault: "none", read: oneOf(PROVIDERS) },
  [MODEL]: { byDefault: "", read: asWritten },
  [KEY]: { byDefault: "", read: asWritten },
  [BASE_URL]: { byDefault: "", read: readBaseUrl },
  [TOKENS_PER_DAY]: { byDefault: "", read: readTokens },
  [GUARDRAIL]: { byDefault: "all", read: oneOf(GUARDRAILS) },
  [OWN_KEYS]: { byDefault: "1", read: oneOf(["0", "1"]) },
} satisfies Feature["settings"];

/** The assistant as its operator wants it. */
export interface Operator {
  /** absent: the server has no key, or no bound of what may be spent by it */
  readonly model?: ModelAddress;
  /** of `model`, in a day by all together */
  readonly tokensPerDay: number;
  readonly guardrail: Guardrail;
  readonly takesOwnKeys: boolean;
  /** what is set and not used, in a sentence */
  readonly trouble?: string;
}

/** Throws an Error that names the variable where what is set does not go together. */
export function operatorOf(setting: (name: string) => unknown): Operator {
  const provider = setting(PROVIDER) as "none" | Provider;
  const [model, key, baseUrl] = [MODEL, KEY, BASE_URL].map((name) => setting(name) as string) as [
    string,
    string,
    string,
  ];
  const tokensPerDay = setting(TOKENS_PER_DAY) as number | undefined;
  const own = { guardrail: setting(GUARDRAIL) as Guardrail, takesOwnKeys: setting(OWN_KEYS) === "1" };
  if (provider === "none") return { ...own, tokensPerDay: 0 };
  if (model === "") throw new Error(`${MODEL} must name a model where ${PROVIDER} is ${provider}`);
  if (provider === "compatible" && baseUrl === "")
    throw new Error(`${BASE_URL} must be set where ${PROVIDER} is compatible, like http://127.0.0.1:11434/v1`);
  if (provider !== "compatible" && key === "") throw new Error(`${KEY} must be set where ${PROVIDER} is ${provider}`);
  if (tokensPerDay === undefined) {
    const trouble = `${PROVIDER} is not used: set ${TOKENS_PER_DAY} to what may be spent in a day`;
    return { ...own, tokensPerDay: 0, trouble };
  }
  return { ...own, tokensPerDay, model: { provider, model, ...(key && { key }), ...(baseUrl && { baseUrl }) } };
}
