// As many colours as the server takes, each with a name and a look.
import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { COLOURS } from "../../../server/features/people/messages.ts";
import german from "./words.later.de.ts";
import { words } from "./words.later.ts";

const sourceOf = (path: string): string => readFileSync(`client/${path}`, "utf8");

it("[B68] what is offered as a colour is what the server takes", () => {
  expect(words.value.colours).toHaveLength(COLOURS);
  expect(german.words.colours).toHaveLength(COLOURS);
  expect(sourceOf("ui/people.css").match(/^\.person-\d+ \{/gm)).toHaveLength(COLOURS);
  expect(sourceOf("personColour.ts")).toContain(`const PALETTE = ${COLOURS};`);
});
