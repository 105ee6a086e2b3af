import {
  parseWorkloadId,
  targetSchema,
  type Drift,
} from '@pilothouse/plugin-release-common';
import type { NewChange } from '../../ledger/entries';

type Values = Record<string, string | number>;

/** What the ledger says of a decision about what somebody else changed, and whose program that was. */
export function driftChange(
  choice: 'adopt' | 'override',
  all: readonly Drift[],
): Pick<NewChange, 'target' | 'role' | 'before' | 'after'> {
  const drifts = all.filter(({ adoptable, overridable }) =>
    choice === 'adopt' ? adoptable : overridable !== false,
  );
  const expected: Values = {};
  const found: Values = {};
  for (const drift of drifts) {
    // One thing is called by its name; of several it is said whose.
    const prefix = drifts.length === 1 ? '' : `${drift.role} `;
    expected[`${prefix}${drift.field}`] = drift.expected;
    found[`${prefix}${drift.field}`] = drift.found;
    if (drift.manager !== undefined) {
      found[`${prefix}manager`] = drift.manager;
    }
  }
  const [first, ...others] = drifts;
  const alike = (field: 'role' | 'workloadId') =>
    others.every(other => other[field] === first?.[field]);
  const key =
    first && alike('workloadId')
      ? parseWorkloadId(first.workloadId)
      : undefined;
  return {
    target: key && targetSchema.parse(key),
    role: alike('role') ? first?.role : undefined,
    ...(choice === 'adopt'
      ? { before: expected, after: found }
      : { before: found, after: expected }),
  };
}
