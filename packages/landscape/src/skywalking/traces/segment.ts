import type { EnvironmentName } from '../../world/company';
import type { Journey, Visit } from '../../world/journeys';
import { hash, mix } from '../../world/random';
import { visitedEndpoint } from '../endpoint-names';
import type { SegmentRow } from './model';

/** What each visit of a journey makes: one segment. Its number is that of the visit. */
export function segmentIdOf({ traceId, time }: Journey, index: number): string {
  const state = hash(traceId, 'segment', index);
  const part = (which: number) =>
    mix(state, which).toString(16).padStart(8, '0');
  const thread = 30 + (mix(state, 9) % 60);
  const sequence = String(index).padStart(4, '0');
  return `${part(1)}${part(2)}${part(3)}${part(
    4,
  )}.${thread}.${time}${sequence}`;
}

/** A visit as a row of the list of traces. */
export function rowOf(
  environment: EnvironmentName,
  journey: Journey,
  visit: Visit,
  index: number,
): SegmentRow {
  const { service, endpoint, pod, time, durationMs, failed } = visit;
  return {
    traceId: journey.traceId,
    segmentId: segmentIdOf(journey, index),
    service: service.name,
    pod: pod.name,
    endpoint: visitedEndpoint(
      { environment, service },
      endpoint,
      journey.traceId,
    ),
    start: time,
    duration: durationMs,
    isError: failed,
  };
}
