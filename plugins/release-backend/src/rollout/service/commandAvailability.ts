import {
  type ActionAvailability,
  type FreezeMoment,
  type RolloutAction,
} from '@pilothouse/plugin-release-common';
import type { RolloutState } from '../state';
import { availability } from '../view/availability';
import { stateName } from '../view/stateName';
import { byCommand, COMMAND_PERMISSIONS } from './permissionOf';

/** Whoever asks, as far as commands depend on it. */
export interface Commander {
  /** Reference of a user, or `service:` and the subject. */
  key: string;
  /** What the policy of the portal allows. */
  permitted: Record<RolloutAction, boolean>;
  /** May act in a freeze, with a reason. */
  overrides: boolean;
}

/** What brings a rollout forward, and so has to wait for the end of a freeze. */
const HELD_BY_FREEZE: readonly RolloutAction[] = [
  'promote',
  'adopt',
  'override',
];

/** Whether the reader may do what they ask for now; if not, why: first whether it makes sense, then whether they may. */
export function commandAvailability(
  state: RolloutState,
  commander: Commander,
  freeze: FreezeMoment | undefined,
): Record<RolloutAction, ActionAvailability> {
  const sensible = availability(state);
  const { definition } = state;
  return byCommand(action => {
    // What has ended has ended for everybody.
    if (state.phase === 'ended') return sensible[action];
    if (!commander.permitted[action]) {
      const permission = COMMAND_PERMISSIONS[action].name;
      return {
        allowed: false,
        why: { code: 'no-permission', params: { permission } },
      };
    }
    if (!sensible[action].allowed) return sensible[action];
    if (
      action === 'approve' &&
      definition.protected &&
      definition.author === commander.key
    ) {
      return {
        allowed: false,
        why: { code: 'author-may-not-approve', params: {} },
      };
    }
    if (freeze && HELD_BY_FREEZE.includes(action) && !commander.overrides) {
      const params = { freeze: freeze.freeze.reason };
      return { allowed: false, why: { code: 'frozen', params } };
    }
    return { allowed: true };
  });
}

/** Whether it is the reader that a rollout waits for. */
export function waitsFor(
  state: RolloutState,
  actions: Record<RolloutAction, ActionAvailability>,
): boolean {
  const may = (...of: RolloutAction[]) =>
    of.some(each => actions[each].allowed);
  if (state.phase === 'ended') return false;
  if (state.drift.length > 0) return may('adopt', 'override');
  return stateName(state) === 'waiting-for-person' && may('approve', 'promote');
}

/** Nobody may anything: for who only looks. */
export const NOTHING_PERMITTED: Commander['permitted'] = byCommand(() => false);
