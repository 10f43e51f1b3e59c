/** Rows of text under headings. */
export interface Table {
  readonly title: string
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

const isNumber = (cell: string) => /^[-+]?[\d.,]+( ?(%|ms|s|MB|x))?$|^-$/.test(cell)

/** A table as lines: numbers to the right, text to the left. */
export const formatTable = ({ title, columns, rows }: Table): string => {
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => (row[i] ?? "").length)))
  const right = columns.map((_, i) => rows.length > 0 && rows.every((row) => isNumber(row[i] ?? "-")))
  const line = (cells: ReadonlyArray<string>) =>
    cells
      .map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd()
  const rule = widths.map((width) => "-".repeat(width)).join("  ")
  return [title, line(columns), rule, ...rows.map(line)].join("\n")
}

/** A number with as many digits as are worth reading. */
export const readable = (value: number): string => {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (Number.isInteger(value) || size >= 1000) return Math.round(value).toLocaleString("en-US")
  return value.toFixed(size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 4 : 5)
}
