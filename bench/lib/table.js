'use strict';

/** A Markdown table, its columns aligned so that it reads well on a terminal too. */
function tableOf({ columns, rows }) {
  const lines = [columns, ...rows.map(row => row.map(String))];
  const widths = columns.map((_, index) =>
    Math.max(...lines.map(line => line[index].length)),
  );
  const format = line =>
    `| ${line
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[index]) : cell.padStart(widths[index]),
      )
      .join(' | ')} |`;
  const rule = widths.map((width, index) =>
    index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [format(columns), format(rule), ...lines.slice(1).map(format)].join(
    '\n',
  );
}

module.exports = { tableOf };
