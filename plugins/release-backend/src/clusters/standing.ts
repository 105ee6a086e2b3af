import type { ClusterHealth } from '@pilothouse/plugin-clusters-node';
import type { ClusterCondition } from '@pilothouse/plugin-release-common';

/** Whether what a cluster's caches say is so now, was so a moment ago, or was so once. */
export type Standing =
  | { heard: 'now' }
  | { heard: 'behind'; since: number }
  | { heard: 'lost'; since: number };

/** @returns since when what we know may be wrong; milliseconds since the epoch */
export function standingOf(health: ClusterHealth): Standing {
  const { status, since, lastContactAt = since } = health;
  if (status === 'live') return { heard: 'now' };
  // Its answers still come, so the last contact says nothing about the watch that fell behind.
  if (status === 'stale') return { heard: 'behind', since };
  // Each refusal is a contact that tells nothing.
  if (status === 'unauthorized') {
    return { heard: 'lost', since: Math.min(since, lastContactAt) };
  }
  return { heard: 'lost', since: lastContactAt };
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** A cluster's health as the API tells it. */
export function conditionOf(cluster: {
  name: string;
  title?: string;
  health: ClusterHealth;
}): ClusterCondition {
  const { name, title, health } = cluster;
  const { lastContactAt } = health;
  return {
    name,
    title,
    status: health.status,
    since: isoTime(health.since),
    lastContactAt:
      lastContactAt === undefined ? undefined : isoTime(lastContactAt),
    forbidden: health.forbidden
      .slice(0, 50)
      .map(({ verb, resource }) => ({ verb, resource })),
    writable: health.writable,
    message: health.message?.slice(0, 500),
  };
}
