import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { parseStateFilter } from './model/filter';
import type { FleetFilter } from './model/filter';

/** Browsers refuse more than about a hundred changes of the address in half a minute. */
const WRITE_AFTER_MS = 300;

/** What the fleet page shows, and how to change it. */
export interface FleetAddress {
  filter: FleetFilter;
  setFilter: (filter: FleetFilter) => void;
  /** The reader's own services, or all. */
  owned: boolean;
  setOwned: (owned: boolean) => void;
}

/**
 * What the fleet page shows stands in the address (`q`, `state`, `scope=all`): it can be sent to somebody, and a reload
 * shows the same.
 */
export function useFleetAddress(): FleetAddress {
  const [params, setParams] = useSearchParams();
  const written: FleetFilter = {
    text: params.get('q') ?? '',
    state: parseStateFilter(params.get('state')),
  };
  const owned = params.get('scope') !== 'all';
  // What was typed and is not in the address yet.
  const [typed, setTyped] = useState<FleetFilter>();
  const filter = typed ?? written;

  const write = (next: FleetFilter, nextOwned: boolean) => {
    setParams(
      old => {
        const to = new URLSearchParams(old);
        put(to, 'q', next.text.trim() && next.text);
        put(to, 'state', next.state === 'any' ? '' : next.state);
        put(to, 'scope', nextOwned ? '' : 'all');
        return to;
      },
      { replace: true },
    );
    setTyped(undefined);
  };

  const writeTyped = useRef(() => {});
  useEffect(() => {
    writeTyped.current = () => typed && write(typed, owned);
  });
  useEffect(() => {
    if (!typed) return undefined;
    const timer = setTimeout(() => writeTyped.current(), WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  return {
    filter,
    setFilter: setTyped,
    owned,
    setOwned: next => write(filter, next),
  };
}

function put(params: URLSearchParams, name: string, value: string) {
  if (value) params.set(name, value);
  else params.delete(name);
}
