// The name of a file or a folder, typed in its place. Knows no file.
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { InPlaceForm } from "../../ui/parts/inPlaceForm.tsx";
import type { FilesModel, Naming } from "./filesModel.ts";
import { problemWith } from "./nameProblems.ts";

interface NameFormProps {
  readonly model: FilesModel;
  readonly naming: Naming;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  /** Called once: with what was typed, "" when it is to stay as it is. */
  readonly onDone: (typed: string) => void;
}

export function NameForm({ model, naming, onDone, ...form }: NameFormProps) {
  // the extension stays as it is, unless one wants it otherwise
  const end = form.value.lastIndexOf(".");
  return (
    <InPlaceForm
      {...form}
      placeholder={form.label}
      maxLength={DEFAULT_LIMITS.fileNameCharacters}
      autocapitalize="off"
      spellcheck={false}
      {...(end > 0 && { selected: end })}
      {...(naming.refused && { refused: naming.refused })}
      problemWith={(typed) => problemWith(model, naming, typed)}
      onDone={(typed) => onDone(typed ?? "")}
    />
  );
}
