import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ChangeAction,
  ChangeOutcome,
  FreezeMoment,
  Message,
  Role,
  Target,
} from '@pilothouse/plugin-release-common';
import type { EntityBinding } from '../entity/bindEntity';
import type { OpenedWorkload } from '../services/WorkloadService';

/** Finds a workload by the entity's own selector, in a namespace granted to its owners, or not at all. */
export interface WorkloadOpener {
  openWithPods(binding: EntityBinding, id: string): Promise<OpenedWorkload>;
}

type Values = Record<string, string | number | boolean>;

/** A change as it begins. */
export interface BegunChange {
  actor: string;
  action: ChangeAction;
  entityRef: string;
  system?: string;
  environment: string;
  target: Target;
  name: string;
  role?: Role;
  reason: string;
  before: Values;
  after: Values;
}

/** Where every write is noted before it is made. */
export interface OperationLedger {
  begin(change: BegunChange): Promise<string>;
  settle(
    id: string,
    settled: {
      outcome: Exclude<ChangeOutcome, 'begun'>;
      after?: Values;
      message?: Message;
    },
  ): Promise<void>;
}

/** Keeps rollouts and other operations off a workload while one is on its way. */
export interface WorkloadTurns {
  /** @throws ConflictError when another change has it */
  take(workloadId: string, changeId: string): Promise<void>;
  end(workloadId: string, changeId: string): Promise<void>;
}

/** Whose workload it is. */
export interface OperationSubject {
  binding: EntityBinding;
  /** Reference of the system that the entity is part of. */
  system?: string;
}

/** What an operation asks of the rest of the plugin. */
export interface OperationPorts {
  workloads: WorkloadOpener;
  ledger: OperationLedger;
  turns: WorkloadTurns;
  logger: Pick<LoggerService, 'warn'>;
  freezeOf(stage: {
    environment: string;
    system?: string;
  }): Promise<FreezeMoment | undefined>;
  /** Id of the active rollout that has the workload. */
  rolloutOn(workloadId: string): Promise<string | undefined>;
  boundsOf(environment: string): { min: number; max: number };
  isProtected(environment: string): boolean;
  /** An object as a person reads it: without status and managed fields. */
  toYaml(object: unknown): string;
  clock(): number;
}
