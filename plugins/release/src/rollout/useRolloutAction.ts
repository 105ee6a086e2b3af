import { useApi } from '@backstage/core-plugin-api';
import type {
  Rollout,
  RolloutAction,
  RolloutCommand,
} from '@pilothouse/plugin-release-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { rolloutApiRef } from '../api';
import { rolloutKey } from './queries';

/** What a person asks of a rollout. */
export interface ActionRequest {
  action: RolloutAction;
  command: RolloutCommand;
}

/** Acts on a rollout, and shows at once what came of it; whatever came, the rollout is read again. */
export function useRolloutAction(
  rollout: Pick<Rollout, 'id' | 'entityRef'>,
): UseMutationResult<Rollout, Error, ActionRequest> {
  const api = useApi(rolloutApiRef);
  const client = useQueryClient();
  return useMutation<Rollout, Error, ActionRequest>({
    mutationFn: request =>
      api.actOnRollout({ rolloutId: rollout.id, ...request }),
    onSuccess: answer => {
      client.setQueryData(rolloutKey(rollout.id), answer);
    },
    onSettled: () => {
      // Nobody waits for them: the dialog says what came of the action itself.
      void client.invalidateQueries({ queryKey: rolloutKey(rollout.id) });
      void client.invalidateQueries({
        queryKey: ['release', 'rollouts', rollout.entityRef],
      });
    },
  });
}
