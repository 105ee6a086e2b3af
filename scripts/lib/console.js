'use strict';

/** A failure that one line explains to the person at the terminal; no stack is shown. */
class Failure extends Error {}

function print(line) {
  process.stderr.write(`${line}\n`);
}

/** Says what is being done now, and how long it took once it is done. */
async function step(title, work) {
  const started = Date.now();
  print(`  … ${title}`);
  const result = await work();
  print(`  ✓ ${title} (${Math.round((Date.now() - started) / 1000)} s)`);
  return result;
}

module.exports = { Failure, print, step };
