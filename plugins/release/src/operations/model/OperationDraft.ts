import type { Operation, Role, Side } from '@pilothouse/plugin-release-common';
import type {
  OperationName,
  Workload,
} from '@pilothouse/plugin-release-common';

/** What somebody wants to do with a workload, as far as it has been said. */
export interface OperationDraft {
  operation: OperationName;
  role: Role;
  /** Of `roll-back`. */
  revision?: number;
  /** Of `scale`. */
  replicas?: number;
  /** Of `delete-pod`. */
  pod?: string;
}

/** The Deployment that a draft is about. */
export function sideOf(
  workload: Pick<Workload, 'release' | 'canary'>,
  role: Role,
): Side | undefined {
  return role === 'canary' ? workload.canary : workload.release;
}

/** What can be planned of a draft; `undefined` while something has not been said. */
export function operationOf(draft: OperationDraft): Operation | undefined {
  const { operation, role, revision, replicas, pod } = draft;
  switch (operation) {
    case 'roll-back':
      return revision === undefined ? undefined : { operation, role, revision };
    case 'scale':
      return replicas === undefined ? undefined : { operation, role, replicas };
    case 'delete-pod':
      return pod === undefined ? undefined : { operation, pod };
    default:
      return { operation, role };
  }
}
