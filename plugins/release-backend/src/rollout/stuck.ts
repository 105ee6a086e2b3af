import type { Message } from '@pilothouse/plugin-release-common';
import type { Draft } from './Draft';
import { NOT_SERVING } from './ending/lastServing';
import { LONGEST_GAP_MS } from './holds/stepClock';
import { targetOf } from './steps/present';
import type { RolloutState } from './state';

/** A cluster that is away for so long needs a look; while nothing is to be written there it may take longer. */
const AWAY_MS = 30_000;
/** A write that fails so often does not get through by itself. */
const TRIES = 5;
/** These do not pass by waiting: a person has to do something. */
const NEEDS_PERSON = ['forbidden', 'credentials-refused'];

/** Notes that the rollout cannot go on, or can again. It never gives up. */
export function syncStuck(draft: Draft): void {
  if (draft.state.phase === 'ended') return;
  const { stuck } = draft.state;
  const reason =
    awayReason(draft) ??
    unreadReason(draft) ??
    failureReason(draft.state) ??
    servingReason(draft) ??
    pausedReason(draft);
  if (reason && stuck?.reason.code !== reason.code) {
    draft.push({ type: 'stuck', reason });
  }
  if (!reason && stuck) draft.push({ type: 'unstuck' });
}

function awayReason({ state, away, clock }: Draft): Message | undefined {
  if (!away) return undefined;
  const { cluster } = targetOf(state, away.workloadId).target;
  const { problem } = away;
  if (problem && NEEDS_PERSON.includes(problem.code)) {
    return { code: problem.code, params: { cluster, ...problem.params } };
  }
  const awayMs = clock.awayMs ?? 0;
  const holds = state.phase === 'running' && state.stepReadyAt !== undefined;
  return awayMs < (holds ? LONGEST_GAP_MS : AWAY_MS)
    ? undefined
    : {
        code: 'cluster-away',
        params: { cluster, seconds: Math.round(awayMs / 1000) },
      };
}

/** What happened to a Deployment has to be read, and cannot be. */
function unreadReason({ state, inDoubt }: Draft): Message | undefined {
  if (!inDoubt?.unread) return undefined;
  const { reason, forMs } = inDoubt.unread;
  if (forMs < AWAY_MS && !NEEDS_PERSON.includes(reason.code)) return undefined;
  const { cluster } = targetOf(state, inDoubt.workloadId).target;
  const seconds = Math.round(forMs / 1000);
  return {
    code: reason.code,
    params: { seconds, ...reason.params, cluster },
  };
}

function servingReason({ notServing }: Draft): Message | undefined {
  return notServing === undefined
    ? undefined
    : { code: NOT_SERVING, params: { workload: notServing } };
}

/** Of what is paused nothing is replaced, and nobody is told by Kubernetes. */
function pausedReason({ paused }: Draft): Message | undefined {
  if (!paused) return undefined;
  const { workloadId, deployment } = paused;
  const { manager = '' } = deployment.pausedOwner ?? {};
  return {
    code: 'deployment-paused',
    params: { workload: workloadId, deployment: deployment.name, manager },
  };
}

function failureReason(state: RolloutState): Message | undefined {
  const { failures } = state;
  if (!failures) return undefined;
  const { reason, count, outcome, workloadId, message = '' } = failures;
  const urgent = reason && NEEDS_PERSON.includes(reason.code);
  if (count < TRIES && !urgent) return undefined;
  if (reason) return reason;
  return outcome === 'conflict'
    ? { code: 'conflicts', params: { workload: workloadId } }
    : { code: 'write-refused', params: { workload: workloadId, message } };
}
