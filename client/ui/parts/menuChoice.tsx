// One thing that is chosen in the room's menu, of a few. Knows no room.
import "./menuChoice.css";

interface MenuChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly all: readonly Value[];
  /** what each is called */
  readonly words: Readonly<Record<Value, string>>;
  readonly onChoose: (value: Value) => void;
}

export function MenuChoice<Value extends string>({ label, value, all, words, onChoose }: MenuChoiceProps<Value>) {
  return (
    <label class="menu-choice">
      {label}
      <select
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = all.find((one) => one === currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {all.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
