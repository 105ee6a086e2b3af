import type { ControllerContext } from './context';
import { keyOf, kinds, type PersistentVolumeClaim } from './objects';
import { removeFinalizer } from './owners';

const MANAGER = 'kube-controller-manager';
const IN_USE = 'kubernetes.io/pvc-protection';

/** Binds every claim to a volume of its own, and lets deleted claims go when no pod uses them any more. */
export function startVolumeClaims(context: ControllerContext): void {
  const { api, pods } = context;

  const queue = context.queue(key => {
    const [namespace, name] = key.split('/');
    const claim = api.get(kinds.persistentVolumeClaims, namespace, name);
    if (!claim) return;
    const { deletionTimestamp, finalizers } = claim.metadata;
    if (!deletionTimestamp) bind(claim);
    else if (finalizers?.includes(IN_USE) && !isUsed(claim)) {
      removeFinalizer(api, kinds.persistentVolumeClaims, claim, IN_USE);
    }
  });

  function bind(claim: PersistentVolumeClaim): void {
    if (claim.status?.phase === 'Bound') return;
    const { metadata, spec } = claim;
    const bound = api.update(
      kinds.persistentVolumeClaims,
      {
        ...claim,
        metadata: {
          ...metadata,
          annotations: {
            ...metadata.annotations,
            'pv.kubernetes.io/bind-completed': 'yes',
            'pv.kubernetes.io/bound-by-controller': 'yes',
          },
        },
        spec: { ...spec, volumeName: `pvc-${metadata.uid}` },
      },
      { manager: MANAGER },
    );
    const { accessModes, resources } = spec;
    api.update(
      kinds.persistentVolumeClaims,
      {
        ...bound,
        status: {
          phase: 'Bound',
          ...(accessModes && { accessModes }),
          ...(resources?.requests && { capacity: resources.requests }),
        },
      },
      { manager: MANAGER, subresource: 'status' },
    );
  }

  function isUsed({ metadata }: PersistentVolumeClaim): boolean {
    return [...pods.inNamespace(metadata.namespace)].some(({ spec }) =>
      spec.volumes?.some(
        ({ persistentVolumeClaim: source }) =>
          source?.claimName === metadata.name,
      ),
    );
  }

  for (const claim of api.list(kinds.persistentVolumeClaims)) {
    queue.add(keyOf(claim));
  }
  context.onStop(
    api.watch(kinds.persistentVolumeClaims, ({ type, object }) => {
      if (type !== 'DELETED') queue.add(keyOf(object));
    }),
  );
  pods.subscribe(({ type, object }) => {
    if (type !== 'DELETED') return;
    for (const { persistentVolumeClaim: source } of object.spec.volumes ?? []) {
      if (source) {
        queue.add(`${object.metadata.namespace}/${source.claimName}`);
      }
    }
  });
}
