import { matchesLabels } from '../../details/labels';
import { steers } from '../../details/listEvents';
import { finding } from '../../findings/finding';
import { rollsOneByOne } from '../../workload/rollsOneByOne';
import { unavailablePods } from '../../workload/unavailablePods';
import { isReleaseDegraded } from '../isReleaseDegraded';
import { lastAppliedImage } from '../lastApplied';
import { isSameImage } from '../wantedImage';
import type { PlanCheck, TargetCheck } from './checks';

/** There is nothing to promote. */
export const noRelease: TargetCheck = ({ workload, release, unread }) =>
  !release && !unread
    ? finding('blocking', 'no-release', { workload: workload.name })
    : [];

/** A promotion without pods proves nothing, and nothing serves when the canary goes. */
export const releaseAtZero: TargetCheck = ({ workload, release }) =>
  release?.spec?.replicas === 0
    ? finding('warning', 'release-at-zero', { workload: workload.name })
    : [];

/** Without one a pod counts as ready when it has started, whether it serves or not. */
export const noReadinessProbe: TargetCheck = ({ release, container }) => {
  const found = release?.spec?.template.spec?.containers.find(
    ({ name }) => name === container,
  );
  return found && !found.readinessProbe
    ? finding('warning', 'no-readiness-probe', {
        deployment: release?.metadata?.name ?? '',
        container,
      })
    : [];
};

/** A rollback needs the revision before. */
export const revisionHistory: TargetCheck = ({ release }) => {
  const limit = release?.spec?.revisionHistoryLimit ?? 10;
  return release && limit < 2
    ? finding('warning', 'revision-history', {
        deployment: release.metadata?.name ?? '',
        limit,
      })
    : [];
};

/** It goes on scaling; what it sets is shown, and not fought. */
export const autoscalerOnRelease: TargetCheck = ({ workload, surroundings }) =>
  (surroundings.autoscalers ?? [])
    .filter(autoscaler => steers(autoscaler, workload.name))
    .flatMap(({ metadata }) =>
      finding('info', 'autoscaler-on-release', {
        autoscaler: metadata?.name ?? '',
        role: 'release',
      }),
    );

/** Budgets do not hold a rollout; they hold the node that is to be emptied meanwhile. */
export const noDisruptionAllowed: TargetCheck = ({ release, surroundings }) =>
  (surroundings.budgets ?? [])
    .filter(
      ({ spec, status }) =>
        release &&
        (status?.disruptionsAllowed ?? 0) === 0 &&
        matchesLabels(
          spec?.selector,
          release.spec?.template.metadata?.labels ?? {},
        ),
    )
    .flatMap(({ metadata }) =>
      finding('info', 'no-disruption-allowed', {
        budget: metadata?.name ?? '',
      }),
    );

/** The promotion replaces one pod at a time, whatever the Deployment did before. */
export const strategyChanges: TargetCheck = ({ release }) => {
  if (!release || rollsOneByOne(release)) return [];
  const { type, rollingUpdate } = release.spec?.strategy ?? {};
  const wanted = release.spec?.replicas ?? 1;
  const mayDropToZero = wanted > 0 && unavailablePods(release) >= wanted;
  return finding(mayDropToZero ? 'warning' : 'info', 'strategy-changes', {
    deployment: release.metadata?.name ?? '',
    maxUnavailable:
      type === 'Recreate' ? type : rollingUpdate?.maxUnavailable ?? '25%',
  });
};

/** It would take the image and roll nothing. */
export const paused: TargetCheck = ({ release, canary, usesCanary }) =>
  [release, usesCanary ? canary : undefined]
    .filter(deployment => deployment?.spec?.paused)
    .flatMap(deployment =>
      finding('blocking', 'paused', {
        deployment: deployment?.metadata?.name ?? '',
      }),
    );

/** What is broken must not hold its cure. */
export const releaseDegraded: TargetCheck = ({ workload }) =>
  isReleaseDegraded(workload)
    ? finding('warning', 'release-degraded', { workload: workload.name })
    : [];

/** Whoever applies their manifest next brings back what it says, and does not know it. */
export const lastApplied: TargetCheck = ({ release, container, wanted }) => {
  const image = release && lastAppliedImage(release, container);
  return image && !isSameImage(image, wanted)
    ? finding('warning', 'last-applied', { image: image.reference })
    : [];
};

/** After it they all run the same; until then nobody can say what the canary is compared with. */
export const drift: PlanCheck = ({ targets }) => {
  const images = new Map(
    targets.map(({ current }) => [
      `${current.repository}:${current.tag ?? ''}@${
        current.tag ? '' : current.digest ?? ''
      }`,
      current.tag ?? current.digest ?? '',
    ]),
  );
  return images.size > 1
    ? finding('warning', 'drift', { from: [...images.values()].join(', ') })
    : [];
};
