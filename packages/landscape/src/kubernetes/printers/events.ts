import type { KubeObject } from '../types';
import { name, text, wide, type Column } from './column';
import { since } from './duration';
import { numberAt, textAt, valueAt } from './read';

function firstSeen(event: KubeObject, now: number): string {
  return since(
    textAt(event, 'firstTimestamp') ?? textAt(event, 'eventTime'),
    now,
  );
}

function lastSeen(event: KubeObject, now: number): string {
  const last =
    textAt(event, 'series.lastObservedTime') ?? textAt(event, 'lastTimestamp');
  return last ? since(last, now) : firstSeen(event, now);
}

function involved(event: KubeObject): string {
  const kind = (textAt(event, 'involvedObject.kind') ?? '').toLowerCase();
  const object = textAt(event, 'involvedObject.name');
  return object ? `${kind}/${object}` : kind;
}

function source(event: KubeObject): string {
  const component =
    textAt(event, 'source.component') ?? textAt(event, 'reportingComponent');
  const instance =
    textAt(event, 'source.host') ?? textAt(event, 'reportingInstance');
  return instance ? `${component ?? ''}, ${instance}` : component ?? '';
}

function count(event: KubeObject): number {
  return valueAt(event, 'series')
    ? numberAt(event, 'series.count')
    : numberAt(event, 'count') || 1;
}

export const events: Column[] = [
  text('Last Seen', 'When it happened last.', lastSeen),
  text('Type', 'Normal or Warning.', object => textAt(object, 'type') ?? ''),
  text(
    'Reason',
    'Why, in one word for machines.',
    object => textAt(object, 'reason') ?? '',
  ),
  text('Object', 'What the event is about.', involved),
  wide(
    text(
      'Subobject',
      'The part of the object that the event is about.',
      object => textAt(object, 'involvedObject.fieldPath') ?? '',
    ),
  ),
  wide(text('Source', 'Who reported the event.', source)),
  text('Message', 'What happened.', object =>
    (textAt(object, 'message') ?? '').trim(),
  ),
  wide(text('First Seen', 'When it happened first.', firstSeen)),
  wide(text('Count', 'How often it happened.', count)),
  wide(name),
];
