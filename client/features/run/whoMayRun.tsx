// Who may run code in the room, which its owners say; in the room's menu. Knows no run.
import { MenuChoice } from "../../ui/parts/menuChoice.tsx";
import { WHO } from "./bounds.ts";
import type { RunModel } from "./runModel.ts";
import { words } from "./words.ts";

export function WhoMayRun({ model }: { readonly model: RunModel }) {
  if (!model.mayRule.value) return null;
  const { mayRun, who } = words.value;
  return (
    <MenuChoice
      label={mayRun}
      value={model.mayRunWho.value}
      all={WHO}
      words={who}
      onChoose={(one) => model.setMayRun(one)}
    />
  );
}
