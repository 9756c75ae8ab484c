// Gives each module of a program an address of its own in this frame. Knows no network: there is none.
import { linked, type Module } from "./modules.ts";

/** The address of the last one, which is the main module's. `imported` names a function that is given what each import() promises. */
export function blobModules(modules: readonly Module[], imported?: string): string {
  const addresses = new Map<string, string>();
  let last = "";
  for (const module of modules) {
    const code = linked(module, (path) => addresses.get(path) ?? "", imported);
    last = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    addresses.set(module.path, last);
  }
  return last;
}
