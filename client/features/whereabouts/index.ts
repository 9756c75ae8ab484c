// Where others are and what they change, in words; what does it is loaded behind the first text. Has no other half.
import { StateEffect } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";
import { signal } from "@preact/signals";
import type { PageFeature } from "../../ui/pageFeature.ts";
import type { Whereabouts } from "./whereabouts.ts";

export const whereabouts: PageFeature = {
  name: "whereabouts",
  open(room) {
    const loaded = signal<Whereabouts | undefined>(undefined);
    let loading: Promise<Whereabouts | undefined> | undefined;
    const load = async (): Promise<Whereabouts | undefined> => {
      const part = await import("./whereabouts.ts").catch(() => undefined);
      loaded.value = part && new part.Whereabouts(room);
      return loaded.peek();
    };
    return {
      editor: (file) =>
        ViewPlugin.define((view) => {
          loading ??= load();
          void loading.then((it) => it && view.dispatch({ effects: StateEffect.appendConfig.of(it.follow(file)) }));
          return {};
        }),
      commands: () => loaded.value?.commands() ?? [],
      closed: () => loaded.peek()?.stop(),
    };
  },
};
