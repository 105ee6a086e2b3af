import type { WritableKind } from '@pilothouse/plugin-clusters-node';
import {
  NAMESPACE_OWNER_LABEL,
  NAMESPACE_SYSTEM_LABEL,
} from '@pilothouse/plugin-release-common';
import { parseEntityRef } from '@backstage/catalog-model';
import { LIMIT_RANGE, NETWORK_POLICY, RESOURCE_QUOTA } from '../kinds';
import type { Json } from '../manifests/reading';
import type { ProvisionPlace } from '../ports';
import type { ProvisionConfig } from '../readProvisionConfig';

/** As whom namespaces are made ready: the owner of what stands in them, in managedFields. */
export const NAMESPACE_MANAGER = 'pilothouse-namespaces';

/** What an object is called of which a namespace has one. */
const NAME = 'pilothouse-default';

export interface Body {
  kind: WritableKind;
  object: Json;
}

/** Pods that may do nothing to their node; whoever made it so may loosen it by hand. */
const POD_SECURITY = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/enforce-version': 'latest',
  'pod-security.kubernetes.io/warn': 'restricted',
};

/** The labels of a Namespace. */
export function namespaceLabels({
  owner,
  system,
}: ProvisionPlace): Record<string, string> {
  return {
    [NAMESPACE_OWNER_LABEL]: owner.name,
    ...(system !== undefined && {
      [NAMESPACE_SYSTEM_LABEL]: parseEntityRef(system).name,
    }),
    ...POD_SECURITY,
  };
}

/** What every namespace has: how much it may take, what its containers get, and who may call it. */
export function namespaceBodies(
  { namespace, environment }: ProvisionPlace,
  config: ProvisionConfig,
): Body[] {
  const metadata = { name: NAME, namespace };
  const { requests, limits } = config.containers;
  const hard = config.quotaOf(environment.name);
  return [
    ...(Object.keys(hard).length > 0
      ? [{ kind: RESOURCE_QUOTA, object: { metadata, spec: { hard } } }]
      : []),
    {
      kind: LIMIT_RANGE,
      object: {
        metadata,
        spec: {
          limits: [
            { type: 'Container', defaultRequest: requests, default: limits },
          ],
        },
      },
    },
    {
      kind: NETWORK_POLICY,
      object: {
        metadata,
        spec: {
          podSelector: {},
          policyTypes: ['Ingress'],
          ingress: [{ from: callers(config.ingressFrom) }],
        },
      },
    },
  ];
}

/** The pods of the namespace itself, and those of the gateway and the monitoring. */
function callers(namespaces: readonly string[]): Json[] {
  return [
    { podSelector: {} },
    ...namespaces.map(name => ({
      namespaceSelector: {
        matchLabels: { 'kubernetes.io/metadata.name': name },
      },
    })),
  ];
}
