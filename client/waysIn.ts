// What leads from the start page into a room besides a link: the `wayIn.ts` of features, by their files, for the start needs no more of them.
import type { WayIn } from "./ui/pageFeature.ts";

const found = import.meta.glob<WayIn>("./features/*/wayIn.ts", { eager: true, import: "wayIn" });

export const waysIn = Object.values(found);
