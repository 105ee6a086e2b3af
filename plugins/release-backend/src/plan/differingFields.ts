import { isDeepStrictEqual } from 'node:util';
import type { Deployment } from '../workload/objects';

type Template = NonNullable<Deployment['spec']>['template'];

/** Annotations of a pod template that tell of one moment, and labels that tell the two apart. */
const OF_A_MOMENT = [
  'kubectl.kubernetes.io/restartedAt',
  'pilothouse.io/rollout',
];
const OF_A_SIDE = ['role', 'pod-template-hash'];
/** More is not read. */
const MOST = 20;

function without(
  map: Readonly<Record<string, string>> | undefined,
  keys: readonly string[],
) {
  return Object.fromEntries(
    Object.entries(map ?? {}).filter(([key]) => !keys.includes(key)),
  );
}

function byName<T extends { name: string }>(items: readonly T[] | undefined) {
  return new Map((items ?? []).map(item => [item.name, item]));
}

function differingKeys(one: object, other: object): string[] {
  const a = new Map(Object.entries(one));
  const b = new Map(Object.entries(other));
  return [...new Set([...a.keys(), ...b.keys()])].filter(
    key => !isDeepStrictEqual(a.get(key), b.get(key)),
  );
}

/**
 * In what two pod templates differ, beside the image of one container: names of fields, such as `annotations.team`,
 * `containers[app].resources`, `serviceAccountName`. In order, at most twenty.
 */
export function differingFields(
  one: Template | undefined,
  other: Template | undefined,
  container: string,
): string[] {
  const fields: string[] = [];
  for (const [name, ignored] of [
    ['labels', OF_A_SIDE],
    ['annotations', OF_A_MOMENT],
  ] as const) {
    const keys = differingKeys(
      without(one?.metadata?.[name], ignored),
      without(other?.metadata?.[name], ignored),
    );
    fields.push(...keys.map(key => `${name}.${key}`));
  }
  for (const list of ['containers', 'initContainers'] as const) {
    const ours = byName(one?.spec?.[list]);
    const theirs = byName(other?.spec?.[list]);
    for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
      const keys = differingKeys(
        ours.get(name) ?? {},
        theirs.get(name) ?? {},
      ).filter(key => key !== 'image' || name !== container);
      fields.push(...keys.map(key => `${list}[${name}].${key}`));
    }
  }
  const {
    containers: _a,
    initContainers: _b,
    ...ours
  } = one?.spec ?? {
    containers: [],
  };
  const {
    containers: _c,
    initContainers: _d,
    ...theirs
  } = other?.spec ?? {
    containers: [],
  };
  fields.push(...differingKeys(ours, theirs));
  return fields.sort().slice(0, MOST);
}
