import { entityRefWith } from '@pilothouse/pilothouse-node';
import {
  createFreezeSchema,
  type CreateFreeze,
  type RangeWindow,
} from '@pilothouse/plugin-release-common';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { portalId } from '../http/input';
import { isTimezone } from './zonedTime';

const INSTANT =
  'has to be a time with its offset from UTC, such as 2027-02-05T18:00:00+08:00';

const instant = z.iso.datetime({ offset: true, error: INSTANT });

/** From one instant to a later one. */
export const rangeRule = z
  .object({ from: instant, to: instant.optional() })
  .strict()
  .refine(
    ({ from, to }: RangeWindow) =>
      to === undefined || Date.parse(from) < Date.parse(to),
    { path: ['to'], error: 'has to be later than from' },
  );

const { from, to, timezone } = createFreezeSchema.shape.weekly.unwrap().shape;
const weekly = z.strictObject({
  from: from.strict(),
  to: to.strict(),
  timezone,
});

/** From one time of the week to another, in a timezone that there is. */
export const weeklyRule = weekly
  .refine(week => isTimezone(week.timezone), {
    path: ['timezone'],
    error: 'has to be a name of the IANA database, such as Asia/Shanghai',
  })
  .refine(week => !isDeepStrictEqual(week.from, week.to), {
    path: ['to'],
    error: 'has to be another time than from',
  });

const SYSTEM =
  'has to be the reference of a system, such as system:default/order';

const systemRef = entityRefWith(SYSTEM, {
  defaultKind: 'system',
  defaultNamespace: 'default',
}).refine(ref => ref.startsWith('system:'), SYSTEM);

/**
 * What a freeze covers. A list that is there and empty would cover nothing, or all, depending on who reads it.
 *
 * @param environments - names of those that there are
 */
export function scopeRule(environments: readonly string[]) {
  return z
    .object({
      environments: z
        .array(
          z.string().refine(name => environments.includes(name), {
            error: `has to be one of the environments: ${environments.join(
              ', ',
            )}`,
          }),
        )
        .min(1, 'has to name an environment, or be left out')
        .max(50)
        .optional(),
      systems: z
        .array(systemRef)
        .min(1, 'has to name a system, or be left out')
        .max(50)
        .optional(),
    })
    .strict();
}

/** What a person may ask for: the window that goes with the kind, and no other. */
export function createFreezeRule(
  environments: readonly string[],
): z.ZodType<CreateFreeze> {
  return createFreezeSchema
    .extend({
      scope: scopeRule(environments),
      range: rangeRule.optional(),
      weekly: weeklyRule.optional(),
    })
    .superRefine(({ kind, range, weekly: week }, context) => {
      for (const [name, given, wanted] of [
        ['range', range, kind === 'range'],
        ['weekly', week, kind === 'weekly'],
      ] as const) {
        if ((given !== undefined) === wanted) continue;
        context.addIssue({
          code: 'custom',
          path: [name],
          message: wanted
            ? `is missing: a freeze of the kind ${kind} has one`
            : `does not go with the kind ${kind}`,
        });
      }
    });
}

/** Body of `POST /freezes/{id}/end`. */
export const endFreezeSchema = z
  .object({ reason: createFreezeSchema.shape.reason })
  .strict();
export type EndFreeze = z.infer<typeof endFreezeSchema>;

/** The same, where the freeze does not stand in a path. */
export const endFreezeBody = endFreezeSchema.extend({ freezeId: portalId });
