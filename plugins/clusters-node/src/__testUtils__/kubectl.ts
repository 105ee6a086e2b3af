import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Runs kubectl against a context of the real control planes; `input` goes to its standard input. */
export function kubectl(
  context: string,
  args: readonly string[],
  input = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      variable('PILOTHOUSE_REAL_KUBECTL'),
      [
        '--kubeconfig',
        variable('PILOTHOUSE_REAL_KUBECONFIG'),
        '--context',
        context,
        ...args,
      ],
      { timeout: 30_000 },
      (error, stdout, stderr) =>
        error ? reject(new Error(stderr || error.message)) : resolve(stdout),
    );
    child.stdin?.end(input);
  });
}

/** Address and CA of a context. */
export function addressOf(context: string): { url: string; caPem: string } {
  const config = parse(
    readFileSync(variable('PILOTHOUSE_REAL_KUBECONFIG'), 'utf8'),
  );
  const { cluster } = config.contexts.find(
    (entry: { name: string }) => entry.name === context,
  ).context;
  const found = config.clusters.find(
    (entry: { name: string }) => entry.name === cluster,
  ).cluster;
  return {
    url: found.server,
    caPem: Buffer.from(
      found['certificate-authority-data'],
      'base64',
    ).toString(),
  };
}

export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
