import type { Draft } from '../../types';
import { canonicalJson, safeHash } from '../hash';
import type {
  PersistentVolumeClaim,
  Pod,
  PodTemplate,
  StatefulSet,
} from '../objects';
import { podFromTemplate } from '../pods/from-template';

const REVISION_LABEL = 'controller-revision-hash';
const NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const INDEX_LABEL = 'apps.kubernetes.io/pod-index';

/** The name of the revision that a set's present template makes. */
export function revisionOfSet({ metadata, spec }: StatefulSet): string {
  return `${metadata.name}-${safeHash(canonicalJson(spec.template))}`;
}

/** The revision that a pod was made from. */
export function revisionOfPod({ metadata }: Pod): string | undefined {
  return metadata.labels?.[REVISION_LABEL];
}

/** The number of a pod within its set; undefined for a pod that has none. */
export function ordinalOf({ metadata }: Pod): number | undefined {
  const digits = /-(\d+)$/.exec(metadata.name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The ordinals that a set should have pods for, in order. */
export function ordinalsOf({ spec }: StatefulSet): number[] {
  const start = spec.ordinals?.start ?? 0;
  return Array.from({ length: spec.replicas }, (_, index) => start + index);
}

/** The claims of the pod with this ordinal, by the name of their template. */
export function claimsFor(
  { metadata, spec }: StatefulSet,
  ordinal: number,
): Map<string, Draft<PersistentVolumeClaim>> {
  return new Map(
    (spec.volumeClaimTemplates ?? []).map(template => [
      template.metadata.name,
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          ...template.metadata,
          name: `${template.metadata.name}-${metadata.name}-${ordinal}`,
          namespace: metadata.namespace,
          labels: {
            ...template.metadata.labels,
            ...spec.selector.matchLabels,
          },
        },
        spec: template.spec,
      },
    ]),
  );
}

/** The pod with this ordinal, with its stable name and its claims. */
export function podFor(
  set: StatefulSet,
  ordinal: number,
  template: PodTemplate,
  revision: string,
): Draft<Pod> {
  const { generateName: _, ...metadata } = podFromTemplate(
    set,
    template,
  ).metadata;
  const name = `${set.metadata.name}-${ordinal}`;
  const claims = claimsFor(set, ordinal);
  const volumes = [
    ...[...claims].map(([volume, claim]) => ({
      name: volume,
      persistentVolumeClaim: { claimName: claim.metadata.name ?? '' },
    })),
    ...(template.spec.volumes ?? []).filter(
      ({ name: own }) => !claims.has(own),
    ),
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name,
      labels: {
        ...metadata.labels,
        [REVISION_LABEL]: revision,
        [NAME_LABEL]: name,
        [INDEX_LABEL]: String(ordinal),
      },
    },
    spec: {
      ...template.spec,
      hostname: name,
      ...(set.spec.serviceName && { subdomain: set.spec.serviceName }),
      ...(volumes.length > 0 && { volumes }),
    },
  };
}
