import type { RolloutSummary } from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { rolloutsByWorkload } from '../rollout/model/pickRollout';
import { useActiveRolloutList } from '../rollouts/queries';

const NONE: RolloutSummary[] = [];

/** The rollouts that are active, by the workloads on which they act; none where they cannot be read just now. */
export function useActiveRollouts(): ReadonlyMap<string, RolloutSummary> {
  const { data } = useActiveRolloutList();
  const rollouts = data ?? NONE;
  return useMemo(() => rolloutsByWorkload(rollouts), [rollouts]);
}
