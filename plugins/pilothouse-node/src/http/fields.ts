import * as z from 'zod';
import { entityRef } from './entityRef';

export const flag = z
  .enum(['true', 'false'], { error: 'has to be true or false' })
  .transform(text => text === 'true');

export const count = (least: number, most: number) =>
  z
    .string({ error: `has to be a whole number from ${least} to ${most}` })
    .regex(/^\d{1,9}$/, `has to be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine(
      number => number >= least && number <= most,
      `has to be a whole number from ${least} to ${most}`,
    );

export const once = (error: string) => z.string({ error });

/** Query of everything about one entity. */
export const entityQuery = z.strictObject({ entityRef });
