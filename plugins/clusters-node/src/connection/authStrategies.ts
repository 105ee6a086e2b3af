import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';

/** The strategies that need nobody at a browser. */
const UNATTENDED = [
  'serviceAccount',
  'aws',
  'azure',
  'googleServiceAccount',
  'localKubectlProxy',
];

/** Why the portal cannot connect to a cluster by itself; `undefined` where it can. */
export function whyUnsupported(details: ClusterDetails): string | undefined {
  const strategy = details.authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER];
  if (UNATTENDED.includes(strategy)) return undefined;
  return `The auth strategy "${
    strategy ?? ''
  }" needs a person's token, but Pilothouse watches without one. Use one of: ${UNATTENDED.join(
    ', ',
  )}.`;
}

/** Why a credential is of no use. Only a kubectl proxy adds its own. */
export function missingCredential(
  details: ClusterDetails,
  { type }: KubernetesCredential,
): string | undefined {
  const strategy = details.authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER];
  if (type !== 'anonymous' || strategy === 'localKubectlProxy') {
    return undefined;
  }
  return `The auth strategy "${strategy}" gave no credential`;
}
