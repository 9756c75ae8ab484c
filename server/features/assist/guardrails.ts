// How much of the work the assistant may do in a room: which modes each guardrail leaves, and what the model is told of it. Knows no room.
import { GUARDRAILS, type Guardrail, type Mode, MODES } from "./messages.ts";

interface GuardrailEntry {
  readonly modes: readonly Mode[];
  /** its answers may hold changes of files */
  readonly mayPropose: boolean;
  /** its answers may hold code that stands alone; what does is left out where they may not */
  readonly mayShowCode: boolean;
  /** what the model is told */
  readonly instruction: string;
}

const TALKING: readonly Mode[] = ["chat", "review", "debug", "explain"];

/** From the strictest on. */
export const GUARDRAIL_ENTRIES: Readonly<Record<Guardrail, GuardrailEntry>> = {
  off: { modes: [], mayPropose: false, mayShowCode: false, instruction: "" },
  hints: {
    modes: TALKING,
    mayPropose: false,
    mayShowCode: false,
    instruction:
      "Give hints only: one step at a time, as questions or as places to look at. Never give a solution and never write code.",
  },
  explain: {
    modes: TALKING,
    mayPropose: false,
    mayShowCode: false,
    instruction: "Explain in words how things work and what is wrong. Never write code for them.",
  },
  syntax: {
    modes: TALKING,
    mayPropose: false,
    mayShowCode: true,
    instruction:
      "Help with the syntax and the standard library of the language only, with short general examples. Never solve the task itself and never write code that belongs into their files.",
  },
  all: { modes: MODES, mayPropose: true, mayShowCode: true, instruction: "" },
};

/** The strictest of them. */
export const strictest = (one: Guardrail, other: Guardrail): Guardrail =>
  GUARDRAILS.indexOf(one) < GUARDRAILS.indexOf(other) ? one : other;

/** Whether something may be asked in this mode. */
export const allows = (guardrail: Guardrail, mode: Mode): boolean => GUARDRAIL_ENTRIES[guardrail].modes.includes(mode);
