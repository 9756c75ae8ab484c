// Leads from somebody in the list of people to what they wrote, to be taken back. Knows no edit.
import type { Participant } from "#protocol/events.ts";
import { tip } from "../../../ui/parts/tips/tip.ts";
import { TakeOutIcon } from "../icons.tsx";
import { words } from "./words.ts";

interface TakeBackButtonProps {
  readonly person: Participant;
  readonly onPress: () => void;
}

export function TakeBackButton({ person, onPress }: TakeBackButtonProps) {
  return (
    <button
      type="button"
      class="button quiet icon-only"
      aria-haspopup="dialog"
      aria-label={words.value.takeBackOf(person.name)}
      {...tip(words.value.hint)}
      onClick={onPress}
    >
      <TakeOutIcon />
    </button>
  );
}
