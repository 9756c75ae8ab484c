// Whatever a person types or chooses on the page is within what the server takes: every field that there is, and what is made for it.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { newClientId } from "./identity.ts";

const sourceOf = (path: string): string => readFileSync(`client/${path}`, "utf8");

/** A constant as a source has it. */
const valueOf = (path: string, name: string): string =>
  new RegExp(`^(?:export )?const ${name} = (.+);$`, "m").exec(readFileSync(path, "utf8"))?.[1] ??
  `no ${name} in ${path}`;

interface TextField {
  readonly path: string;
  /** as the source has it; undefined: it takes any number of characters */
  readonly most: string | undefined;
}

/** What a person can type into, by the tags of a source. */
const fieldsIn = (path: string, source: string): TextField[] =>
  [...source.matchAll(/<(?:input|textarea|Field|InPlaceForm)\b(?:=>|[^>])*?\/?>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/\breadOnly\b|type="(?:checkbox|radio|file|number|search)"/.test(tag))
    .map((tag) => ({ path, most: /\bmaxLength=\{([^}]+)\}/.exec(tag)?.[1] }));

/** What draws a field for others passes on what they ask for. */
const DRAWN = ["ui/field.tsx", "ui/inPlaceForm.tsx"];

const FIELDS: readonly TextField[] = [
  { path: "features/chat/composer.tsx", most: "TEXT_CHARACTERS" },
  { path: "features/files/nameForm.tsx", most: "DEFAULT_LIMITS.fileNameCharacters" },
  { path: "features/people/profileDialog.tsx", most: "nameCharacters" },
  { path: "features/roles/door.tsx", most: "PASSWORD_CHARACTERS.most" },
  { path: "features/roles/passwordSetting.tsx", most: "most" },
  { path: "ui/home.tsx", most: "DEFAULT_LIMITS.nameCharacters" },
  // a link or a code, which is found in whatever is pasted
  { path: "ui/home.tsx", most: undefined },
  { path: "ui/roomEntry.tsx", most: "DEFAULT_LIMITS.nameCharacters" },
  { path: "ui/titleForm.tsx", most: "most" },
];

describe("what a person types", () => {
  it("[B68] is no longer than the server takes, in every field", () => {
    const fields = readdirSync("client", { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".tsx") && !DRAWN.includes(path))
      .flatMap((path) => fieldsIn(path, sourceOf(path)));
    expect(fields.toSorted((one, other) => (one.path < other.path ? -1 : 1))).toEqual(FIELDS);
    for (const path of DRAWN) expect(sourceOf(path)).toMatch(/<input\s+\{\.\.\.(?:rest|input)\}/);
  });

  it("[B68] by the same bounds as the server's", () => {
    expect(sourceOf("ui/titleForm.tsx")).toContain("const most = DEFAULT_LIMITS.titleCharacters;");
    expect(sourceOf("features/people/profileDialog.tsx")).toContain("const { nameCharacters } = DEFAULT_LIMITS;");
    expect(sourceOf("features/roles/passwordSetting.tsx")).toMatch(/const \{.*\bmost\b.*\} = PASSWORD_CHARACTERS;/);
  });

  it.each([
    ["features/chat/messages", "TEXT_CHARACTERS", "features/chat/messages", "TEXT_CHARACTERS"],
    ["features/chat/index", "PAGE_ENTRIES", "features/chat/messages", "PAGE_ENTRIES"],
    ["features/files/messages", "FILES_AT_ONCE", "features/files/messages", "FILES_AT_ONCE"],
    ["features/roles/messages", "PASSWORD_CHARACTERS", "features/roles/messages", "PASSWORD_CHARACTERS"],
    ["rooms/room", "CHARACTERS_PER_PUSH", "sync/allowances", "BYTES_PER_PUSH"],
    ["socket/session", "FRAME_COST_BYTES", "sync/allowances", "FRAME_COST_BYTES"],
  ])("[B68] what the server has as %s %s the page has as the same number", (path, name, pagePath, pageName) => {
    const value = valueOf(`server/${path}.ts`, name);
    expect(value).toMatch(/^(?:\d|\{ \w+: \d)/);
    expect(valueOf(`client/${pagePath}.ts`, pageName)).toBe(value);
  });

  it("[B68] fields are found as they are written", () => {
    const source = `
      <input type="text" onInput={() => {}} maxLength={MOST} />
      <Field label="x"
        value={y} />
      <textarea readOnly value={x} /><input type="checkbox" />`;
    expect(fieldsIn("x", source).map(({ most }) => most)).toEqual(["MOST", undefined]);
  });
});

describe("what a person chooses, and the page makes for them", () => {
  it("[B68] offers as many colours as the server takes, each with a name and a look", () => {
    const colours = Number(valueOf("server/features/people/messages.ts", "COLOURS"));
    expect(colours).toBeGreaterThan(0);
    const [, named = ""] =
      /const COLOURS = \[([^\]]*)\] as const/.exec(sourceOf("features/people/profileDialog.tsx")) ?? [];
    expect(named.match(/"\w+"/g)).toHaveLength(colours);
    expect(sourceOf("ui/people.css").match(/^\.person-\d+ \{/gm)).toHaveLength(colours);
    expect(sourceOf("personColour.ts")).toContain(`const PALETTE = ${colours};`);
  });

  it("[B68] a message of the chat has an id of the shape that the server asks for", () => {
    expect(sourceOf("features/chat/index.tsx")).toContain("newId: newClientId,");
    for (let made = 0; made < 100; made++) expect(newClientId()).toMatch(/^[\w-]{16,64}$/);
  });
});
