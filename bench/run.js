/*
 * yarn bench NAME…: measures Pilothouse beside its peer in the same run, prints the table, and keeps the figures in
 * bench/results/NAME.json and bench/RESULTS.md. Without a name it says which there are.
 */
'use strict';

const { writeResults } = require('./lib/results');
const { tableOf } = require('./lib/table');

const BENCHMARKS = {
  fleet: () => require('./fleet'),
  'partial-failure': () => require('./partial-failure'),
  live: () => require('./live'),
  rollout: () => require('./rollout'),
  'search-logs': () => require('./search-logs'),
};

async function main(names) {
  const unknown = names.filter(name => !Object.hasOwn(BENCHMARKS, name));
  if (names.length === 0 || unknown.length > 0) {
    throw new Error(
      `Usage: yarn bench ${Object.keys(BENCHMARKS).join(' | ')}${
        unknown.length > 0 ? `; there is no ${unknown.join(', ')}` : ''
      }`,
    );
  }
  for (const name of names) {
    const result = await BENCHMARKS[name]().run(line =>
      process.stdout.write(`${line}\n`),
    );
    for (const table of result.tables) {
      process.stdout.write(`\n${table.title}\n\n${tableOf(table)}\n`);
    }
    for (const note of result.notes) process.stdout.write(`\n${note}\n`);
    writeResults(name, result);
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  error => {
    process.stderr.write(`bench: ${error.message}\n`);
    process.exit(1);
  },
);
