import type { Finding } from '@pilothouse/plugin-release-common';
import { finding } from '../../findings/finding';
import type { PlanCheck, TargetCheck } from './checks';

/** What is not known cannot be planned, and what is old may have changed. */
export const clusterNotLive: TargetCheck = ({ cluster, status, unread }) => {
  const { name } = cluster;
  const params = { cluster: name, status, message: unread ?? '' };
  if (unread !== undefined) {
    return finding('blocking', 'cluster-not-live', params);
  }
  if (status === 'live') return [];
  return finding(
    status === 'stale' ? 'warning' : 'blocking',
    'cluster-not-live',
    params,
  );
};

export const missingClusters: PlanCheck = ({ missing }) =>
  missing.flatMap(({ cluster, status }) =>
    status === 'live'
      ? finding('blocking', 'no-release', { cluster })
      : finding('blocking', 'cluster-not-live', { cluster, status }),
  );

export const readOnly: TargetCheck = ({ cluster, forbidden }) =>
  forbidden.flatMap(({ verb, resource }) =>
    finding('blocking', 'read-only', { cluster: cluster.name, verb, resource }),
  );

export const notChecked: TargetCheck = ({ cluster, unchecked }) =>
  unchecked.flatMap(({ verb, resource }) =>
    finding('warning', 'not-checked', {
      cluster: cluster.name,
      verb,
      resource,
    }),
  );

/** What the refusal is about is told already where the canary could not be made. */
export const dryRunRefused: TargetCheck = ({ dryRuns }) =>
  dryRuns
    .filter(({ role, before }) => role === 'release' || before !== undefined)
    .flatMap(({ deployment, refused }) =>
      refused
        ? finding('blocking', 'dry-run-refused', {
            deployment,
            message: refused.text,
          })
        : [],
    );

/** Confirming the plan takes it from them, and from nobody else. */
export const takesOver: TargetCheck = ({ holders }) =>
  holders.flatMap(({ manager, fields, role }) =>
    finding('warning', 'takes-over', {
      manager,
      fields: fields.join(', '),
      role,
    }),
  );

export const rolloutActive: PlanCheck = ({ active, supersedes }) =>
  active.flatMap(({ id, author }): Finding[] =>
    finding(id === supersedes ? 'warning' : 'blocking', 'rollout-active', {
      rollout: id,
      author,
    }),
  );

/** Can be overridden, with a reason and the permission for it. */
export const frozen: PlanCheck = ({ freeze }) =>
  freeze
    ? finding('blocking', 'frozen', {
        freeze: freeze.freeze.reason,
        ...(freeze.to !== undefined && { to: freeze.to }),
      })
    : [];

/** Can be overridden, with a reason and the permission for it. */
export const underMinimum: PlanCheck = scene =>
  scene.underMinimum.flatMap(({ field, minimum }) =>
    finding('blocking', 'under-minimum', { field, minimum }),
  );

export const noTrafficEvidence: PlanCheck = ({ gateReason }) =>
  gateReason?.code === 'no-traffic-evidence'
    ? finding('info', gateReason.code, gateReason.params)
    : [];
