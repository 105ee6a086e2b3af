import type { RolloutDefinition } from '../definition';
import type { RolloutState, TargetProgress } from '../state';

/** Of a rollout that has only been asked for. */
export function initialState(
  definition: RolloutDefinition,
  { sequence, at }: { sequence: number; at: number },
): RolloutState {
  return {
    definition,
    sequence,
    phase: 'waiting',
    stepIndex: 0,
    stepEnteredAt: at,
    startedAt: at,
    targets: Object.fromEntries(
      definition.targets.map(({ workloadId, release, canary }) => [
        workloadId,
        {
          release: {
            image: release.image,
            uid: release.uid,
            generation: 0,
            confirmed: [],
          },
          canary: {
            image: canary?.image,
            replicas: canary?.replicas,
            uid: canary?.uid,
            generation: 0,
            confirmed: [],
          },
          canaryUsed: false,
          promote: 'none',
        } satisfies TargetProgress,
      ]),
    ),
    attempts: {},
    effects: {},
    drift: [],
    completed: [],
  };
}
