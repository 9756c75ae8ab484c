// What other features say to have files made, and what the answer means: the port's FileMaking. Knows no room.
import type { FilesMessage } from "../../../server/features/files/messages.ts";
import type { FileMaking } from "../../ui/pageFeature.ts";
import { isTold } from "./told.ts";

export const making: FileMaking = {
  feature: "files",
  make: (name, imported): FilesMessage => ({ type: "create", name, imported }),
  mark: (file, imported): FilesMessage => ({ type: "change", file, imported }),
  made: (answer) => (isTold(answer) && answer.type === "created" ? answer.file : undefined),
};
