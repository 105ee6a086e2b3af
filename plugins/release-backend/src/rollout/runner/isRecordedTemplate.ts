import { isRecord } from './isRecord';
import { ROLLOUT_ANNOTATION } from './fields';

/** A pod template, whole or as a cache has it. */
type Template = Record<string, unknown>;

/** What `kubectl apply` writes; no cache keeps it. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Caches cut longer values. */
const COMPARED_TEXT = 1024;
/** Fields of a container that every cache keeps: missing there means that somebody has removed them. */
const CONTAINER_FIELDS = [
  'image',
  'readinessProbe',
  'livenessProbe',
  'startupProbe',
  'lifecycle',
];

/**
 * Whether a Deployment has the pod template that was recorded, as far as it can be seen. A cache holds less than the
 * record, and a newer API server fills in more: only what both have is compared, and what no cache would have dropped.
 * The rollout's own annotation does not count.
 */
export function isRecordedTemplate(live: unknown, recorded: Template): boolean {
  if (!isRecord(live)) return false;
  return (
    sameMap(labelsOf(live), labelsOf(recorded)) &&
    sameMap(annotationsOf(live), annotationsOf(recorded)) &&
    sameContainers(live, recorded, 'containers') &&
    sameContainers(live, recorded, 'initContainers') &&
    agrees(live.spec, recorded.spec)
  );
}

function sameContainers(
  live: Template,
  recorded: Template,
  list: 'containers' | 'initContainers',
): boolean {
  const there = byName(partOf(live.spec, list));
  const wanted = byName(partOf(recorded.spec, list));
  return (
    there.size === wanted.size &&
    [...wanted].every(([name, container]) => {
      const found = there.get(name);
      return (
        found !== undefined &&
        (list === 'initContainers' || keepsFields(found, container))
      );
    })
  );
}

function keepsFields(live: Template, recorded: Template): boolean {
  return CONTAINER_FIELDS.every(
    field => isEmpty(recorded[field]) || live[field] !== undefined,
  );
}

/** Whether two values are the same in all that both have. */
function agrees(live: unknown, recorded: unknown): boolean {
  if (isEmpty(live) || isEmpty(recorded)) return true;
  if (Array.isArray(live) && Array.isArray(recorded)) {
    const named = byName(recorded);
    if (named.size === 0) {
      return (
        live.length === recorded.length &&
        live.every((item, index) => agrees(item, recorded[index]))
      );
    }
    return live.every(item => {
      const name = partOf(item, 'name');
      return typeof name !== 'string' || agrees(item, named.get(name));
    });
  }
  if (isRecord(live) && isRecord(recorded)) {
    return Object.keys(live).every(
      key => !Object.hasOwn(recorded, key) || agrees(live[key], recorded[key]),
    );
  }
  if (typeof live === 'string' && typeof recorded === 'string') {
    return live === recorded || cut(live) === cut(recorded);
  }
  return live === recorded;
}

function sameMap(live: Template, recorded: Template): boolean {
  const keys = Object.keys(recorded);
  return (
    keys.length === Object.keys(live).length &&
    keys.every(
      key => Object.hasOwn(live, key) && agrees(live[key], recorded[key]),
    )
  );
}

function labelsOf(template: Template): Template {
  const labels = partOf(template.metadata, 'labels');
  return isRecord(labels) ? labels : {};
}

function annotationsOf(template: Template): Template {
  const annotations = partOf(template.metadata, 'annotations');
  if (!isRecord(annotations)) return {};
  return Object.fromEntries(
    Object.entries(annotations).filter(
      ([key]) => key !== ROLLOUT_ANNOTATION && key !== LAST_APPLIED,
    ),
  );
}

function byName(items: unknown): Map<string, Template> {
  const named = new Map<string, Template>();
  for (const item of Array.isArray(items) ? items : []) {
    if (isRecord(item) && typeof item.name === 'string') {
      named.set(item.name, item);
    }
  }
  return named;
}

function partOf(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function cut(text: string): string {
  return text.slice(0, COMPARED_TEXT);
}

/** `{}`, `[]`, `null` and nothing at all mean the same to an API server. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
