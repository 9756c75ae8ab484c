// What the assistant may do in the room, and who may ask it, which its owners say; in the room's menu. Knows no question.
import { MenuChoice } from "../../ui/parts/menuChoice.tsx";
import type { AssistModel } from "./assistModel.ts";
import { MAY_ASK } from "./bounds.ts";
import { words } from "./words.later.ts";

export function GuardrailSetting({ model }: { readonly model: AssistModel }) {
  const { state, guardrails } = model;
  if (!state.value || guardrails.value.length < 2) return null;
  const { guardrail, mayAsk } = state.value;
  return (
    <>
      <MenuChoice
        label={words.value.guardrail}
        value={guardrail}
        all={guardrails.value}
        words={words.value.guardrails}
        onChoose={(one) => model.set({ guardrail: one })}
      />
      {guardrail !== "off" && (
        <MenuChoice
          label={words.value.mayAsk}
          value={mayAsk}
          all={MAY_ASK}
          words={words.value.who}
          onChoose={(one) => model.set({ mayAsk: one })}
        />
      )}
    </>
  );
}
