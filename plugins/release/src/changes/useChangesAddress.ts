import { useSearchParams } from 'react-router-dom';
import { parseRange } from './model/range';
import type { Range } from './model/range';
import type { ChangesFilter } from './queries';

/** The names in the address. */
const NAMES = {
  entityRef: 'entity',
  system: 'system',
  rolloutId: 'rollout',
  range: 'range',
  since: 'since',
  until: 'until',
} as const;
type Name = keyof typeof NAMES;

const PLAIN_RANGE: Range = '24h';
const MAX_LENGTH = 512;

/** What the page of changes shows, as its address says it. */
export interface ChangesAddress {
  filter: ChangesFilter;
  /** Changes parts of it; an empty one is taken away. */
  set(changes: Partial<Record<Name, string>>): void;
  clear(): void;
  /** Nothing but the range is set. */
  isPlain: boolean;
}

/** What the page of changes shows stands in its address: it can be sent to somebody, and a reload shows the same. */
export function useChangesAddress(): ChangesAddress {
  const [params, setParams] = useSearchParams();
  const read = (name: Name) =>
    params.get(NAMES[name])?.slice(0, MAX_LENGTH) || undefined;
  const entityRef = read('entityRef');
  const system = read('system');
  const rolloutId = read('rolloutId');
  const since = instantOf(read('since'));
  const until = instantOf(read('until'));
  // Of one rollout everything is wanted, whenever it was.
  const plain = rolloutId === undefined ? PLAIN_RANGE : 'all';
  const range = parseRange(params.get(NAMES.range)) ?? plain;
  return {
    filter: { entityRef, system, rolloutId, range, since, until },
    isPlain: !entityRef && !system && !rolloutId && !since && !until,
    set: changes =>
      setParams(
        before => {
          const after = new URLSearchParams(before);
          put('entityRef');
          put('system');
          put('rolloutId');
          put('range');
          put('since');
          put('until');
          return after;

          function put(name: Name) {
            const value = changes[name];
            if (value === undefined) return;
            if (value === '') after.delete(NAMES[name]);
            else after.set(NAMES[name], value);
          }
        },
        { replace: true },
      ),
    clear: () => setParams({}, { replace: true }),
  };
}

function instantOf(text: string | undefined): string | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
