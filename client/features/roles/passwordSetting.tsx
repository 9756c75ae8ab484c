// The room's password, to set and to take away; what it is nobody is shown again. Knows no room.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Field } from "../../ui/parts/field.tsx";
import { PASSWORD_CHARACTERS } from "./bounds.ts";
import { words } from "./words.owners.ts";

interface PasswordSettingProps {
  readonly hasOne: boolean;
  readonly onPassword: (password: string | null) => void;
}

export function PasswordSetting({ hasOne, onPassword }: PasswordSettingProps) {
  const { password: say } = words.value.settings;
  const isTyping = useSignal(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <div class="roles-password">
      <div class="roles-action">
        <p>
          {say.label}
          <small>{hasOne ? say.there : say.none}</small>
        </p>
        <span class="roles-link-actions">
          <button
            ref={opener}
            type="button"
            class="button"
            aria-expanded={isTyping.value}
            onClick={() => {
              isTyping.value = !isTyping.value;
            }}
          >
            {hasOne ? say.change : say.set}
          </button>
          {hasOne && (
            <button type="button" class="button" aria-label={say.removeName} onClick={() => onPassword(null)}>
              {say.remove}
            </button>
          )}
        </span>
      </div>
      {isTyping.value && (
        <NewPassword
          onPassword={(password) => {
            onPassword(password);
            isTyping.value = false;
            opener.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function NewPassword({ onPassword }: { readonly onPassword: (password: string) => void }) {
  const password = useSignal("");
  const { password: say } = words.value.settings;
  const error = useSignal("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const { least, most } = PASSWORD_CHARACTERS;
  const set = (event: SubmitEvent): void => {
    event.preventDefault();
    if (password.value.length < least) error.value = say.tooShort(least);
    else onPassword(password.value);
  };
  return (
    <form ref={form} class="roles-new-password" onSubmit={set} noValidate>
      <Field label={say.new} value={password} error={error.value} autocomplete="off" maxLength={most} />
      <button type="submit" class="button primary">
        {say.yes}
      </button>
    </form>
  );
}
