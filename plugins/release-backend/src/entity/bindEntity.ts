import {
  RELATION_OWNED_BY,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { InputError, toError } from '@backstage/errors';
import {
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
  KUBERNETES_NAMESPACE_ANNOTATION,
  type Message,
} from '@pilothouse/plugin-release-common';
import { equalTo, type LabelSelector } from '../selector/LabelSelector';
import {
  isLabelValue,
  parseLabelSelector,
} from '../selector/parseLabelSelector';

/** What of an entity decides which Deployments are its own. */
export interface EntityBinding {
  entityRef: string;
  /** References of its owners; grants are given to them. */
  owners: readonly string[];
  /** Missing where the entity names none, or none that can be read. */
  selector?: LabelSelector;
  /** The only namespace to look into. */
  namespace?: string;
  /** `no-selector`, `invalid-selector`, `no-owner` */
  problems: readonly Message[];
}

const keys = new WeakMap<EntityBinding, string>();

/** Two bindings of the same key find the same; they are made anew from each answer of the catalog, and asked about often. */
export function bindingKey(binding: EntityBinding): string {
  let key = keys.get(binding);
  if (key === undefined) {
    key = JSON.stringify(binding);
    keys.set(binding, key);
  }
  return key;
}

function selectorOf(
  annotations: Readonly<Record<string, string>>,
): Pick<EntityBinding, 'selector'> & { problem?: Message } {
  const text = annotations[KUBERNETES_LABEL_SELECTOR_ANNOTATION];
  const id = annotations[KUBERNETES_ID_ANNOTATION];
  if (text === undefined && id === undefined) {
    return { problem: { code: 'no-selector', params: {} } };
  }
  try {
    if (text !== undefined) return { selector: parseLabelSelector(text) };
    if (!id || !isLabelValue(id)) {
      throw new InputError(`"${id}" cannot be the value of a label`);
    }
    return { selector: equalTo(KUBERNETES_ID_ANNOTATION, id) };
  } catch (error) {
    const message = toError(error).message.slice(0, 500);
    return { problem: { code: 'invalid-selector', params: { message } } };
  }
}

/** Reads an entity's annotations and owners. A label selector wins over an id, as in Backstage's own plugin. */
export function bindEntity(entity: Entity): EntityBinding {
  const annotations = entity.metadata.annotations ?? {};
  const owners = (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'));
  const { selector, problem } = selectorOf(annotations);
  const problems = problem ? [problem] : [];
  if (owners.length === 0) problems.push({ code: 'no-owner', params: {} });
  return {
    entityRef: stringifyEntityRef(entity),
    owners,
    selector,
    namespace: annotations[KUBERNETES_NAMESPACE_ANNOTATION] || undefined,
    problems,
  };
}
