import type { Finding } from '@pilothouse/plugin-release-common';
import { bySeverity } from '../../findings/bySeverity';
import type { PlanScene } from '../PlanScene';
import * as canary from './canaryFindings';
import * as image from './imageFindings';
import type { PlanCheck, TargetCheck } from './checks';
import * as place from './placeFindings';
import { quota } from './quota';
import * as release from './releaseFindings';

const PLAN_CHECKS: readonly PlanCheck[] = [
  place.rolloutActive,
  place.frozen,
  place.underMinimum,
  place.missingClusters,
  place.noTrafficEvidence,
  image.digestsDiffer,
  image.sameImage,
  image.movingTag,
  release.drift,
];

const TARGET_CHECKS: readonly TargetCheck[] = [
  place.clusterNotLive,
  place.readOnly,
  place.dryRunRefused,
  place.takesOver,
  place.notChecked,
  image.imageMissing,
  image.imageUnknown,
  image.noRegistry,
  image.platformMissing,
  quota,
  release.noRelease,
  release.releaseAtZero,
  release.paused,
  release.releaseDegraded,
  release.noReadinessProbe,
  release.revisionHistory,
  release.strategyChanges,
  release.autoscalerOnRelease,
  release.noDisruptionAllowed,
  release.lastApplied,
  canary.canaryWillBeMade,
  canary.canaryCannotBeMade,
  canary.canaryBusy,
  canary.canaryDiffers,
  canary.selectorsOverlap,
  canary.autoscalerOnCanary,
  canary.serviceSelectsOne,
];

/** Everything that is worth a look before a rollout starts, what speaks against it first. */
export function planFindings(scene: PlanScene): Finding[] {
  const findings = [
    ...PLAN_CHECKS.flatMap(check => check(scene)),
    ...TARGET_CHECKS.flatMap(check =>
      scene.targets.flatMap(target =>
        check(target, scene).map(found => ({
          ...found,
          workloadId: target.workload.id,
        })),
      ),
    ),
  ];
  return findings.sort(bySeverity);
}
