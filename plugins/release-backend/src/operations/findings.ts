import type { WatchedKinds } from '@pilothouse/plugin-clusters-node';
import type {
  Finding,
  FreezeMoment,
  Operation,
} from '@pilothouse/plugin-release-common';
import { matchesLabels } from '../details/labels';
import { steers } from '../details/listEvents';
import { finding } from '../findings/finding';
import type { Deployment, Pod } from '../workload/objects';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What is known around an operation; nothing of it was changed. */
export interface OperationScene {
  operation: Operation;
  deployment: Deployment;
  /** Ready pods of the Deployment. */
  ready: number;
  replicas: { min: number; max: number };
  /** Missing where they could not be read. */
  autoscalers?: readonly WatchedKinds['horizontalpodautoscalers'][];
  budgets?: readonly WatchedKinds['poddisruptionbudgets'][];
  /** The active rollout that has the workload. */
  rollout?: string;
  freeze?: FreezeMoment;
  /** The one that is to be deleted. */
  pod?: Pod;
}

type Check = (scene: OperationScene) => Finding[];

/** While a rollout has the workload it would take this for drift. Aborting it is the way to act by hand. */
const rolloutActive: Check = ({ rollout }) =>
  rollout ? finding('blocking', 'rollout-active', { rollout }) : [];

const frozen: Check = ({ freeze }) =>
  freeze
    ? finding('blocking', 'frozen', {
        freeze: freeze.freeze.reason,
        ...(freeze.to && { to: freeze.to }),
      })
    : [];

/**
 * A canary grows by a rollout, which observes it and asks for an approval; by hand it only goes down. Otherwise anybody
 * could give most of the traffic to an image that nobody has approved.
 */
const outOfBounds: Check = ({ operation, replicas: bounds, deployment }) => {
  if (operation.operation !== 'scale') return [];
  const { replicas, role } = operation;
  const { min, max } =
    role === 'canary'
      ? { min: 0, max: deployment.spec?.replicas ?? 0 }
      : bounds;
  if (replicas >= min && replicas <= max) return [];
  return finding('blocking', 'out-of-bounds', { min, max });
};

const toZero: Check = ({ operation }) =>
  operation.operation === 'scale' &&
  operation.role === 'release' &&
  operation.replicas === 0
    ? finding('warning', 'to-zero')
    : [];

const autoscaler: Check = ({ operation, autoscalers, deployment }) => {
  if (operation.operation !== 'scale') return [];
  if (!autoscalers) {
    return finding('warning', 'not-checked', {
      resource: 'horizontalpodautoscalers',
    });
  }
  const name = deployment.metadata?.name ?? '';
  return autoscalers
    .filter(each => steers(each, name))
    .flatMap(each =>
      finding('warning', 'autoscaler-decides', {
        autoscaler: each.metadata?.name ?? '',
        min: each.spec?.minReplicas ?? 1,
        max: each.spec?.maxReplicas ?? 1,
      }),
    );
};

/** A paused Deployment rolls nothing; kubectl refuses the same two. */
const paused: Check = ({ operation: { operation }, deployment }) => {
  const isPaused = deployment.spec?.paused === true;
  const name = deployment.metadata?.name ?? '';
  if (isPaused && (operation === 'restart' || operation === 'roll-back')) {
    return finding('blocking', 'paused', { deployment: name });
  }
  if (isPaused && operation === 'pause') {
    return finding('blocking', 'already-paused', { deployment: name });
  }
  if (!isPaused && operation === 'resume') {
    return finding('blocking', 'not-paused', { deployment: name });
  }
  return [];
};

const nextApply: Check = ({ operation: { operation }, deployment }) =>
  operation === 'roll-back' && deployment.metadata?.annotations?.[LAST_APPLIED]
    ? finding('warning', 'next-apply-undoes')
    : [];

const disruption: Check = ({ pod, budgets }) => {
  if (!pod) return [];
  if (!budgets) {
    return finding('warning', 'not-checked', {
      resource: 'poddisruptionbudgets',
    });
  }
  return budgets
    .filter(
      ({ spec, status }) =>
        matchesLabels(spec?.selector, pod.metadata?.labels) &&
        (status?.disruptionsAllowed ?? 0) < 1,
    )
    .flatMap(({ metadata }) =>
      finding('warning', 'no-disruption-allowed', {
        budget: metadata?.name ?? '',
      }),
    );
};

const lastReadyPod: Check = ({ pod, ready }) => {
  const isReady = pod?.status?.conditions?.some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
  return isReady && ready <= 1
    ? finding('warning', 'last-ready-pod', {
        pod: pod?.metadata?.name ?? '',
      })
    : [];
};

const CHECKS = [
  rolloutActive,
  frozen,
  outOfBounds,
  paused,
  toZero,
  autoscaler,
  nextApply,
  disruption,
  lastReadyPod,
];

/** What speaks against an operation. */
export function operationFindings(scene: OperationScene): Finding[] {
  return CHECKS.flatMap(check => check(scene));
}
