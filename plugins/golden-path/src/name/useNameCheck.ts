import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { provisionApiRef } from '../api/provisionApi';
import { isServiceName } from './serviceName';

/** Nobody is asked for every letter. */
const SETTLED_MS = 400;

/** Who has the name already, asked when nobody has typed for a moment. */
export function useNameCheck(name: string, system: string | undefined) {
  const api = useApi(provisionApiRef);
  const settled = useSettled(name);
  const { data, error, isFetching } = useQuery({
    queryKey: ['golden-path', 'name', settled, system],
    queryFn: ({ signal }) =>
      api.checkName({ name: settled, system }, { signal }),
    enabled: isServiceName(settled),
    // It may be taken by the time that the form is sent, and is looked at again then.
    staleTime: 5_000,
    retry: false,
  });
  const asked = isServiceName(name);
  return {
    checking: asked && (isFetching || settled !== name),
    check: asked && settled === name ? data : undefined,
    error: asked && settled === name && error ? error : undefined,
  };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
