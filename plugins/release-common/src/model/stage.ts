import * as z from 'zod';
import { freezeMomentSchema } from './freeze';
import { environmentPolicySchema } from './policy';
import { actionAvailabilitySchema } from './rollout';

/** What can be begun on a stage. */
export const STAGE_ACTIONS = [
  'create-rollout',
  'roll-back',
  'restart',
  'scale',
  'pause',
  'delete-pod',
  /** Act in a freeze, or under a policy's minimum. */
  'override',
] as const;
export const stageActionSchema = z.enum(STAGE_ACTIONS);
export type StageAction = z.infer<typeof stageActionSchema>;

/** One environment of an entity: its policy, and what the reader may begin there. */
export const stageSchema = z.object({
  environment: z.string(),
  protected: z.boolean(),
  policy: environmentPolicySchema,
  /** Names of the workloads that the entity has there. */
  workloads: z.array(z.string()),
  actions: z.record(stageActionSchema, actionAvailabilitySchema),
  /** Those that hold there now, and those of the next seven days. */
  freezes: z.array(freezeMomentSchema),
});
export type Stage = z.infer<typeof stageSchema>;

/** `GET /stages?entityRef=`: in order of promotion. */
export const stageListSchema = z.object({
  stages: z.array(stageSchema),
  /** The reader may make and end freezes. */
  managesFreezes: z.boolean(),
  now: z.string(),
});
export type StageList = z.infer<typeof stageListSchema>;
