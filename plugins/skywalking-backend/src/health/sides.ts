import type { Role } from '@pilothouse/plugin-release-common';
import type { Health } from '@pilothouse/plugin-skywalking-common';
import {
  lastOf,
  requestsIn,
  summarizeTogether,
  type MetricWindow,
} from '@pilothouse/plugin-skywalking-node';
import type { HealthThresholds } from '../config/readHealthThresholds';
import { podVersion, type PodInstances } from '../lists/podInstances';
import { judge } from './verdict';

const ROLES: readonly Role[] = ['release', 'canary'];
const MOST_VERSIONS = 10;

type Side = Health['sides'][number];

/**
 * Release, and canary where one runs or has just run, each put together from its own pods. Empty while pods are not
 * known.
 */
export function sidesOf(
  { instances, pods = [] }: PodInstances,
  { stepMs }: MetricWindow,
  thresholds: HealthThresholds,
  /** Of the window, the last ones. */
  points: number,
): Side[] {
  const sides: Side[] = [];
  for (const role of ROLES) {
    const own = pods.filter(pod => pod.role === role);
    const figures = instances
      .filter(each => each.role === role)
      .map(each => lastOf(each.figures, points));
    const isKnown = figures.some(each =>
      each.requestsPerMinute.some(value => value !== null),
    );
    if (own.length === 0 && !isKnown) continue;
    const { requestsPerMinute, successRate, average } =
      summarizeTogether(figures);
    const requests = figures
      .map(each => requestsIn(each, stepMs))
      .reduce((sum, each) => sum + each, 0);
    const release = sides.find(side => side.role === 'release');
    const { verdict } = judge(
      { requests, successRate, average, p99: null },
      thresholds,
      release && { average: release.average, code: 'slower-than-release' },
    );
    sides.push({
      role,
      versions: [...new Set(own.map(podVersion))].slice(0, MOST_VERSIONS),
      pods: own.length,
      requestsPerMinute,
      successRate,
      average,
      verdict,
    });
  }
  return sides;
}
