import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { reasonSchema, type Freeze } from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { rangeRule, scopeRule, weeklyRule } from './freezeRules';

const KEY = 'release.freezes';

function freezeConfig(environments: readonly string[]) {
  return z
    .object({
      name: z
        .string()
        .regex(
          /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
          'has to be of small letters, digits and -, at most 63: it is part of an id',
        ),
      reason: reasonSchema,
      scope: scopeRule(environments).default({}),
      range: rangeRule.optional(),
      weekly: weeklyRule.optional(),
    })
    .strict()
    .refine(
      ({ range, weekly }) => (range === undefined) !== (weekly === undefined),
      {
        error: 'has to have either range or weekly',
      },
    );
}

/**
 * Reads and checks `release.freezes`: windows that only a deployment of the portal changes.
 *
 * @param environments - names of `pilothouse.environments`
 * @throws InputError that names the key and says what it has to be
 */
export function readFreezes(
  config: Config,
  environments: readonly string[],
): Freeze[] {
  const read = z
    .array(freezeConfig(environments))
    .max(200)
    .safeParse(config.getOptional(KEY) ?? []);
  if (!read.success) {
    const [{ path, message }] = read.error.issues;
    const steps = path.map(step =>
      typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
    );
    throw new InputError(`Configuration ${KEY}${steps.join('')} ${message}`);
  }
  const names = new Set<string>();
  return read.data.map(({ name, ...freeze }, index) => {
    if (names.has(name)) {
      throw new InputError(
        `Configuration ${KEY}[${index}].name "${name}" is there twice`,
      );
    }
    names.add(name);
    return {
      ...freeze,
      id: `config-${name}`,
      kind: freeze.weekly ? 'weekly' : 'range',
      source: 'config',
    };
  });
}
