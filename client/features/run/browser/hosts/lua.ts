// Runs Lua in a worker of a frame, on wasmoon, whose file the page hands over. Knows no page.
import { serve } from "./host.ts";
import { type Lua, startLua } from "./luaProgram.ts";
import { capMemory } from "./memory.ts";
import PROGRAM from "./program.lua?raw";

let lua: Lua;

serve({
  async load({ files }) {
    capMemory();
    lua = await startLua(URL.createObjectURL(new Blob([files.get("glue.wasm") ?? ""], { type: "application/wasm" })));
    return undefined;
  },
  run: ({ files, main }, out) => lua.run(PROGRAM, main, files, out),
});
