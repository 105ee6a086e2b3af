import { at, recordsAt } from './manifests/reading';

/** The hosts that a route asks traffic for, in lower case. */
export function hostsOf(route: unknown): string[] {
  const named = at(route, 'spec', 'hostnames');
  const hosts = [
    ...(Array.isArray(named) ? named : []),
    ...recordsAt(route, 'spec', 'rules').map(({ host }) => host),
  ];
  return hosts.flatMap(host =>
    typeof host === 'string' && host ? [host.toLocaleLowerCase('en-US')] : [],
  );
}
