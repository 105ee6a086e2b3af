'use strict';

const http = require('node:http');
const path = require('node:path');

const TIMEOUT_MS = 30_000;

/** What is counted inside a backend, asked from outside; see preload.js. */
class Probe {
  #socket;

  /** @param folder where the socket goes; paths of sockets must be short */
  constructor(folder) {
    this.#socket = path.join(folder, 'probe.sock');
  }

  /** What the backend has to be started with. */
  get env() {
    const preload = path.join(__dirname, 'preload.js');
    return {
      NODE_OPTIONS: [
        process.env.NODE_OPTIONS,
        `--require=${JSON.stringify(preload)}`,
      ]
        .filter(Boolean)
        .join(' '),
      PILOTHOUSE_BENCH_SOCKET: this.#socket,
    };
  }

  /**
   * What was counted since the last time.
   *
   * @returns `{ seconds, cpuSeconds, peakRss, samples, requests, statements, counters }`; see counts.js
   */
  async take() {
    const {
      requests = {},
      statements = {},
      ...taken
    } = await this.#ask('/take');
    return { ...taken, requests, statements };
  }

  /** Numbers as they stand, by their name. */
  gauges() {
    return this.#ask('/gauges');
  }

  /** Of the next milliseconds; see profile.js */
  profile(ms) {
    return this.#ask(`/profile?ms=${ms}`, ms + TIMEOUT_MS);
  }

  #ask(target, timeout = TIMEOUT_MS) {
    return new Promise((resolve, reject) => {
      const request = http.get(
        { socketPath: this.#socket, path: target, timeout, agent: false },
        response => {
          const chunks = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if (response.statusCode === 200) resolve(JSON.parse(text));
            else reject(new Error(`probe: ${text.slice(0, 300)}`));
          });
        },
      );
      request.on('timeout', () =>
        request.destroy(new Error('The probe in the backend does not answer')),
      );
      request.on('error', reject);
    });
  }
}

module.exports = { Probe };
