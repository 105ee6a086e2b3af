import type { WatchedKinds } from '@pilothouse/plugin-clusters-node';
import { finding } from '../../findings/finding';
import type { Deployment } from '../../workload/objects';
import { formatQuantity, parseQuantity } from '../quantity';
import type { TargetCheck } from './checks';

type PodSpec = NonNullable<NonNullable<Deployment['spec']>['template']['spec']>;
type Container = PodSpec['containers'][number];

/** What quotas count, and where a container says how much of it it takes. */
const COUNTED: Readonly<
  Record<string, { of: 'requests' | 'limits'; resource: 'cpu' | 'memory' }>
> = {
  cpu: { of: 'requests', resource: 'cpu' },
  memory: { of: 'requests', resource: 'memory' },
  'requests.cpu': { of: 'requests', resource: 'cpu' },
  'requests.memory': { of: 'requests', resource: 'memory' },
  'limits.cpu': { of: 'limits', resource: 'cpu' },
  'limits.memory': { of: 'limits', resource: 'memory' },
};

const PODS = ['pods', 'count/pods'];

/** What one pod takes; init containers run one after the other, before the others. */
function takenByPod(spec: PodSpec, name: string): number | undefined {
  if (PODS.includes(name)) return 1;
  const counted = Object.hasOwn(COUNTED, name) ? COUNTED[name] : undefined;
  if (!counted) return undefined;
  const amount = ({ resources }: Container) => {
    const { requests, limits } = resources ?? {};
    const own = { requests, limits }[counted.of]?.[counted.resource];
    // Who says only a limit requests as much.
    const text = own ?? limits?.[counted.resource];
    return parseQuantity(text) ?? 0;
  };
  const together = spec.containers.reduce((sum, each) => sum + amount(each), 0);
  return Math.max(together, ...(spec.initContainers ?? []).map(amount));
}

/** A quota that is for some pods only may not be for these. */
function isForAll({ spec }: WatchedKinds['resourcequotas']): boolean {
  return !spec?.scopes?.length && !spec?.scopeSelector;
}

/**
 * The pods that come on top: the canary's at their most, and one more while the release is replaced, which the promotion
 * adds before it takes one away.
 */
export const quota: TargetCheck = (
  { release, quotas = [], usesCanary },
  { policy },
) => {
  const spec = release?.spec?.template.spec;
  if (!spec) return [];
  const pods = 1 + (usesCanary ? policy.maxCanaryReplicas : 0);
  return quotas.filter(isForAll).flatMap(({ metadata, status }) =>
    Object.entries(status?.hard ?? {}).flatMap(([resource, hard]) => {
      const most = parseQuantity(hard);
      const taken = takenByPod(spec, resource);
      if (most === undefined || taken === undefined) return [];
      const free = most - (parseQuantity(status?.used?.[resource]) ?? 0);
      const needed = pods * taken;
      if (needed <= free) return [];
      return finding('blocking', 'quota', {
        quota: metadata?.name ?? '',
        resource,
        free: formatQuantity(Math.max(0, free), resource),
        needed: formatQuantity(needed, resource),
      });
    }),
  );
};
