// Rows as text, in columns that stand below each other. Knows no database.
import type { Rows } from "./sqlite.ts";

/** The first of them, which say how wide the columns are; of the others it is not known yet. */
const MEASURED_ROWS = 1_000;
/** UTF-16 units of these rows: they wait in memory. */
const MEASURED_CHARACTERS = 500_000;
/** UTF-16 units: a cell that is longer moves what is behind it. */
const WIDEST = 60;

/** UTF-16 units that are written together. */
const WRITTEN = 4_000;

const shown = (text: string): string => text.replaceAll("\r", "\\r").replaceAll("\n", "\\n");

/** Writes what could be made before a row that throws, too. */
export function writeTable({ columns, rows }: Rows, write: (text: string) => void): void {
  const names = columns.map(shown);
  const widths = names.map((name) => name.length);
  const numbers = names.map(() => true);
  const waiting: (readonly string[])[] = [];
  let [count, characters, isBegun, kept] = [0, 0, false, ""];
  const put = (text: string): void => {
    kept += text;
    if (kept.length < WRITTEN) return;
    write(kept);
    kept = "";
  };
  const line = (cells: readonly string[]): void => {
    const padded = cells.map((cell, column) => {
      const width = Math.min(WIDEST, widths[column] ?? 0);
      return numbers[column] ? cell.padStart(width) : cell.padEnd(width);
    });
    put(`${padded.join(" | ").trimEnd()}\n`);
  };
  const begin = (): void => {
    if (isBegun) return;
    isBegun = true;
    line(names);
    put(`${widths.map((width) => "-".repeat(Math.min(WIDEST, width))).join("-+-")}\n`);
    waiting.forEach(line);
  };
  try {
    for (const cells of rows) {
      const texts = cells.map(({ text }) => shown(text));
      if (++count > MEASURED_ROWS || characters > MEASURED_CHARACTERS) {
        begin();
        line(texts);
        continue;
      }
      waiting.push(texts);
      for (const [column, { text, isNumber }] of cells.entries()) {
        const { length } = texts[column] ?? "";
        characters += length;
        widths[column] = Math.max(widths[column] ?? 0, length);
        if (!isNumber && text !== "NULL") numbers[column] = false;
      }
    }
  } catch (error) {
    begin();
    write(kept);
    throw error;
  }
  begin();
  write(`${kept}(${count} ${count === 1 ? "row" : "rows"})\n\n`);
}
