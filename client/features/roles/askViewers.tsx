// Asks before everybody but the owners can only read: what they know with which somebody new could still edit, and whether it closes. Knows not where it is asked.
import { AskTaking } from "./askTaking.tsx";
import { giveEveryone } from "./everyone.ts";
import type { RolesModel } from "./rolesModel.ts";
import { words } from "./words.owners.ts";

export function AskViewers({ model, onClose }: { readonly model: RolesModel; readonly onClose: () => void }) {
  const { viewers } = words.value.settings;
  return (
    <AskTaking
      model={model}
      question={{ role: "viewer" }}
      title={viewers.title}
      yes={viewers.yes}
      andClose={viewers.andClose}
      about={() => viewers.about}
      isSilent={({ kind }) => kind === "plain"}
      onYes={(links) => giveEveryone(model, "viewer", links)}
      onClose={onClose}
    >
      <p>{viewers.means}</p>
    </AskTaking>
  );
}
