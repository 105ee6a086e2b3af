import * as z from 'zod';
import { reasonSchema } from './text';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'has to be HH:MM');

/** From one weekday and time to another, every week; across midnight and Sunday if need be. */
export const weeklyWindowSchema = z.object({
  from: z.object({ day: z.enum(WEEKDAYS), time }),
  to: z.object({ day: z.enum(WEEKDAYS), time }),
  /** IANA name, such as Asia/Shanghai. */
  timezone: z.string().max(64),
});
export type WeeklyWindow = z.infer<typeof weeklyWindowSchema>;

/** From one instant to another. ISO 8601; without an end it holds until somebody ends it. */
export const rangeWindowSchema = z.object({
  from: z.string(),
  to: z.string().optional(),
});
export type RangeWindow = z.infer<typeof rangeWindowSchema>;

/** What a freeze covers; a part that is missing covers all. */
export const freezeScopeSchema = z.object({
  environments: z.array(z.string().max(253)).max(50).optional(),
  /** References of systems. */
  systems: z.array(z.string().max(253)).max(50).optional(),
});
export type FreezeScope = z.infer<typeof freezeScopeSchema>;

/** A window in which writes are refused unless overridden with a reason. */
export const freezeSchema = z.object({
  id: z.string(),
  /** `stop` is the instant stop of the line. */
  kind: z.enum(['range', 'weekly', 'stop']),
  scope: freezeScopeSchema,
  range: rangeWindowSchema.optional(),
  weekly: weeklyWindowSchema.optional(),
  reason: z.string(),
  /** Of the configuration, which only a deployment of the portal changes, or of people. */
  source: z.enum(['config', 'people']),
  createdBy: z.string().optional(),
  createdAt: z.string().optional(),
  endedBy: z.string().optional(),
  endedAt: z.string().optional(),
});
export type Freeze = z.infer<typeof freezeSchema>;

/** A freeze at a moment: that it holds, or when it will. */
export const freezeMomentSchema = z.object({
  freeze: freezeSchema,
  active: z.boolean(),
  /** When the present or next window begins and ends. ISO 8601; no end for what somebody has to end. */
  from: z.string(),
  to: z.string().optional(),
});
export type FreezeMoment = z.infer<typeof freezeMomentSchema>;

/** `GET /freezes`: those that hold first, then by their beginning. */
export const freezeListSchema = z.object({
  freezes: z.array(freezeMomentSchema),
  now: z.string(),
});
export type FreezeList = z.infer<typeof freezeListSchema>;

/** `POST /freezes` */
export const createFreezeSchema = z
  .object({
    kind: z.enum(['range', 'weekly', 'stop']),
    scope: freezeScopeSchema,
    range: rangeWindowSchema.optional(),
    weekly: weeklyWindowSchema.optional(),
    reason: reasonSchema,
  })
  .strict();
export type CreateFreeze = z.infer<typeof createFreezeSchema>;
