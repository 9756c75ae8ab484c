// What the assistant may do in the room, and who may ask it, which its owners say; in the room's menu. Knows no question.
import type { ReadonlySignal } from "@preact/signals";
import type { AssistState, ClientAssistMessage, Guardrail, MayAsk } from "../../../server/features/assist/messages.ts";
import type { PageRoom } from "../../ui/feature.ts";
import { GUARDRAILS, MAY_ASK } from "./bounds.ts";
import { words } from "./words.later.ts";
import "./guardrailSetting.css";

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
      <label class="assist-guardrail">
        {words.value.guardrail}
        <select
          value={guardrail}
          onChange={({ currentTarget }) => {
            const wanted = allowed.find((one) => one === currentTarget.value);
            if (wanted) set({ guardrail: wanted });
          }}
        >
          {allowed.map((one) => (
            <option key={one} value={one}>
              {words.value.guardrails[one]}
            </option>
          ))}
        </select>
      </label>
      {guardrail !== "off" && (
        <label class="assist-guardrail">
          {words.value.mayAsk}
          <select
            value={mayAsk}
            onChange={({ currentTarget }) => {
              const who = MAY_ASK.find((one) => one === currentTarget.value);
              if (who) set({ mayAsk: who });
            }}
          >
            {MAY_ASK.map((one) => (
              <option key={one} value={one}>
                {words.value.who[one]}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
