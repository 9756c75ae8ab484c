// Rows as text, in columns that stand below each other. Knows no database.
import type { Rows } from "./sqlite.ts";

/** The first of them, which say how wide the columns are; of the others it is not known yet. */
const MEASURED_ROWS = 1_000;
/** UTF-16 units: a cell that is longer moves what is behind it. */
const WIDEST = 60;

const shown = (text: string): string => text.replaceAll("\r", "\\r").replaceAll("\n", "\\n");

/** Writes line by line, what could be made before a row that throws too. */
export function writeTable({ columns, rows }: Rows, write: (text: string) => void): void {
  const names = columns.map(shown);
  const widths = names.map((name) => name.length);
  const numbers = names.map(() => true);
  const waiting: (readonly string[])[] = [];
  let [count, isBegun] = [0, false];
  const line = (cells: readonly string[]): void => {
    const padded = cells.map((cell, column) => {
      const width = Math.min(WIDEST, widths[column] ?? 0);
      return numbers[column] ? cell.padStart(width) : cell.padEnd(width);
    });
    write(`${padded.join(" | ").trimEnd()}\n`);
  };
  const begin = (): void => {
    if (isBegun) return;
    isBegun = true;
    line(names);
    write(`${widths.map((width) => "-".repeat(Math.min(WIDEST, width))).join("-+-")}\n`);
    waiting.forEach(line);
  };
  try {
    for (const cells of rows) {
      const texts = cells.map(({ text }) => shown(text));
      if (++count > MEASURED_ROWS) {
        begin();
        line(texts);
        continue;
      }
      waiting.push(texts);
      for (const [column, { text, isNumber }] of cells.entries()) {
        widths[column] = Math.max(widths[column] ?? 0, texts[column]?.length ?? 0);
        if (!isNumber && text !== "NULL") numbers[column] = false;
      }
    }
  } finally {
    begin();
  }
  write(`(${count} ${count === 1 ? "row" : "rows"})\n\n`);
}
