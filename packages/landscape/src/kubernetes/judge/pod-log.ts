import { appendFileSync } from 'node:fs';

const LINES = 5;

/**
 * Every container of the real control planes shows one file as its log (`$PILOTHOUSE_REAL_POD_LOG`), in the format of
 * the container runtime interface; without lines in it there is nothing to compare.
 */
export function writePodLog(file: string): void {
  const time = new Date().toISOString();
  for (let line = 1; line <= LINES; line++) {
    appendFileSync(file, `${time} stdout F line ${line}\n`);
  }
}
