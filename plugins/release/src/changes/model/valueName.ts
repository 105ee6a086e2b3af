import type { Role } from '@pilothouse/plugin-release-common';

/** The name of a value of the ledger: of what, and where one change has values of both sides, of which side. */
export interface ValueName {
  role?: Role;
  name: string;
}

const OF_ROLE = /^(release|canary) (.+)$/;

/** Reads `canary replicas`, or `replicas`. */
export function parseValueName(text: string): ValueName {
  const [, role, name = ''] = OF_ROLE.exec(text) ?? [];
  return role === 'release' || role === 'canary'
    ? { role, name }
    : { name: text };
}
