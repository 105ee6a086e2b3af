import { useApi } from '@backstage/core-plugin-api';
import type { Rollout, StartRequest } from '@pilothouse/plugin-release-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { rolloutApiRef } from '../../api';
import { rolloutKey } from '../queries';

/** Starts a rollout. However often one dialog asks, the same start happens only once. */
export function useStart(): UseMutationResult<
  Rollout,
  Error,
  Omit<StartRequest, 'idempotencyKey'>
> {
  const api = useApi(rolloutApiRef);
  const client = useQueryClient();
  const [idempotencyKey] = useState(randomKey);
  return useMutation({
    mutationFn: request => api.startRollout({ ...request, idempotencyKey }),
    onSuccess: rollout => {
      client.setQueryData(rolloutKey(rollout.id), rollout);
    },
    onSettled: (_rollout, _error, { entityRef }) => {
      // The dialog does not wait for the lists behind it.
      void client.invalidateQueries({
        queryKey: ['release', 'rollouts', entityRef],
      });
    },
  });
}

/** Not crypto.randomUUID: browsers keep that from pages without TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
