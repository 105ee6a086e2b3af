import type {
  KubeApi,
  KubeObject,
  OwnerReference,
  ResourceType,
} from '../types';

const MANAGER = 'kube-controller-manager';

/** Writes an object with other owners than it has. */
function replaceOwners<T extends KubeObject>(
  api: KubeApi,
  type: ResourceType<T>,
  object: T,
  ownerReferences: OwnerReference[],
): T {
  const { ownerReferences: _, ...metadata } = object.metadata;
  return api.update(
    type,
    {
      ...object,
      metadata: {
        ...metadata,
        ...(ownerReferences.length > 0 && { ownerReferences }),
      },
    },
    { manager: MANAGER },
  );
}

/** Gives an object one more owner. */
export function addOwner<T extends KubeObject>(
  api: KubeApi,
  type: ResourceType<T>,
  object: T,
  owner: OwnerReference,
): T {
  const present = object.metadata.ownerReferences ?? [];
  return replaceOwners(api, type, object, [...present, owner]);
}

/** Takes the owners with these uids away from an object. */
export function removeOwners<T extends KubeObject>(
  api: KubeApi,
  type: ResourceType<T>,
  object: T,
  uids: ReadonlySet<string>,
): T {
  const present = object.metadata.ownerReferences ?? [];
  return replaceOwners(
    api,
    type,
    object,
    present.filter(({ uid }) => !uids.has(uid)),
  );
}

/** Takes a finalizer away from an object, which may be the end of it. */
export function removeFinalizer<T extends KubeObject>(
  api: KubeApi,
  type: ResourceType<T>,
  object: T,
  finalizer: string,
): void {
  const { finalizers, ...metadata } = object.metadata;
  const rest = (finalizers ?? []).filter(name => name !== finalizer);
  api.update(
    type,
    {
      ...object,
      metadata: { ...metadata, ...(rest.length > 0 && { finalizers: rest }) },
    },
    { manager: MANAGER },
  );
}
