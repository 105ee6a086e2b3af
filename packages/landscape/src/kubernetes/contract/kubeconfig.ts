import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fieldsAt, listAt, textAt } from '../printers/read';
import type { ApiTarget } from './client';

/** Reads one context of a kubeconfig whose users carry tokens. */
export function targetFromKubeconfig(file: string, context: string): ApiTarget {
  const config: unknown = parse(readFileSync(file, 'utf8'));
  const entry = (list: string, name: string | undefined, part: string) => {
    const found =
      typeof config === 'object' && config !== null
        ? listAt(config, list).find(item => item.name === name)
        : undefined;
    const value = found && fieldsAt(found, part);
    if (!value) throw new Error(`${file} has no ${part} ${name ?? ''}`);
    return value;
  };
  const { cluster, user } = entry('contexts', context, 'context');
  const server = entry('clusters', String(cluster), 'cluster');
  const url = textAt(server, 'server');
  const ca = textAt(server, 'certificate-authority-data');
  const token = textAt(entry('users', String(user), 'user'), 'token');
  if (!url || !ca || !token) {
    throw new Error(`${file}: context ${context} lacks server, CA or token`);
  }
  return { url, caPem: Buffer.from(ca, 'base64').toString(), token };
}

/** The kubeconfig of the real control planes, which the real lane sets. */
export function realKubeconfig(): string {
  const file = process.env.PILOTHOUSE_REAL_KUBECONFIG;
  if (!file) throw new Error('PILOTHOUSE_REAL_KUBECONFIG is not set');
  return file;
}
