import { ApiError } from '../api-error';
import { formatPath, type Path } from './field-set';
import type { Owner } from './owners';

/** A field that somebody else holds with another value. */
export interface Conflict {
  owner: Owner;
  path: Path;
}

function nameOf({ manager, operation, apiVersion, subresource }: Owner) {
  const name = JSON.stringify(manager);
  const who = subresource ? `${name} with subresource "${subresource}"` : name;
  return operation === 'Update' ? `${who} using ${apiVersion}` : who;
}

function describe(conflicts: readonly Conflict[]): string {
  const [first] = conflicts;
  if (conflicts.length === 1)
    return `Apply failed with 1 conflict: conflict with ${nameOf(
      first.owner,
    )}: ${formatPath(first.path)}`;
  const lines: string[] = [];
  for (const owner of new Set(conflicts.map(conflict => conflict.owner))) {
    lines.push(`conflicts with ${nameOf(owner)}:`);
    for (const conflict of conflicts)
      if (conflict.owner === owner)
        lines.push(`- ${formatPath(conflict.path)}`);
  }
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

/** The answer to an apply that would take fields away from others. */
export function conflictError(conflicts: readonly Conflict[]): ApiError {
  const sorted = [...conflicts].sort((left, right) =>
    left.owner.manager < right.owner.manager ? -1 : 1,
  );
  return new ApiError('Conflict', describe(sorted), {
    causes: sorted.map(({ owner, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${nameOf(owner)}`,
      field: formatPath(path),
    })),
  });
}
