// A room's title, edited in its place. Knows no room.
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { cleanName } from "#protocol/names.ts";
import { InPlaceForm } from "./inPlaceForm.tsx";
import { words } from "../words.around.ts";

interface TitleFormProps {
  readonly title: string;
  /** shown where there is no title */
  readonly placeholder: string;
  /** Called once: with the new title, or without one when it stays as it is. `byKeyboard`: the focus has nowhere to go. */
  readonly onDone: (title: string | undefined, byKeyboard: boolean) => void;
}

export function TitleForm({ title, placeholder, onDone }: TitleFormProps) {
  const most = DEFAULT_LIMITS.titleCharacters;
  return (
    <InPlaceForm
      label={words.value.titleOfRoom}
      placeholder={placeholder}
      maxLength={most}
      value={title}
      onDone={(typed, byKeyboard) => {
        const clean = typed === undefined ? title : cleanName(typed, most);
        onDone(clean === title ? undefined : clean, byKeyboard);
      }}
    />
  );
}
