const LEVELS = ['debug', 'info', 'warn', 'error'];

/**
 * Writes JSON lines, as the log collector wants them.
 *
 * @param {object} [options]
 * @param {string} [options.level] the lowest that is written
 * @param {(line: string) => void} [options.write]
 */
export function createLog({
  level = 'info',
  write = line => process.stdout.write(line),
} = {}) {
  // A level that does not exist is no reason to be silent.
  const lowest = Math.max(0, LEVELS.indexOf(level));
  return Object.fromEntries(
    LEVELS.map((name, rank) => [
      name,
      (message, fields = {}) => {
        if (rank < lowest) return;
        const time = new Date().toISOString();
        write(`${JSON.stringify({ ...fields, time, level: name, message })}\n`);
      },
    ]),
  );
}
