// With which codes of its own the dashboard refuses. Knows no route.
import { type ErrorCode, Refusal } from "../protocol/errors.ts";

const CODES = {
  wrong_token: { like: "unauthorized", sentence: "That is not this server's ADMIN_TOKEN." },
  signed_out: { like: "unauthorized", sentence: "You are not signed in any more. Sign in again." },
  needs_https: {
    like: "bad_request",
    sentence: "Browsers keep a sign-in only over https, or at localhost. Open this page so.",
  },
  unknown_room: { like: "not_found", sentence: "There is no such room any more. Look at the list again." },
  own_address: { like: "bad_request", sentence: "That is the address that you come from yourself." },
  no_address: {
    like: "bad_request",
    sentence: "That is no network address: give one like 203.0.113.7 or 2001:db8::1.",
  },
  too_many_blocks: { like: "bad_request", sentence: "As many addresses are blocked as can be. Unblock one first." },
  too_many_streams: { like: "rate_limited", sentence: "This page is open too many times. Close one of them." },
} as const satisfies Record<string, { readonly like: ErrorCode; readonly sentence: string }>;

/** Refusal `admin.…`. */
export function refusal(code: keyof typeof CODES): Refusal {
  const { like, sentence } = CODES[code];
  return new Refusal(like, undefined, undefined, { code: `admin.${code}`, sentence });
}
