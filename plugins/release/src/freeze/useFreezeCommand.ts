import { useApi } from '@backstage/core-plugin-api';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import type { RolloutApi } from '@pilothouse/plugin-release-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { rolloutApiRef } from '../api';
import { FREEZES_KEY } from './queries';

const TOAST_MS = 8_000;

/**
 * Makes or ends a freeze. Sent once: what nobody answered may have been done.
 *
 * @param done - what to tell when it is done
 */
export function useFreezeCommand<Input>(
  send: (api: RolloutApi, input: Input) => Promise<unknown>,
  done: (input: Input) => string,
) {
  const api = useApi(rolloutApiRef);
  const toasts = useApi(toastApiRef);
  const client = useQueryClient();
  return useMutation<unknown, Error, Input>({
    retry: false,
    mutationFn: input => send(api, input),
    onSuccess: (_, input) => {
      toasts.post({ title: done(input), timeout: TOAST_MS });
    },
    // Even what failed may have been done.
    onSettled: () => client.invalidateQueries({ queryKey: FREEZES_KEY }),
  });
}
