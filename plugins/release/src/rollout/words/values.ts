import { formatAbsolute } from '@pilothouse/pilothouse-react';
import { parseWorkloadId } from '@pilothouse/plugin-release-common';
import type { Message } from '@pilothouse/plugin-release-common';
import { numberOf, textOf } from '../../words/params';
import { personName } from './personName';

type Params = Message['params'];

/** Everything that a sentence about a rollout may need, as people read it; what a message does not say is empty. */
export type Values = ReturnType<typeof valuesOf>;

export interface ValueContext {
  /** `38 s`, in the reader's language. */
  duration(seconds: number): string;
  locale: string;
}

/** The params of a message as people read them: clusters for ids of workloads, names for references, times for dates. */
export function valuesOf(params: Params, { duration, locale }: ValueContext) {
  const text = (name: string) => textOf(params, name);
  return {
    autoscaler: text('autoscaler'),
    budget: text('budget'),
    cluster: text('cluster'),
    clusters: text('clusters'),
    container: text('container'),
    deployment: text('deployment'),
    expected: text('expected'),
    fields: text('fields'),
    found: text('found'),
    free: text('free'),
    freeze: text('freeze'),
    from: text('from'),
    host: text('host'),
    image: text('image'),
    key: text('key'),
    limit: text('limit'),
    manager: text('manager'),
    maxUnavailable: text('maxUnavailable'),
    message: text('message'),
    namespace: text('namespace'),
    needed: text('needed'),
    permission: text('permission'),
    provider: text('provider'),
    quota: text('quota'),
    replicas: text('replicas'),
    resource: text('resource'),
    service: text('service'),
    shown: text('shown'),
    status: text('status'),
    tag: text('tag'),
    total: text('total'),
    why: text('why'),
    author: personName(text('author')),
    by: personName(text('by')),
    duration: duration(secondsOf(params)),
    field: text('field'),
    minimum: /^\d+$/.test(text('minimum'))
      ? duration(numberOf(params, 'minimum') / 1_000)
      : text('minimum'),
    to: momentOf(text('to'), locale),
    what: `${text('verb')} ${text('resource')}`.trim(),
    workload: placeOf(text('workload')),
  };
}

/** `prod-beijing` for the id of a workload there; other texts as they are. */
export function placeOf(workloadId: string): string {
  return parseWorkloadId(workloadId)?.cluster ?? workloadId;
}

function secondsOf(params: Params): number {
  return 'observedMs' in params
    ? numberOf(params, 'observedMs') / 1_000
    : numberOf(params, 'seconds');
}

function momentOf(text: string, locale: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text || '–' : formatAbsolute(at, locale);
}
