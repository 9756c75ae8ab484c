// Who may run code in the room, which its owners say; in the room's menu. Knows no run.
import { WHO } from "./bounds.ts";
import type { RunModel } from "./runModel.ts";
import { words } from "./words.ts";

export function WhoMayRun({ model }: { readonly model: RunModel }) {
  if (!model.mayRule.value) return null;
  return (
    <label class="run-who">
      {words.value.mayRun}
      <select
        value={model.mayRunWho.value}
        onChange={({ currentTarget }) => {
          const who = WHO.find((one) => one === currentTarget.value);
          if (who) model.setMayRun(who);
        }}
      >
        {WHO.map((who) => (
          <option key={who} value={who}>
            {words.value.who[who]}
          </option>
        ))}
      </select>
    </label>
  );
}
