import { useSearchParams } from 'react-router-dom';

const PARAMETER = 'view';
const TABS = ['pods', 'revisions', 'events', 'config'] as const;

/** The tabs of a workload's details. */
export type DetailTab = (typeof TABS)[number];

/** The tab that is open; it stands in the address, so that a link shows the same. */
export function useDetailTab(): [DetailTab, (tab: string | number) => void] {
  const [search, setSearch] = useSearchParams();
  const asked = search.get(PARAMETER);
  const tab = TABS.find(known => known === asked) ?? 'pods';
  return [
    tab,
    next =>
      setSearch(
        before => {
          const after = new URLSearchParams(before);
          after.set(PARAMETER, String(next));
          return after;
        },
        { replace: true },
      ),
  ];
}
