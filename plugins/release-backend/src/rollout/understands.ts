import { stepKindSchema } from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import type { RolloutEvent, RolloutEventType, WriteGoal } from './events';

/** All that this version knows; a type that is left out does not compile. */
const TYPES: Record<RolloutEventType, true> = {
  started: true,
  'step-entered': true,
  'step-ready': true,
  'step-completed': true,
  'write-intended': true,
  'write-settled': true,
  'drift-found': true,
  'drift-resolved': true,
  paused: true,
  resumed: true,
  approved: true,
  promoted: true,
  'abort-requested': true,
  failed: true,
  'observation-lost': true,
  'observation-regained': true,
  held: true,
  released: true,
  stuck: true,
  unstuck: true,
  ended: true,
};
const GOALS: Record<WriteGoal['kind'], true> = {
  'create-canary': true,
  'set-canary-image': true,
  'scale-canary': true,
  promote: true,
  revert: true,
  fence: true,
};

const typed = z.object({
  type: z.string().refine(type => Object.hasOwn(TYPES, type)),
});
const intended = z.object({
  intent: z.object({
    key: z.string(),
    workloadId: z.string(),
    goal: z.object({
      kind: z.string().refine(kind => Object.hasOwn(GOALS, kind)),
    }),
  }),
});
const started = z
  .object({
    definition: z.object({
      id: z.string(),
      strategy: z.enum(['canary', 'rolling']),
      policy: z.object({ gate: z.enum(['automatic', 'manual', 'approval']) }),
      targets: z.array(z.object({ workloadId: z.string() })).min(1),
      steps: z.array(
        z.object({ kind: stepKindSchema, workloadId: z.string() }),
      ),
    }),
  })
  .refine(({ definition: { steps, targets } }) => {
    const known = new Set(targets.map(({ workloadId }) => workloadId));
    return steps.every(({ workloadId }) => known.has(workloadId));
  });

/**
 * Whether an event that was stored is one that this version knows: a newer one may have been here, and an event that is
 * passed over may be the one that forbids what comes next. Their details are as they were written.
 */
export function understands(event: unknown): event is RolloutEvent {
  const { data } = typed.safeParse(event);
  switch (data?.type) {
    case undefined:
      return false;
    case 'started':
      return started.safeParse(event).success;
    case 'write-intended':
      return intended.safeParse(event).success;
    default:
      return true;
  }
}
