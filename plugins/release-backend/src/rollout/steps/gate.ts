import type { Gate } from '@pilothouse/plugin-release-common';
import type { RolloutDefinition } from '../definition';
import type { RolloutState } from '../state';

/**
 * What the gate really asks. A reason for a person overrules `automatic`; and so does a protected environment to which
 * no canary was there before to be measured.
 */
export function effectiveGate({
  policy,
  gateReason,
  strategy,
  protected: isProtected,
}: Pick<
  RolloutDefinition,
  'policy' | 'gateReason' | 'strategy' | 'protected'
>): Gate {
  if (gateReason) return 'approval';
  if (policy.gate === 'automatic' && strategy === 'rolling' && isProtected) {
    return 'approval';
  }
  return policy.gate;
}

/** Whether the person whom the gate asks for has answered. */
export function gateIsAnswered(state: RolloutState): boolean {
  switch (effectiveGate(state.definition)) {
    case 'automatic':
      return true;
    case 'manual':
      return state.promoted !== undefined;
    default:
      return state.approval !== undefined;
  }
}
