import { useMemo } from 'react';
import { nameOfRef } from '../fleet/model/nameOfRef';
import { useFleet } from '../fleet/useFleet';

/** Something to choose in a field. */
export interface ScopeOption {
  value: string;
  label: string;
}

/** Services, their systems, and environments that there are, to choose from; empty until they are known. */
export interface ScopeOptions {
  services: ScopeOption[];
  systems: ScopeOption[];
  environments: string[];
}

/** What the fleet knows: whatever it does not know cannot be changed either. */
export function useScopeOptions(): ScopeOptions {
  const { data } = useFleet({ owned: false });
  return useMemo(() => {
    const systems = new Set(
      data?.services.flatMap(({ system }) => system ?? []) ?? [],
    );
    return {
      services: byLabel(
        data?.services.map(({ entityRef, title }) => ({
          value: entityRef,
          label: title,
        })) ?? [],
      ),
      systems: byLabel(
        [...systems].map(ref => ({ value: ref, label: nameOfRef(ref) })),
      ),
      environments: data?.environments.map(({ name }) => name) ?? [],
    };
  }, [data]);
}

function byLabel(options: ScopeOption[]): ScopeOption[] {
  return options.sort((a, b) => a.label.localeCompare(b.label));
}
