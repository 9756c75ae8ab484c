// A table that can be scrolled by keys where it is wider than the window. Knows no rows.
import type { ComponentChildren } from "preact";

interface Column<Row> {
  readonly name: string;
  /** stands at the end, digit below digit */
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

interface TableProps<Row> {
  /** for a screen reader; what is seen stands above it */
  readonly name: string;
  /** the first one says what a row is about */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

export function Table<Row>({ name, columns, rows, keyOf }: TableProps<Row>) {
  return (
    // what can be scrolled has to be reached by keys
    <div class="dashboard-table" role="group" aria-label={name} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" class={column.isNumber ? "number" : ""}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.name} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.name} class={column.isNumber ? "number" : ""}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
