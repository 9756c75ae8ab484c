// The dialog of the preferences: what is chosen is seen at once, in the code beside it and in a sample. Knows no room.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { CHOICES, DEFAULTS, prefer, type Preferences, preferences } from "../../editor/preferences.ts";
import { Dialog } from "../../ui/parts/dialog.tsx";
import type { PreferenceGroup } from "../../ui/pageFeature.ts";
import { chooseLanguage } from "../../ui/language.ts";
import { show } from "../../ui/parts/notices.tsx";
import { setTheme, theme, THEMES } from "../../ui/theme.ts";
import { words as around } from "../../ui/words.around.ts";
import { PAGE_LANGUAGES, type PageLanguage, pageLanguage } from "../../words.ts";
import "./preferences.css";
import { words } from "./words.ts";

interface SelectProps<Value extends string | number> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Value[];
  readonly nameOf: (choice: Value) => string;
  readonly hint?: string | undefined;
  readonly onChoose: (choice: Value) => void;
}

function Select<Value extends string | number>(props: SelectProps<Value>) {
  const { label, value, choices, nameOf, hint, onChoose } = props;
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={String(value)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={({ currentTarget }) => {
          const choice = choices[currentTarget.selectedIndex];
          if (choice !== undefined) onChoose(choice);
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={String(choice)}>
            {nameOf(choice)}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} class="preferences-hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** Those that are chosen from words or numbers. */
type Chosen = {
  [Name in keyof Preferences]: Preferences[Name] extends boolean ? never : Name;
}[keyof Preferences];
type Switched = Exclude<keyof Preferences, Chosen>;

interface ChoiceProps<Name extends Chosen> {
  readonly of: Name;
  readonly label: string;
  readonly nameOf: (choice: (typeof CHOICES)[Name][number]) => string;
  readonly hint?: string;
}

function Choice<Name extends Chosen>({ of, label, nameOf, hint }: ChoiceProps<Name>) {
  type Value = (typeof CHOICES)[Name][number] & (string | number);
  return (
    <Select<Value>
      label={label}
      value={preferences.value[of] as Value}
      choices={CHOICES[of] as readonly Value[]}
      nameOf={nameOf}
      hint={hint}
      onChoose={(choice) => prefer({ [of]: choice })}
    />
  );
}

function Switch({ of, label }: { readonly of: Switched; readonly label: string }) {
  return (
    <label class="preferences-switch">
      <input
        type="checkbox"
        checked={preferences.value[of]}
        onChange={({ currentTarget }) => prefer({ [of]: currentTarget.checked })}
      />
      <span>{label}</span>
    </label>
  );
}

function Group({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="preferences-group">
      <legend>{name}</legend>
      {children}
    </fieldset>
  );
}

function speak(language: PageLanguage | undefined): void {
  chooseLanguage(language).catch(() => show(words.value.notLoaded));
}

interface DialogProps {
  /** what others have among the preferences */
  readonly groups: readonly PreferenceGroup[];
  readonly onClose: () => void;
}

export function PreferencesDialog({ groups, onClose }: DialogProps) {
  const say = words.value;
  const numbers = new Intl.NumberFormat(pageLanguage.value);
  return (
    <Dialog title={say.title} class="preferences" onClose={onClose}>
      <div class="preferences-groups">
        <Group name={say.typing}>
          <Choice
            of="keymap"
            label={say.keymap}
            nameOf={(choice) => say.keymaps[choice]}
            hint={say.keysHint[preferences.value.keymap]}
          />
          <Switch of="completion" label={say.completion} />
          <Switch of="announcing" label={say.announcing} />
        </Group>
        <Group name={say.page}>
          <Select
            label={say.theme}
            value={theme.value}
            choices={THEMES}
            nameOf={(choice) => around.value.themes[choice]}
            onChoose={setTheme}
          />
          <Select
            label={say.language}
            value={pageLanguage.value}
            choices={Object.keys(PAGE_LANGUAGES) as PageLanguage[]}
            nameOf={(choice) => PAGE_LANGUAGES[choice]}
            onChoose={speak}
          />
        </Group>
        <Group name={say.code}>
          <Choice of="colours" label={say.colours} nameOf={(choice) => say.colourNames[choice]} />
          <Choice
            of="font"
            label={say.font}
            nameOf={(choice) => (choice === "system" ? say.systemFont : choice)}
            hint={say.fontHint}
          />
          <Choice
            of="fontSize"
            label={say.fontSize}
            nameOf={(choice) => (choice === "window" ? say.windowSize : `${choice} px`)}
          />
          <Choice of="lineHeight" label={say.lineHeight} nameOf={(choice) => numbers.format(choice)} />
          <Switch of="ligatures" label={say.ligatures} />
          <Sample />
        </Group>
        <Group name={say.text}>
          <Choice
            of="indent"
            label={say.indent}
            nameOf={(choice) => (typeof choice === "number" ? say.blanks(choice) : say.indents[choice])}
          />
          <Choice of="tabWidth" label={say.tabWidth} nameOf={say.columns} />
          <Choice of="wrap" label={say.wrap} nameOf={(choice) => say.wraps[choice]} />
          <Choice
            of="ruler"
            label={say.ruler}
            nameOf={(choice) => (choice === "none" ? say.noRuler : say.columns(choice))}
          />
          <Switch of="whitespace" label={say.whitespace} />
        </Group>
        {groups.map(({ name, View }) => (
          <Group key={name()} name={name()}>
            <View />
          </Group>
        ))}
      </div>
      <div class="preferences-foot">
        <p class="preferences-hint">{say.kept}</p>
        <button
          type="button"
          class="button"
          onClick={() => {
            prefer(DEFAULTS);
            setTheme("system");
            speak(undefined);
          }}
        >
          {say.reset}
        </button>
      </div>
    </Dialog>
  );
}

/** What the code looks like, where the dialog covers it. */
function Sample() {
  return (
    <pre class="preferences-sample code-colours" aria-hidden="true">
      <span class="syntax-comment">{"// 0O 1lI"}</span>
      {"\n"}
      <span class="syntax-keyword">const</span> twice = (n) <span class="syntax-keyword">{"=>"}</span>{" "}
      <span class="syntax-number">2</span> * n;
      {"\n"}
      <span class="syntax-function">print</span>(<span class="syntax-string">{'"fine"'}</span>, a !== b);
    </pre>
  );
}
