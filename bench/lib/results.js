'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { tableOf } = require('./table');

const FOLDER = path.join(__dirname, '../results');
const PAGE = path.join(__dirname, '../RESULTS.md');

/** Keeps the figures of one benchmark, and writes the page of all of them anew. */
function writeResults(name, result) {
  fs.mkdirSync(FOLDER, { recursive: true });
  fs.writeFileSync(
    path.join(FOLDER, `${name}.json`),
    `${JSON.stringify(
      {
        name,
        date: new Date().toISOString().slice(0, 10),
        machine: machine(),
        ...result,
      },
      undefined,
      2,
    )}\n`,
  );
  fs.writeFileSync(PAGE, page());
}

function machine() {
  const [cpu] = os.cpus();
  return {
    cpu: cpu.model.trim(),
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
  };
}

function page() {
  const sections = fs
    .readdirSync(FOLDER)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')))
    .map(section);
  return `# Benchmarks

Written by \`yarn bench NAME\`; what each measures, and how, is in [README.md](README.md).

${sections.join('\n')}`;
}

function section({
  name,
  date,
  machine: { cpu, cores, memoryGiB, node },
  ...result
}) {
  const tables = result.tables.map(
    table => `${table.title}:\n\n${tableOf(table)}\n`,
  );
  const notes = result.notes.map(note => `- ${note}`).join('\n');
  return `## ${name}

${date}, ${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}.

${tables.join('\n')}${notes ? `\n${notes}\n` : ''}`;
}

module.exports = { writeResults };
