// The feature that makes files, whichever it is, for tests of what asks it: found by the file `making.ts` of its folder.
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FileMaking } from "../../../ui/pageFeature.ts";

const FEATURES = fileURLToPath(new URL("../..", import.meta.url));
const maker = readdirSync(FEATURES).find((name) => existsSync(`${FEATURES}${name}/making.ts`));
if (maker === undefined) throw new Error("no feature makes files");

export const { making } = (await import(`../../${maker}/making.ts`)) as { readonly making: FileMaking };
