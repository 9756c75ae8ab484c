// A dialog or a tab that is loaded when somebody opens it first. Knows no feature.
import type { FunctionComponent } from "preact";
import { show } from "./notices.tsx";
import { useLoaded } from "./useLoaded.ts";

interface Opened<Props> {
  /** read anew as the signals say that it reads */
  readonly isOpen: () => boolean;
  readonly load: () => Promise<FunctionComponent<Props>>;
  readonly close: () => void;
  /** what is said where it could not be had */
  readonly notLoaded: () => string;
}

/** The component while it is open and here; where it could not be had it is closed again, and the person told. */
export const useOpened = <Props>({
  isOpen,
  load,
  close,
  notLoaded,
}: Opened<Props>): FunctionComponent<Props> | undefined =>
  useLoaded(isOpen, load, () => {
    close();
    show(notLoaded());
  });
