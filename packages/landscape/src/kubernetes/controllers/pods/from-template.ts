import type { Draft, KubeObject } from '../../types';
import { controllerReference, type Pod, type PodTemplate } from '../objects';

const LONGEST_PREFIX = 253;

/** A pod as its controller asks for it: the server makes up the name. */
export function podFromTemplate(
  owner: KubeObject,
  template: PodTemplate,
): Draft<Pod> {
  const { name, namespace } = owner.metadata;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: name.length < LONGEST_PREFIX ? `${name}-` : name,
      namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
  };
}
