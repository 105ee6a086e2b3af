import { isError } from '@backstage/errors';
import { CONFIG_MAP, type Cluster } from '@pilothouse/plugin-clusters-node';
import type { Finding } from '@pilothouse/plugin-release-common';
import { finding } from '../findings/finding';
import { timeOf, type ReplicaSet } from '../workload/objects';
import { configReferences } from './references';

/** More are not looked at; that is told. */
const MOST_CONFIG_MAPS = 20;
/** Asked for at the same time. */
const AT_ONCE = 5;

interface Metadata {
  metadata?: {
    creationTimestamp?: string;
    managedFields?: { time?: string }[];
  };
}

/**
 * Tells which configuration that a revision read has changed since another one took its place: it comes back to other
 * values than it left. Secrets are never read, and are only named.
 */
export async function changedConfig(request: {
  cluster: Cluster;
  namespace: string;
  replicaSet: ReplicaSet;
  /** When the revision was replaced; RFC 3339. */
  replacedAt: string | undefined;
  signal?: AbortSignal;
}): Promise<Finding[]> {
  const { replicaSet, replacedAt } = request;
  const { configMaps, secrets } = configReferences(replicaSet.spec?.template);
  const since = timeOf(replacedAt);
  const findings: Finding[] = [];
  const looked =
    since === undefined ? [] : configMaps.slice(0, MOST_CONFIG_MAPS);
  for (let at = 0; at < looked.length; at += AT_ONCE) {
    const names = looked.slice(at, at + AT_ONCE);
    const found = await Promise.all(
      names.map(name => look(request, name, since ?? 0)),
    );
    findings.push(...found.flat());
  }
  const unlooked = [
    ...configMaps.slice(looked.length).map(name => `ConfigMap ${name}`),
    ...secrets.map(name => `Secret ${name}`),
  ];
  if (unlooked.length > 0) {
    findings.push(...notChecked(request.cluster, unlooked.join(', ')));
  }
  return findings;
}

function notChecked({ name: cluster }: Cluster, resource: string): Finding[] {
  return finding('info', 'not-checked', { cluster, verb: 'get', resource });
}

async function look(
  { cluster, namespace, signal }: Parameters<typeof changedConfig>[0],
  name: string,
  since: number,
): Promise<Finding[]> {
  const params = { kind: 'ConfigMap', name };
  try {
    const { metadata } = await cluster.read<Metadata>(
      CONFIG_MAP,
      { namespace, name },
      { signal },
    );
    const times = (metadata?.managedFields ?? []).map(({ time }) => time);
    const at = Math.max(
      ...[...times, metadata?.creationTimestamp].map(time => timeOf(time) ?? 0),
    );
    if (at <= since) return [];
    return finding('warning', 'config-changed', {
      ...params,
      at: new Date(at).toISOString(),
    });
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') {
      return finding('warning', 'config-gone', params);
    }
    return notChecked(cluster, `ConfigMap ${name}`);
  }
}
