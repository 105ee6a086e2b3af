import type { RolloutDefinition } from '../definition';
import type { RolloutState, TargetProgress } from '../state';

/**
 * Of a rollout that has only been asked for. What it plans for is the canary that nobody uses; the one that it supersedes
 * may do anything with it until its end, so nothing is expected of it then.
 */
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
            ...(definition.supersedes === undefined && {
              image: canary?.image,
              replicas: canary?.replicas,
            }),
            uid: canary?.uid,
            generation: 0,
            confirmed: [],
          },
          canaryUsed: false,
          promote: 'none',
        } satisfies TargetProgress,
      ]),
    ),
    overriddenFreezes: definition.overriddenFreezes ?? [],
    attempts: {},
    effects: {},
    drift: [],
    completed: [],
  };
}
