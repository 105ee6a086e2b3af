import { relative } from 'node:path';
import { USAGE, readArguments, type Arguments } from './arguments';
import { startLandscape, type Landscape } from './landscape';
import { kinds } from './kubernetes/controllers/objects';

/**
 * The command `landscape`: runs until it is interrupted.
 *
 * @returns the exit code of the process.
 */
export async function main(
  args: string[],
  env: Record<string, string | undefined>,
): Promise<number> {
  let options: Arguments;
  try {
    options = readArguments(args, env);
  } catch (error) {
    return fail(error);
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const interrupted = interruption();
  const started = performance.now();
  let landscape: Landscape;
  try {
    landscape = await startLandscape({
      ...options,
      log: say,
      onError: error => process.stderr.write(`${describe(error)}\n`),
    });
  } catch (error) {
    return fail(error);
  }
  for (const { name, url, api } of landscape.clusters) {
    const pods = api.list(kinds.pods).length;
    say(`  ${name.padEnd(16)}${url}  ${pods} pods`);
  }
  say(`  ${'console'.padEnd(16)}${landscape.consoleUrl}`);
  say(`  ${'kubeconfig'.padEnd(16)}${here(landscape.files.kubeconfig)}`);
  const seconds = (performance.now() - started) / 1000;
  say(`Ready after ${seconds.toFixed(1)} s. Ctrl-C stops it.`);
  await interrupted;
  await landscape.stop();
  return 0;
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process as usual. */
function interruption(): Promise<void> {
  return new Promise(resolve => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function here(path: string): string {
  return relative(process.cwd(), path) || path;
}

function fail(error: unknown): number {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${text}\n`);
  return 1;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
