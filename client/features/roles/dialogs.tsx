// The dialogs of the roles: which one is open. Loaded when the first one is.
import { AskViewers } from "./askViewers.tsx";
import { PersonDialog } from "./personDialog.tsx";
import "./roles.css";
import type { RolesModel } from "./rolesModel.ts";
import { SettingsDialog } from "./settingsDialog.tsx";
import { ShareDialog } from "./shareDialog.tsx";
import { TakenDialog } from "./takenDialog.tsx";
import { WaitingDialog } from "./waitingDialog.tsx";

export function Dialogs({ model }: { readonly model: RolesModel }) {
  const open = model.open.value;
  const close = (): void => {
    // another may be open by now
    if (model.open.peek() === open) model.open.value = undefined;
  };
  switch (open) {
    case undefined:
      return null;
    case "share":
    case "moreWays":
      return <ShareDialog model={model} onClose={close} />;
    case "settings":
    case "closing":
    case "deleting":
      return <SettingsDialog model={model} onClose={close} />;
    case "waiting":
      return <WaitingDialog model={model} onClose={close} />;
    case "viewers":
      return <AskViewers model={model} onClose={close} />;
    case "taken":
      return <TakenDialog model={model} onClose={close} />;
    default:
      return <PersonDialog model={model} participant={open} onClose={close} />;
  }
}
