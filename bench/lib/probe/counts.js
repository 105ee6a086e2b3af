'use strict';

const MEMORY_EVERY_MS = 500;

/** What was counted since it was taken last. */
class Counts {
  #since = performance.now();
  #cpu = process.cpuUsage();
  #peak = process.memoryUsage.rss();
  /** Samples by the name of their histogram. */
  #samples = {};
  /** Numbers by kind, and by what they are of: `{ requests: { 'https://… write': 3 } }`. */
  #sums = {};

  /** As they stand, by the name of their gauge. */
  #gauges = {};

  constructor() {
    setInterval(() => this.#notePeak(), MEMORY_EVERY_MS).unref();
  }

  add(kind, of, number = 1) {
    const sums = (this.#sums[kind] ??= {});
    sums[of] = (sums[of] ?? 0) + number;
  }

  set(name, value) {
    this.#gauges[name] = value;
  }

  get gauges() {
    return this.#gauges;
  }

  sample(name, value) {
    (this.#samples[name] ??= []).push(value);
  }

  /** CPU in seconds, memory in bytes. */
  take() {
    this.#notePeak();
    const now = performance.now();
    const { user, system } = process.cpuUsage(this.#cpu);
    const taken = {
      seconds: (now - this.#since) / 1000,
      cpuSeconds: (user + system) / 1e6,
      peakRss: this.#peak,
      samples: this.#samples,
      ...this.#sums,
    };
    this.#since = now;
    this.#cpu = process.cpuUsage();
    this.#peak = process.memoryUsage.rss();
    this.#samples = {};
    this.#sums = {};
    return taken;
  }

  #notePeak() {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
  }
}

module.exports = { Counts };
