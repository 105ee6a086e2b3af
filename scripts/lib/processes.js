'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { print } = require('./console');

/** Stands between us and each process, so that it ends with us however we end. */
const GUARD = path.join(__dirname, 'guard.js');

/** How long a process has to end by itself before it is killed. */
const GRACE_MS = 8000;

/**
 * A group of processes that live and end together. Each has its output in NAME.log and runs in a process
 * group of its own, so that what it starts ends with it; and all end when this process is killed.
 */
class Processes {
  #running = new Map();
  #stopping = false;
  #failed;
  #logs;
  /** Rejects when one of them ends before it was told to. */
  failure = new Promise((_, reject) => {
    this.#failed = reject;
  });

  /** @param logs the folder of the log files */
  constructor(logs) {
    this.#logs = logs;
    // Without a listener of its own an early failure would end the process with a stack.
    this.failure.catch(() => {});
  }

  /** @param onLine is given each line of output */
  start(name, file, args, { cwd, env, onLine } = {}) {
    const log = path.join(this.#logs, `${name}.log`);
    fs.mkdirSync(path.dirname(log), { recursive: true, mode: 0o700 });
    const out = fs.createWriteStream(log, { mode: 0o600 });
    // A full disk must not take the portal with it.
    out.on('error', error =>
      print(`pilothouse: no more log: ${error.message}`),
    );
    const child = spawn(process.execPath, [GUARD, file, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', chunk => {
        out.write(chunk);
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        if (onLine) lines.forEach(line => onLine(line));
      });
    }
    const ended = new Promise(resolve => {
      child.once('error', error => resolve(error.message));
      child.once('exit', (code, signal) =>
        resolve(signal ? `signal ${signal}` : `exit code ${code}`),
      );
    });
    this.#running.set(name, { child, ended });
    ended.then(how => {
      if (!this.#stopping) {
        this.#failed(
          new Error(`the ${name} ended (${how}); its output is in ${log}`),
        );
      }
    });
    return child.pid;
  }

  /** Ends all of them: politely, then by force. */
  async stop() {
    this.#stopping = true;
    await Promise.all(
      [...this.#running.values()].map(async ({ child, ended }) => {
        signalGroup(child, 'SIGTERM');
        const force = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
        await ended;
        clearTimeout(force);
        // The leader is gone; whatever it left behind goes too.
        signalGroup(child, 'SIGKILL');
      }),
    );
  }
}

function signalGroup(child, signal) {
  if (!child.pid) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

module.exports = { Processes };
