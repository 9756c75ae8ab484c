// The assistant among the preferences: whom this server asks, a key of one's own, and whether code is gone on with by itself. Knows no room.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { AssistState, OwnProvider } from "../../../server/features/assist/messages.ts";
import { Field } from "../../ui/parts/field.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { KEY_CHARACTERS, MODEL_CHARACTERS } from "./bounds.ts";
import type { CaretSends } from "./caretSends.ts";
import { ownKey, setOwnKey } from "./ownKey.ts";
import { providerName } from "./providerNames.ts";
import { words } from "./words.key.ts";
import "./keyGroup.css";

interface KeyGroupProps {
  /** as the server has told it; undefined: it has no assistant */
  readonly state: AssistState | undefined;
  /** what goes at the caret; undefined: nobody can be asked */
  readonly caret: CaretSends | undefined;
}

const KEY = /^[\x21-\x7e]+$/;
const MODEL = /^[\w.:/@-]+$/;

export function KeyGroup({ state, caret }: KeyGroupProps) {
  const { value: say } = words;
  if (!state?.isThere) return <p class="assist-key-hint">{say.none}</p>;
  const { model, ownProviders } = state;
  return (
    <>
      <p class="assist-key-hint">{model === undefined ? say.noneOfServer : say.ofServer(model)}</p>
      {ownProviders.length > 0 && <OwnKeyForm providers={ownProviders} />}
      {caret?.whom.value !== undefined && (
        <label class="assist-automatic">
          <input
            type="checkbox"
            checked={caret.isAutomatic.value}
            onChange={({ currentTarget }) => {
              if (!currentTarget.checked) return caret.stopAutomatic();
              // once it was shown what goes
              currentTarget.checked = false;
              caret.look("automatic");
            }}
          />
          <span>{say.automatic}</span>
        </label>
      )}
    </>
  );
}

function OwnKeyForm({ providers }: { readonly providers: readonly OwnProvider[] }) {
  const { value: say } = words;
  const id = useId();
  const provider = useSignal<OwnProvider | undefined>(ownKey.peek()?.provider);
  const model = useSignal(ownKey.peek()?.model ?? "");
  const key = useSignal("");
  /** what was to be kept and could not be, the first of it */
  const wrong = useSignal<"model" | "key" | undefined>(undefined);
  if (!isSecureContext) return <p class="assist-key-hint">{say.insecure}</p>;
  const keep = (): void => {
    const { value: chosen } = provider;
    wrong.value = MODEL.test(model.value) ? (KEY.test(key.value) ? undefined : "key") : "model";
    if (!chosen || wrong.value) return;
    setOwnKey({ provider: chosen, model: model.value, key: key.value });
    key.value = "";
    show(say.kept);
  };
  const forget = (): void => {
    setOwnKey(undefined);
    provider.value = undefined;
    key.value = "";
    wrong.value = undefined;
    show(say.forgotten);
  };
  return (
    <form
      class="assist-key"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <p class="assist-key-hint">{say.hint}</p>
      <div class="field">
        <label for={`${id}-provider`}>{say.provider}</label>
        <select
          id={`${id}-provider`}
          value={provider.value ?? ""}
          onChange={({ currentTarget }) => {
            provider.value = providers.find((one) => one === currentTarget.value);
          }}
        >
          <option value="">{say.noProvider}</option>
          {providers.map((one) => (
            <option key={one} value={one}>
              {providerName(one)}
            </option>
          ))}
        </select>
      </div>
      {provider.value && (
        <>
          <Field
            label={say.model}
            value={model}
            error={wrong.value === "model" ? say.modelMissing : ""}
            maxLength={MODEL_CHARACTERS}
            autocomplete="off"
          />
          <Field
            label={say.key}
            value={key}
            error={wrong.value === "key" ? say.keyMissing : ""}
            isSecret
            maxLength={KEY_CHARACTERS}
            autocomplete="off"
            placeholder={ownKey.value ? "••••••••" : ""}
          />
          <div class="actions">
            <button type="submit" class="button">
              {say.keep}
            </button>
            {ownKey.value && (
              <button type="button" class="button quiet" onClick={forget}>
                {say.forget}
              </button>
            )}
          </div>
        </>
      )}
    </form>
  );
}
