import type { Landscape } from '@pilothouse/landscape';

/** The section `logs` of a portal on the landscape. */
export function landscapeLogs(
  { elasticsearch: { url, secrets } }: Pick<Landscape, 'elasticsearch'>,
  environments: readonly string[],
  more: object = {},
) {
  return {
    sources: environments.map(name => ({
      name,
      environments: [name],
      urls: [url],
      auth: { username: 'portal', password: secrets.portal },
      index: `k8s-${name}-*`,
      preset: 'fluent-bit',
      fields: {
        cluster: 'kubernetes.cluster_name',
        level: 'level',
        traceId: 'tid',
        tieBreaker: 'offset',
      },
      timezone: 'Asia/Shanghai',
      ...more,
    })),
  };
}
