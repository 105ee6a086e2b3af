import { stringify } from 'yaml';

/** A manifest that is longer is cut; nobody reads so much. */
const MOST_CHARACTERS = 200_000;
const HIDDEN = '(hidden)';

/** Noted by tools, and as long as the manifest: what it says is in the manifest already. */
const HIDDEN_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'objectset.rio.cattle.io/applied',
];

/** What differs between two readings of the same object. */
const VOLATILE_METADATA = [
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'selfLink',
];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function without(
  object: Record<string, unknown>,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).filter(([key]) => !keys.includes(key)),
  );
}

/** Passwords stand in environment variables, against all advice; which variables there are is no secret. */
function withoutValues(env: unknown): unknown {
  if (!Array.isArray(env)) return env;
  return env.map(entry =>
    isObject(entry) && entry.value !== undefined
      ? { ...entry, value: HIDDEN }
      : entry,
  );
}

function shownContainers(containers: unknown): unknown {
  if (!Array.isArray(containers)) return containers;
  return containers.map(container =>
    isObject(container) && container.env !== undefined
      ? { ...container, env: withoutValues(container.env) }
      : container,
  );
}

function shownMetadata(metadata: unknown): unknown {
  if (!isObject(metadata)) return metadata;
  const rest = without(metadata, VOLATILE_METADATA);
  return isObject(rest.annotations)
    ? { ...rest, annotations: without(rest.annotations, HIDDEN_ANNOTATIONS) }
    : rest;
}

function shownPodSpec(spec: unknown): unknown {
  if (!isObject(spec)) return spec;
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [
      key,
      ['containers', 'initContainers', 'ephemeralContainers'].includes(key)
        ? shownContainers(value)
        : value,
    ]),
  );
}

/**
 * A Deployment as a person reads it: without status, without what the API server notes, and without the values of
 * environment variables. What is hidden is hidden before and after alike, so that it is no difference.
 */
export function manifestYaml(object: unknown): string {
  if (!isObject(object)) return '';
  const { metadata, spec, status: _, ...rest } = object;
  const template =
    isObject(spec) && isObject(spec.template) ? spec.template : undefined;
  const shown = {
    ...rest,
    metadata: shownMetadata(metadata),
    ...(isObject(spec) && {
      spec: template
        ? {
            ...spec,
            template: { ...template, spec: shownPodSpec(template.spec) },
          }
        : spec,
    }),
  };
  const text = stringify(shown, { lineWidth: 0, aliasDuplicateObjects: false });
  return text.slice(0, MOST_CHARACTERS);
}
