import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../api-error';
import { resources } from '../resources';
import type { KubeObject, ResourceType } from '../types';
import type { ControllerContext } from './context';
import { transitionTime } from './conditions';
import { kinds, type Condition, type Namespace } from './objects';

const MANAGER = 'kube-controller-manager';
const FINALIZER = 'kubernetes';
const ROOT_CA = 'kube-root-ca.crt';

// Pods need their time to stop, and a namespace with a foreign finalizer in it may wait for ever.
const LOOK_AGAIN_MS = 500;

const namespaced = Object.values(resources).filter(type => type.namespaced);

/** Furnishes every namespace with what pods expect to find, and empties those that are being deleted. */
export function startNamespaces(context: ControllerContext): void {
  const { api, clock } = context;

  const queue = context.queue(name => {
    const namespace = api.get(kinds.namespaces, undefined, name);
    if (!namespace) return;
    if (namespace.metadata.deletionTimestamp) empty(namespace);
    else furnish(name);
  });

  function furnish(namespace: string): void {
    if (!api.get(kinds.serviceAccounts, namespace, 'default')) {
      api.create(
        kinds.serviceAccounts,
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'default', namespace },
        },
        { manager: MANAGER },
      );
    }
    const data = { 'ca.crt': context.caPem };
    const present = api.get(kinds.configMaps, namespace, ROOT_CA);
    if (!present) {
      api.create(kinds.configMaps, rootCa(namespace, data), {
        manager: MANAGER,
      });
    } else if (!isDeepStrictEqual({ ...present.data }, data)) {
      api.update(kinds.configMaps, { ...present, data }, { manager: MANAGER });
    }
  }

  function empty(namespace: Namespace): void {
    const { name } = namespace.metadata;
    const remaining: { type: ResourceType; objects: KubeObject[] }[] = [];
    for (const type of namespaced) {
      for (const object of api.list(type, { namespace: name })) {
        deleteOne(type, object);
      }
      const objects = api.list(type, { namespace: name });
      if (objects.length > 0) remaining.push({ type, objects });
    }
    const conditions = deletionConditions(namespace, remaining, clock.now());
    const latest = writeConditions(namespace, conditions);
    if (remaining.length > 0) {
      queue.addAfter(name, LOOK_AGAIN_MS);
      return;
    }
    const { finalizers = [] } = latest.spec ?? {};
    api.update(
      kinds.namespaces,
      {
        ...latest,
        spec: { finalizers: finalizers.filter(own => own !== FINALIZER) },
      },
      { manager: MANAGER, subresource: 'finalize' },
    );
  }

  function deleteOne(type: ResourceType, { metadata }: KubeObject): void {
    if (metadata.deletionTimestamp) return;
    try {
      api.delete(type, metadata.namespace, metadata.name, {
        propagationPolicy: 'Background',
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') {
        throw error;
      }
    }
  }

  function writeConditions(
    namespace: Namespace,
    conditions: Condition[],
  ): Namespace {
    const { status } = namespace;
    if (isDeepStrictEqual(conditions, status?.conditions)) return namespace;
    return api.update(
      kinds.namespaces,
      { ...namespace, status: { ...status, conditions } },
      { manager: MANAGER, subresource: 'status' },
    );
  }

  for (const { metadata } of api.list(kinds.namespaces)) {
    queue.add(metadata.name);
  }
  context.onStop(
    api.watch(kinds.namespaces, ({ type, object }) => {
      if (type !== 'DELETED') queue.add(object.metadata.name);
    }),
  );
  const refurnish = (changed: KubeObject) => {
    const { name, namespace } = changed.metadata;
    if (namespace && (name === 'default' || name === ROOT_CA)) {
      queue.add(namespace);
    }
  };
  for (const type of [kinds.serviceAccounts, kinds.configMaps]) {
    context.onStop(
      api.watch<KubeObject>(type, event => {
        if (event.type !== 'ADDED') refurnish(event.object);
      }),
    );
  }
}

function rootCa(namespace: string, data: Record<string, string>) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: ROOT_CA,
      namespace,
      annotations: {
        'kubernetes.io/description':
          'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
      },
    },
    data,
  };
}

function deletionConditions(
  { status }: Namespace,
  remaining: { type: ResourceType; objects: KubeObject[] }[],
  now: number,
): Condition[] {
  const resourcesLeft = remaining
    .map(
      ({ type, objects }) =>
        `${type.plural}.${type.group} has ${objects.length} resource instances`,
    )
    .sort();
  const finalizers = new Map<string, number>();
  for (const { metadata } of remaining.flatMap(({ objects }) => objects)) {
    for (const finalizer of metadata.finalizers ?? []) {
      finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
    }
  }
  const finalizersLeft = [...finalizers]
    .map(([name, count]) => `${name} in ${count} resource instances`)
    .sort();

  const condition = (
    type: string,
    ok: [string, string],
    bad?: [string, string],
  ) => {
    const [reason, message] = bad ?? ok;
    const wanted = bad ? 'True' : 'False';
    return {
      type,
      status: wanted,
      lastTransitionTime: transitionTime(
        status?.conditions,
        { type, status: wanted },
        now,
      ),
      reason,
      message,
    } satisfies Condition;
  };
  return [
    condition('NamespaceDeletionDiscoveryFailure', [
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ]),
    condition('NamespaceDeletionGroupVersionParsingFailure', [
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ]),
    condition('NamespaceDeletionContentFailure', [
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ]),
    condition(
      'NamespaceContentRemaining',
      ['ContentRemoved', 'All content successfully removed'],
      resourcesLeft.length > 0
        ? [
            'SomeResourcesRemain',
            `Some resources are remaining: ${resourcesLeft.join(', ')}`,
          ]
        : undefined,
    ),
    condition(
      'NamespaceFinalizersRemaining',
      ['ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
      finalizersLeft.length > 0
        ? [
            'SomeFinalizersRemain',
            `Some content in the namespace has finalizers remaining: ${finalizersLeft.join(
              ', ',
            )}`,
          ]
        : undefined,
    ),
  ];
}
