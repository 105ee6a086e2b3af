import {
  releaseRolloutAbortPermission,
  releaseRolloutApprovePermission,
  releaseRolloutPausePermission,
  releaseRolloutPromotePermission,
  releaseWorkloadAdoptPermission,
  type RolloutAction,
} from '@pilothouse/plugin-release-common';
import type { StagePermission } from '../../stage/StageAccess';

/** What each command needs. */
export const COMMAND_PERMISSIONS: Record<RolloutAction, StagePermission> = {
  promote: releaseRolloutPromotePermission,
  approve: releaseRolloutApprovePermission,
  pause: releaseRolloutPausePermission,
  resume: releaseRolloutPausePermission,
  abort: releaseRolloutAbortPermission,
  adopt: releaseWorkloadAdoptPermission,
  override: releaseWorkloadAdoptPermission,
};

/** One value for each command. */
export function byCommand<T>(
  make: (action: RolloutAction) => T,
): Record<RolloutAction, T> {
  return {
    promote: make('promote'),
    approve: make('approve'),
    pause: make('pause'),
    resume: make('resume'),
    abort: make('abort'),
    adopt: make('adopt'),
    override: make('override'),
  };
}
