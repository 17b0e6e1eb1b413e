/** ToolsUtils.prettyPrintTable: columns as wide as their widest cell, a TAB after each; the first row is the heading. */
export function prettyTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => `${cell.padEnd(widths[column])}\t`).join(''));
}
