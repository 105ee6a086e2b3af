import {
  parseImage,
  type ActionAvailability,
  type EvidenceReport,
  type FreezeMoment,
  type Rollout,
  type RolloutAction,
  type RolloutSummary,
  type RolloutTarget,
} from '@pilothouse/plugin-release-common';
import type { StoredRollout } from '../ports';
import type { RolloutState } from '../state';
import { stateName } from '../view/stateName';
import { stepStates } from '../view/stepStates';
import { historyLine } from './historyLine';

/** More lines are no history that anybody reads; the oldest and the latest are kept. */
const MOST_LINES = 1_000;

/** A rollout, with what its events come to. */
export interface FoldedRollout {
  stored: StoredRollout;
  state: RolloutState;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function targetState(state: RolloutState, id: string): RolloutTarget['state'] {
  const progress = state.targets[id];
  switch (progress?.promote) {
    case 'complete':
      return 'promoted';
    case 'reverted':
      return 'reverted';
    case 'begun':
      return 'promoting';
    default:
      return progress?.canaryUsed ? 'canary' : 'untouched';
  }
}

function targetsOf(state: RolloutState): RolloutTarget[] {
  return state.definition.targets.map(target => {
    const { workloadId, environment, cluster, namespace, name } = target;
    return {
      workloadId,
      target: { environment, cluster, namespace },
      name,
      from: parseImage(target.release.image),
      to: parseImage(target.image),
      state: targetState(state, workloadId),
    };
  });
}

/** A rollout as it stands in a list. */
export function rolloutSummary(
  { stored, state }: FoldedRollout,
  reader: { waitsForMe: boolean; now: number },
): RolloutSummary {
  const { definition, stuck, blind, cause, endedAt } = state;
  return {
    id: definition.id,
    entityRef: definition.entityRef,
    environment: definition.environment,
    protected: definition.protected,
    name: definition.name,
    strategy: definition.strategy,
    image: definition.image,
    author: definition.author,
    reason: definition.reason,
    createdAt: iso(stored.createdAt),
    endedAt: endedAt === undefined ? undefined : iso(endedAt),
    state: stateName(state),
    stepIndex: state.stepIndex,
    steps: stepStates(state, stored.clock, reader.now),
    targets: targetsOf(state),
    stuck: stuck && { ...stuck.reason, since: iso(stuck.since) },
    blind: blind && { ...blind.reason, since: iso(blind.since) },
    waitsForMe: reader.waitsForMe,
    cause,
  };
}

/** A rollout with everything that can be known of it. */
export function rolloutView(
  folded: FoldedRollout,
  reader: {
    waitsForMe: boolean;
    actions: Record<RolloutAction, ActionAvailability>;
    evidence: readonly EvidenceReport[];
    hold?: FreezeMoment;
    now: number;
  },
): Rollout {
  const { stored, state } = folded;
  const { definition, pause, approval, blind } = state;
  const { events } = stored;
  const lines =
    events.length <= MOST_LINES
      ? events
      : [events[0], ...events.slice(1 - MOST_LINES)];
  return {
    ...rolloutSummary(folded, reader),
    policy: definition.policy,
    evidence: [...reader.evidence],
    gateReason: definition.gateReason,
    pause: pause && { ...pause, at: iso(pause.at) },
    hold: reader.hold,
    drift: state.drift,
    blindSince: blind && iso(blind.since),
    approval: approval && { by: approval.by, at: iso(approval.at) },
    supersedes: definition.supersedes,
    supersededBy: state.supersededBy,
    actions: reader.actions,
    history: lines.map(line => historyLine(line, definition.steps)),
    historyOmitted: events.length - lines.length || undefined,
    now: iso(reader.now),
  };
}
