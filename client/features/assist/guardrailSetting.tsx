// What the assistant may do in the room, and who may ask it, which its owners say; in the room's menu. Knows no question.
import type { ReadonlySignal } from "@preact/signals";
import type { AssistState, ClientAssistMessage, Guardrail, MayAsk } from "../../../server/features/assist/messages.ts";
import type { PageRoom } from "../../ui/feature.ts";
import { MenuChoice } from "../../ui/menuChoice.tsx";
import { GUARDRAILS, MAY_ASK } from "./bounds.ts";
import { words } from "./words.later.ts";

interface GuardrailSettingProps {
  /** the newest that the server has told */
  readonly state: ReadonlySignal<AssistState | undefined>;
  readonly room: Pick<PageRoom, "send">;
}

export function GuardrailSetting({ state, room }: GuardrailSettingProps) {
  if (!state.value) return null;
  const { guardrail, mostGuardrail, mayAsk } = state.value;
  // the operator's is the least strict that there is
  const allowed = GUARDRAILS.slice(0, GUARDRAILS.indexOf(mostGuardrail) + 1);
  if (allowed.length < 2) return null;
  const set = (changed: { readonly guardrail?: Guardrail; readonly mayAsk?: MayAsk }): void => {
    const now = state.peek() ?? { guardrail, mayAsk };
    const wanted = { guardrail: now.guardrail, mayAsk: now.mayAsk, ...changed };
    room.send({ type: "setting", ...wanted } satisfies ClientAssistMessage);
  };
  return (
    <>
      <MenuChoice
        label={words.value.guardrail}
        value={guardrail}
        all={allowed}
        words={words.value.guardrails}
        onChoose={(one) => set({ guardrail: one })}
      />
      {guardrail !== "off" && (
        <MenuChoice
          label={words.value.mayAsk}
          value={mayAsk}
          all={MAY_ASK}
          words={words.value.who}
          onChoose={(one) => set({ mayAsk: one })}
        />
      )}
    </>
  );
}
