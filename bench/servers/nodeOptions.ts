// The options of Node with which a server is started, as package.json has them. Knows no server.
import { readFileSync } from "node:fs";

const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

export const NODE_OPTIONS: readonly string[] = scripts["start:prod"]!.split(" ").filter((word) =>
  word.startsWith("--"),
);
