// The choice of a programming language. Knows names only.
import { useId } from "preact/hooks";
import { isLanguage, type Language, LANGUAGES } from "#protocol/languages.ts";

interface LanguageSelectProps {
  readonly label: string;
  readonly value: Language;
  readonly onChange: (language: Language) => void;
}

export function LanguageSelect({ label, value, onChange }: LanguageSelectProps) {
  const id = useId();
  return (
    <div class="field language">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          if (isLanguage(event.currentTarget.value)) onChange(event.currentTarget.value);
        }}
      >
        {LANGUAGES.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
