import type { KubeApi } from '../kubernetes/types';
import type { Manifest } from './manifests/manifest';

/** Where `kubectl apply` notes down what it sent. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The note that `kubectl apply` leaves on an object. */
export function noteOf({ object }: Manifest): string {
  const metadata = { annotations: {}, ...object.metadata };
  return `${JSON.stringify({ ...object, metadata })}\n`;
}

/** Creates an object as `kubectl apply` does. */
export function createApplied(api: KubeApi, item: Manifest): void {
  const { type, object } = item;
  const annotations = {
    ...object.metadata.annotations,
    [LAST_APPLIED]: noteOf(item),
  };
  api.create(
    type,
    { ...object, metadata: { ...object.metadata, annotations } },
    { manager: 'kubectl-client-side-apply', fieldValidation: 'Strict' },
  );
}
