// Whatever a person types or chooses on the page is within what the server takes: every field that there is, and what is made for it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

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
const DRAWN = ["ui/parts/field.tsx", "ui/parts/inPlaceForm.tsx"];

const FIELDS: readonly TextField[] = [
  { path: "dashboard/abuseTools.tsx", most: "GROUP_CHARACTERS" },
  { path: "dashboard/abuseTools.tsx", most: "REASON_CHARACTERS" },
  { path: "dashboard/eventsTab.tsx", most: "SOUGHT_CHARACTERS" },
  { path: "dashboard/roomDialog.tsx", most: "REASON_CHARACTERS" },
  { path: "dashboard/signIn.tsx", most: "TOKEN_CHARACTERS" },
  { path: "dashboard/standingForms.tsx", most: "NOTICE_CHARACTERS" },
  { path: "dashboard/standingForms.tsx", most: "REASON_CHARACTERS" },
  { path: "features/assist/composer.tsx", most: "QUESTION_CHARACTERS" },
  { path: "features/assist/keyGroup.tsx", most: "MODEL_CHARACTERS" },
  { path: "features/assist/keyGroup.tsx", most: "KEY_CHARACTERS" },
  { path: "features/chat/composer.tsx", most: "TEXT_CHARACTERS" },
  { path: "features/files/nameForm.tsx", most: "DEFAULT_LIMITS.fileNameCharacters" },
  { path: "features/history/versions/nameDialog.tsx", most: "NAME_CHARACTERS" },
  { path: "features/people/profileDialog.tsx", most: "nameCharacters" },
  { path: "features/roles/door.tsx", most: "PASSWORD_CHARACTERS.most" },
  { path: "features/roles/passwordSetting.tsx", most: "most" },
  { path: "features/run/inputs.tsx", most: "INPUT_CHARACTERS - 1" },
  { path: "features/run/inputs.tsx", most: "INPUT_CHARACTERS" },
  { path: "features/search/panel.tsx", most: "QUERY_CHARACTERS" },
  { path: "ui/entry/askName.tsx", most: "DEFAULT_LIMITS.nameCharacters" },
  // what takes it over cuts it to its own bound
  { path: "ui/parts/focusOfPlace.tsx", most: undefined },
  // what is looked for, here alone
  { path: "ui/parts/lists/chooser.tsx", most: "MOST_TYPED" },
  { path: "ui/parts/lists/typingAhead.tsx", most: "MOST_TYPED" },
  { path: "ui/parts/titleForm.tsx", most: "most" },
  { path: "ui/start/home.tsx", most: "DEFAULT_LIMITS.nameCharacters" },
  // a link or a code, which is found in whatever is pasted
  { path: "ui/start/home.tsx", most: undefined },
];

/** How those that name their bound themselves take it of the server's. */
const TAKEN: readonly (readonly [path: string, taken: RegExp])[] = [
  ["features/people/profileDialog.tsx", /const \{ nameCharacters \} = DEFAULT_LIMITS;/],
  ["features/roles/passwordSetting.tsx", /const \{.*\bmost\b.*\} = PASSWORD_CHARACTERS;/],
];

/** A feature may have been taken out with its fields. */
const isThere = (path: string): boolean => !path.startsWith("features/") || existsSync(`client/${path}`);

describe("what a person types", () => {
  it("[B68] is no longer than the server takes, in every field", () => {
    const fields = readdirSync("client", { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".tsx") && !DRAWN.includes(path))
      .flatMap((path) => fieldsIn(path, sourceOf(path)));
    expect(fields.toSorted((one, other) => (one.path < other.path ? -1 : 1))).toEqual(
      FIELDS.filter(({ path }) => isThere(path)),
    );
    for (const path of DRAWN) expect(sourceOf(path)).toMatch(/<input\s+\{\.\.\.(?:rest|input)\}/);
  });

  it("[B68] by the same bounds as the server's", () => {
    expect(sourceOf("ui/parts/titleForm.tsx")).toContain("const most = DEFAULT_LIMITS.titleCharacters;");
    for (const [path, taken] of TAKEN) if (isThere(path)) expect(sourceOf(path)).toMatch(taken);
  });

  it.each([
    ["rooms/file/liveFiles", "CHARACTERS_PER_PUSH", "sync/allowances", "BYTES_PER_PUSH"],
    ["socket/session", "FRAME_COST_BYTES", "sync/allowances", "FRAME_COST_BYTES"],
    ["dashboard/bounds", "TOKEN_CHARACTERS", "dashboard/bounds", "TOKEN_CHARACTERS"],
    ["dashboard/bounds", "NOTICE_CHARACTERS", "dashboard/bounds", "NOTICE_CHARACTERS"],
    ["dashboard/bounds", "REASON_CHARACTERS", "dashboard/bounds", "REASON_CHARACTERS"],
    ["dashboard/bounds", "MOST_MINUTES", "dashboard/bounds", "MOST_MINUTES"],
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
