// Where in an editor whose its lines are is shown, once that is switched on. Knows nothing of it.
import { Compartment } from "@codemirror/state";

export const blameSlot = new Compartment();
