import {
  runbookKindSchema,
  type RunbookTrouble,
} from '@pilothouse/plugin-runbooks-common';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { TROUBLES, type RunbookFilter } from './filter';

/** Browsers refuse more than about a hundred changes of the address in half a minute. */
const WRITE_AFTER_MS = 300;
const LONGEST_TEXT = 200;
const NAMES = ['service', 'alert', 'kind', 'owner', 'trouble'] as const;

/**
 * What the page shows stands in the address (`q`, `service`, `alert`, `kind`, `owner`, `trouble`): it can be sent to
 * somebody, and a reload shows the same.
 */
export function useRunbooksAddress() {
  const [params, setParams] = useSearchParams();
  const asked = params.get('q') ?? '';
  // What was typed and is not in the address yet.
  const [typed, setTyped] = useState<string>();

  const write = (changes: Record<string, string | undefined>) =>
    setParams(
      old => {
        const to = new URLSearchParams(old);
        for (const [name, value] of Object.entries(changes)) {
          if (value) to.set(name, value);
          else to.delete(name);
        }
        return to;
      },
      { replace: true },
    );

  const writeTyped = useRef(() => {});
  useEffect(() => {
    writeTyped.current = () => {
      write({ q: typed?.trim().slice(0, LONGEST_TEXT) });
      setTyped(undefined);
    };
  });
  useEffect(() => {
    if (typed === undefined) return undefined;
    const timer = setTimeout(() => writeTyped.current(), WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  return {
    /** What is in the field. */
    typed: typed ?? asked,
    setTyped,
    /** What is searched for. */
    text: asked.trim().slice(0, LONGEST_TEXT) || undefined,
    filter: filterIn(params),
    setFilter: (changes: RunbookFilter) => write({ ...changes }),
    clear: () => {
      setTyped(undefined);
      write({ q: undefined, ...Object.fromEntries(NAMES.map(n => [n, ''])) });
    },
  };
}

function filterIn(params: URLSearchParams): RunbookFilter {
  const kind = runbookKindSchema.safeParse(params.get('kind'));
  const trouble = params.get('trouble');
  return {
    service: params.get('service') ?? undefined,
    alert: params.get('alert') ?? undefined,
    kind: kind.data,
    owner: params.get('owner') ?? undefined,
    trouble: TROUBLES.find((name): name is RunbookTrouble => name === trouble),
  };
}
