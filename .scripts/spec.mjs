// Writes the tables of server/protocol/SPEC.md anew from the code. By hand, after errors, limits or what is in `welcome` have changed.
import { readFileSync, writeFileSync } from "node:fs";
import { tsImport } from "tsx/esm/api";

const { SPEC, withTables } = await tsImport("../server/test/specTables.ts", import.meta.url);
writeFileSync(SPEC, withTables(readFileSync(SPEC, "utf8")));
