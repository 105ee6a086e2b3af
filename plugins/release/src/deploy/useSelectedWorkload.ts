import type { Workload } from '@pilothouse/plugin-release-common';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';

const PARAMETER = 'workload';

export interface SelectedWorkload {
  /** What the address says, or else what most wants a look; `undefined` while nothing is known. */
  id: string | undefined;
  select(id: string): void;
}

/**
 * The workload whose details are shown. It stands in the address, so that a link shows the same; a choice of ours stays
 * when another workload gets into trouble, because panels must not change under a reader's eyes.
 */
export function useSelectedWorkload(
  workloads: readonly Workload[] | undefined,
): SelectedWorkload {
  const [search, setSearch] = useSearchParams();
  const [suggested, setSuggested] = useState<string>();
  const suggestion = suggested ?? suggest(workloads ?? []);
  if (suggestion !== suggested) setSuggested(suggestion);
  return {
    // An empty one names nothing.
    id: search.get(PARAMETER) || suggestion,
    select: id =>
      setSearch(
        before => {
          const after = new URLSearchParams(before);
          after.set(PARAMETER, id);
          return after;
        },
        { replace: true },
      ),
  };
}

/** Trouble first, then a canary, then what is nearest to the users. */
function suggest(workloads: readonly Workload[]): string | undefined {
  const lastEnvironment = workloads.at(-1)?.target.environment;
  const chosen =
    workloads.find(({ state }) => state === 'degraded') ??
    workloads.find(({ canary }) => canary && canary.desired > 0) ??
    workloads.find(({ target }) => target.environment === lastEnvironment);
  return chosen?.id;
}
