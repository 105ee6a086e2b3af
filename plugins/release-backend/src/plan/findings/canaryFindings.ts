import { ownersOf, DEPLOYMENT_FIELDS } from '@pilothouse/plugin-clusters-node';
import { matchesLabels } from '../../details/labels';
import { steers } from '../../details/listEvents';
import { finding } from '../../findings/finding';
import type { Deployment } from '../../workload/objects';
import { differingFields } from '../differingFields';
import type { TargetCheck } from './checks';

/** The canary is there, and is used. */
function canaryOf({
  usesCanary,
  canary,
}: Parameters<TargetCheck>[0]): Deployment | undefined {
  return usesCanary ? canary : undefined;
}

function creation({ dryRuns, canary }: Parameters<TargetCheck>[0]) {
  return canary
    ? undefined
    : dryRuns.find(({ role, before }) => role === 'canary' && !before);
}

export const canaryWillBeMade: TargetCheck = target => {
  const made = creation(target);
  return target.usesCanary && made?.after
    ? finding('info', 'canary-will-be-made', { deployment: made.deployment })
    : [];
};

export const canaryCannotBeMade: TargetCheck = target => {
  const made = creation(target);
  return target.usesCanary && made?.refused
    ? finding('blocking', 'canary-cannot-be-made', {
        deployment: made.deployment,
        why: made.refused.why,
        message: made.refused.text,
      })
    : [];
};

/**
 * Somebody has a canary out: its pods would get the new image all at once. It is for a person to scale it to 0 first,
 * who knows whose it is. What the rollout that is superseded has out, it takes back itself.
 */
export const canaryBusy: TargetCheck = (target, { active, supersedes }) => {
  const canary = canaryOf(target);
  const replicas = canary?.spec?.replicas ?? 0;
  if (!canary || replicas === 0) return [];
  const { id } = target.workload;
  const ours = active.some(
    rollout => rollout.id === supersedes && rollout.workloadIds.includes(id),
  );
  if (ours) return [];
  const [owner] = ownersOf(canary, DEPLOYMENT_FIELDS.replicas);
  return finding('blocking', 'canary-busy', {
    deployment: target.canaryName,
    replicas,
    image: target.workload.canary?.image.reference ?? '',
    manager: owner?.manager ?? '',
  });
};

/** A canary of another configuration proves something about that, and nothing about the release. */
export const canaryDiffers: TargetCheck = target => {
  const canary = canaryOf(target);
  if (!canary || !target.release) return [];
  const fields = differingFields(
    target.release.spec?.template,
    canary.spec?.template,
    target.container,
  );
  return fields.length > 0
    ? finding('warning', 'canary-differs', {
        deployment: target.canaryName,
        fields: fields.join(', '),
      })
    : [];
};

/** One would take the other's pods for its own; both would then make too few. */
export const selectorsOverlap: TargetCheck = target => {
  const canary = canaryOf(target);
  const { release } = target;
  if (!canary || !release) return [];
  const takes = (one: Deployment, other: Deployment) =>
    matchesLabels(one.spec?.selector, other.spec?.template.metadata?.labels);
  return takes(release, canary) || takes(canary, release)
    ? finding('blocking', 'selectors-overlap', {
        deployment: target.canaryName,
      })
    : [];
};

/** It would bring back what an abort has taken to 0, or hold what a step wants to grow. */
export const autoscalerOnCanary: TargetCheck = target => {
  if (!target.usesCanary) return [];
  return (target.surroundings.autoscalers ?? [])
    .filter(autoscaler => steers(autoscaler, target.canaryName))
    .flatMap(({ metadata }) =>
      finding('blocking', 'autoscaler-on-canary', {
        autoscaler: metadata?.name ?? '',
        role: 'canary',
      }),
    );
};

/** A canary without requests proves that it starts, and no more. */
export const serviceSelectsOne: TargetCheck = target => {
  const { release, surroundings, usesCanary } = target;
  const { services } = surroundings;
  if (!release || !services) return [];
  const selected = (labels: Readonly<Record<string, string>> | undefined) =>
    services.filter(({ spec }) => {
      const selector = spec?.selector ?? {};
      return (
        Object.keys(selector).length > 0 &&
        matchesLabels({ matchLabels: selector }, labels ?? {})
      );
    });
  const releaseLabels = release.spec?.template.metadata?.labels;
  const ofRelease = selected(releaseLabels);
  if (ofRelease.length === 0) {
    return finding('info', 'no-service', { deployment: target.workload.name });
  }
  if (!usesCanary) return [];
  const canaryLabels =
    target.canary?.spec?.template.metadata?.labels ??
    (releaseLabels && { ...releaseLabels, role: 'canary' });
  const ofCanary = selected(canaryLabels);
  // A Service of one side alone is normal beside one that selects both.
  if (ofRelease.some(service => ofCanary.includes(service))) return [];
  return finding('warning', 'service-selects-one', {
    service: ofRelease[0].metadata?.name ?? '',
    missing: 'canary',
  });
};
