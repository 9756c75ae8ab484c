// The page of keys: those of all that can be done now, and the editor's own. Knows no command.
import { type CodeAction, codeKeys } from "../../../editor/codeKeys.ts";
import { preferences } from "../../../editor/preferences.ts";
import { Dialog } from "../../../ui/parts/dialog.tsx";
import type { PageRoom } from "../../../ui/pageFeature.ts";
import { IS_MAC } from "../../../pressed.ts";
import { Keys } from "../../../ui/parts/tips/keyCaps.tsx";
import "./shortcuts.css";
import { words } from "./words.ts";

/** out of the code, one after the other */
const LEAVING = ["Escape", "Tab"];

interface ShortcutsProps {
  readonly room: PageRoom;
  readonly onClose: () => void;
}

export function Shortcuts({ room, onClose }: ShortcutsProps) {
  const { keymap } = preferences.value;
  const ofCode = codeKeys(keymap, IS_MAC);
  const ofPage = room.commands.value.filter(({ key }) => key !== undefined);
  return (
    <Dialog title={words.value.shortcuts} class="shortcuts" onClose={onClose}>
      <section aria-labelledby="shortcuts-page">
        <h3 id="shortcuts-page">{words.value.inThePage}</h3>
        <dl>
          {ofPage.map(({ id, name, key }) => (
            <Row key={id} name={name} keys={[key].flat().filter((one) => one !== undefined)} />
          ))}
        </dl>
      </section>
      <section aria-labelledby="shortcuts-code">
        <h3 id="shortcuts-code">{words.value.inTheCode}</h3>
        <p>{words.value.codeFirst}</p>
        <dl>
          <Row name={words.value.leaveCode} keys={LEAVING} />
          {Object.entries(words.value.code).map(([action, name]) => {
            const found = ofCode[action as CodeAction];
            if (found === undefined) return null;
            return "key" in found ? (
              <Row key={action} name={name} keys={[found.key]} />
            ) : (
              <Typed key={action} name={name} typed={found.typed} />
            );
          })}
        </dl>
      </section>
    </Dialog>
  );
}

function Row({ name, keys }: { readonly name: string; readonly keys: readonly string[] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {keys.map((key) => (
          <Keys key={key} written={key} />
        ))}
      </dd>
    </div>
  );
}

/** Letters as they are typed. */
function Typed({ name, typed }: { readonly name: string; readonly typed: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <kbd class="keys">
          <span class="key-cap">{typed}</span>
        </kbd>
      </dd>
    </div>
  );
}
