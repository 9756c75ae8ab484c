// What the assistant may do in the room, and who may ask it, which its owners say; in the room's menu. Knows no question.
import type { AssistState, ClientAssistMessage, Guardrail, MayAsk } from "../../../server/features/assist/messages.ts";
import type { PageRoom } from "../../ui/feature.ts";
import { GUARDRAILS, MAY_ASK } from "./bounds.ts";
import { words } from "./words.later.ts";
import "./rule.css";

interface RuleProps {
  readonly state: AssistState;
  readonly room: Pick<PageRoom, "send">;
}

export function Rule({ state: { guardrail, mostGuardrail, mayAsk }, room }: RuleProps) {
  // the operator's is the least strict that there is
  const allowed = GUARDRAILS.slice(0, GUARDRAILS.indexOf(mostGuardrail) + 1);
  if (allowed.length < 2) return null;
  const rule = (wanted: Guardrail, who: MayAsk): void =>
    room.send({ type: "setting", guardrail: wanted, mayAsk: who } satisfies ClientAssistMessage);
  return (
    <>
      <label class="assist-rule">
        {words.value.guardrail}
        <select
          value={guardrail}
          onChange={({ currentTarget }) => {
            const wanted = allowed.find((one) => one === currentTarget.value);
            if (wanted) rule(wanted, mayAsk);
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
        <label class="assist-rule">
          {words.value.mayAsk}
          <select
            value={mayAsk}
            onChange={({ currentTarget }) => {
              const who = MAY_ASK.find((one) => one === currentTarget.value);
              if (who) rule(guardrail, who);
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
