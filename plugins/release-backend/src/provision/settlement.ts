import type {
  ApplyTarget,
  NamespaceTarget,
} from '@pilothouse/plugin-release-common';
import type { Settlement } from '../ledger/entries';

type Target = ApplyTarget | NamespaceTarget;

/** What of the ledger's words fits: anything that was done is done, however much of it failed. */
function outcomeOf({ objects }: Target): Settlement['outcome'] {
  if (objects.some(({ error }) => error?.code === 'unknown')) return 'unknown';
  const failed = objects.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return 'done';
  const wasDone = objects.some(({ status }) =>
    ['created', 'updated', 'configured'].includes(status),
  );
  if (wasDone) return 'done';
  return failed[0].error?.code === 'conflict' ? 'conflict' : 'refused';
}

/** How many objects came out how, and what went wrong first; nothing of what is in them. */
export function settlementOf(target: Target): Settlement {
  const after: Record<string, number | string> = {};
  for (const { status } of target.objects) {
    after[status] = Number(after[status] ?? 0) + 1;
  }
  const failed = target.objects.find(({ status }) => status === 'failed');
  const { error } = failed ?? {};
  return {
    outcome: outcomeOf(target),
    after,
    ...(failed &&
      error && {
        message: {
          code: 'write-refused',
          params: {
            workload: `${failed.kind} ${failed.name}`,
            message: String(error.params.message ?? error.code),
          },
        },
      }),
  };
}
