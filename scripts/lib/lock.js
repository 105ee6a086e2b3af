'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { print } = require('./console');

/** Runs `work` while no other process of this clone does the same, so that `npm start` and `npm test` may come at once. */
async function withLock(file, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    if (!told) {
      print(`Pilothouse: another setup of this clone is under way (${file})`);
    }
    told = true;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = read(file);
  if (holder === '' ? isFresh(file) : isAlive(Number(holder))) return false;
  // Its process was killed. Somebody else may have found that too and hold a new lock by now: what is moved away is
  // looked at once more, and put back when it is not the dead one.
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (read(aside) !== holder) fs.renameSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  fs.rmSync(aside, { force: true });
  return false;
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whoever made it may be about to write its number. */
function isFresh(file) {
  try {
    return Date.now() - fs.statSync(file).mtimeMs < 5000;
  } catch {
    return true;
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

module.exports = { withLock };
