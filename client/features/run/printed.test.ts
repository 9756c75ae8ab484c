// What a program prints becomes lines with looks, however it is cut into pieces.
import { describe, expect, it } from "@jest/globals";
import { Printed } from "./printed.ts";

const ESC = "\u001B";

/** Each line as "look:text|…". */
function lines(...chunks: string[]): string[] {
  const printed = new Printed();
  for (const chunk of chunks) printed.print("stdout", chunk);
  return printed.lines.map(({ spans }) =>
    spans.map(({ look, text }) => `${look.replace("stdout", "")}:${text}`).join("|"),
  );
}

describe("what is printed", () => {
  it("[M40] is in its colours, also where a sequence comes in pieces", () => {
    expect(lines(`a${ESC}[1;31mb${ESC}[0mc\n`)).toEqual([":a| ansi-1 ansi-bold:b|:c", ""]);
    expect(lines(`a${ESC}`, "[3", "2", "mb")).toEqual([":a| ansi-2:b"]);
    expect(lines(`${ESC}[38;5;196mr${ESC}[48;2;0;0;255mb${ESC}[39;49mn`)).toEqual([" ansi-1:r| ansi-1 on-ansi-4:b|:n"]);
    expect(lines(`${ESC}[7mi${ESC}[27mn${ESC}[91mb`)).toEqual([" ansi-inverse:i|:n| ansi-1:b"]);
  });

  it("[M40] has no sign that is not seen: titles, movements and bells are left out", () => {
    expect(lines(`a${ESC}]0;title\u0007b${ESC}[2Kc${ESC}(Bd\u0007e${ESC}[?25lf\tg`)).toEqual([":abcdef\tg"]);
    expect(lines(`${ESC}]8;;https://x${ESC}\\link${ESC}]8;;${ESC}\\`)).toEqual([":link"]);
  });

  it("[M40] goes back to the beginning of a line, as progress does", () => {
    expect(lines("10 %\r20 %\r", "30 %\nnext\r\nlast")).toEqual([":30 %", ":next", ":last"]);
    expect(lines("abc\b\bx")).toEqual([":ax"]);
  });

  it("[M40] has a look for each stream of its own", () => {
    const printed = new Printed();
    printed.print("stdout", `${ESC}[32mok`);
    printed.print("stderr", "bad");
    printed.print("stdout", "ok");
    expect(printed.lines[0]?.spans.map(({ look }) => look)).toEqual(["stdout ansi-2", "stderr", "stdout ansi-2"]);
  });

  it("[M41] is bounded: long lines are cut, and the oldest lines are forgotten and counted", () => {
    const printed = new Printed();
    for (let count = 0; count < 20; count++) printed.print("stdout", "x".repeat(1_000));
    expect([printed.lines[0]?.text.length, printed.lines[0]?.isCut]).toEqual([5_000, true]);
    printed.print("stdout", "\n".repeat(10_001));
    expect(printed.lines.length).toBeLessThanOrEqual(10_000);
    expect(printed.forgotten + printed.lines.length).toBe(10_002);
  });

  it("[M41] has at most 200 looks in a line, none of them empty, and is not read anew for what is left out", () => {
    const printed = new Printed();
    const unit = `${ESC}[31ma${ESC}[32mb`;
    const drawn = new Set<unknown>();
    for (let units = 0; units < 1_000_000; units += 1_300 * unit.length) {
      printed.print("stdout", unit.repeat(1_300));
      drawn.add(printed.lines[0]);
    }
    const { spans = [], text, isCut } = printed.lines[0] ?? {};
    expect([printed.lines.length, drawn.size, text?.length, isCut]).toEqual([1, 2, 5_000, true]);
    expect([spans.length, spans.filter((one) => one.text === "").length]).toEqual([200, 0]);
    expect(spans.map((one) => one.text).join("")).toBe(text);
  });

  it("[M40] shows no letter in another place than it has", () => {
    expect(lines("a\u202Eb\u202Cc\u2066d\u2069\n")).toEqual([":abcd", ""]);
  });

  it("[M41] takes no longer for a sequence that never ends", () => {
    const printed = new Printed();
    const from = performance.now();
    for (let count = 0; count < 2_000; count++) printed.print("stdout", `${ESC}]${"0;".repeat(200)}`);
    expect(performance.now() - from).toBeLessThan(2_000);
  });
});
