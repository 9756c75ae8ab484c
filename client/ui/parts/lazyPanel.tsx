// What a place shows, loaded when it is opened first; its model knows whether it is open. Knows no feature.
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { TypedAhead } from "./focusOfPlace.tsx";
import { useOpened } from "./useOpened.ts";

interface LazyPanelProps<Model> {
  readonly model: Model;
  /** it has a field that takes what is typed before it is there */
  readonly isTypedInto?: boolean;
  readonly load: () => Promise<FunctionComponent<{ readonly model: Model }>>;
  /** closes the place, where it could not be had */
  readonly close: () => void;
  readonly notLoaded: () => string;
}

export function LazyPanel<Model extends { setOpen(isOpen: boolean): void }>(props: LazyPanelProps<Model>) {
  const { model, isTypedInto = false, load, close, notLoaded } = props;
  useEffect(() => {
    model.setOpen(true);
    return () => model.setOpen(false);
  }, [model]);
  const Panel = useOpened({ isOpen: () => true, load, close, notLoaded });
  return Panel ? <Panel model={model} /> : isTypedInto ? <TypedAhead /> : null;
}
