import type {
  Cluster,
  ClusterHealth,
  WatchedKinds,
} from '@pilothouse/plugin-clusters-node';
import type {
  FreezeMoment,
  Image,
  Message,
  Role,
  RolloutPolicy,
  Workload,
} from '@pilothouse/plugin-release-common';
import type { Surroundings } from '../details/workloadConfig';
import type { UnderMinimum } from '../policy/resolvePolicy';
import type { Deployment } from '../workload/objects';
import type { ImageAnswer } from './ports';

/** Another program's hold on something that a rollout writes. */
export interface Holder {
  role: Role;
  manager: string;
  /** `image`, `replicas`, `strategy` */
  fields: string[];
  at?: string;
}

/** What the cluster says to one write, without doing it. */
export interface DryRun {
  role: Role;
  deployment: string;
  /** Missing where it is not there yet. */
  before?: unknown;
  /** Missing where the cluster refuses the write. */
  after?: unknown;
  /** Why it refuses. */
  refused?: {
    why: 'selector' | 'exists' | 'forbidden' | 'other';
    text: string;
  };
}

/** One target of a plan, as it is at this moment. */
export interface TargetScene {
  workload: Workload;
  cluster: Cluster;
  status: ClusterHealth['status'];
  /** A canary of its own goes before its promotion. */
  usesCanary: boolean;
  canaryName: string;
  /** Whole, as the cluster has them; missing where there is none, or the cluster did not answer. */
  release?: Deployment;
  canary?: Deployment;
  /** Why the Deployments could not be read. */
  unread?: string;
  /** The container whose image changes. */
  container: string;
  current: Image;
  wanted: Image;
  answer: ImageAnswer;
  /** Of what runs; missing where that could not be found out. */
  currentPlatforms?: readonly string[];
  surroundings: Surroundings;
  /** Missing where they could not be read. */
  quotas?: readonly WatchedKinds['resourcequotas'][];
  /** What could not be looked at. */
  unchecked: { verb: string; resource: string }[];
  /** What our account may not do there. */
  forbidden: { verb: string; resource: string }[];
  dryRuns: DryRun[];
  holders: Holder[];
}

/** An active rollout that has one of the workloads. */
export interface ActiveRollout {
  id: string;
  author: string;
  workloadIds: readonly string[];
}

/** All that a plan is made of, looked at in one moment. Nothing has been changed. */
export interface PlanScene {
  entityRef: string;
  environment: string;
  protected: boolean;
  name: string;
  strategy: 'canary' | 'rolling';
  policy: RolloutPolicy;
  underMinimum: UnderMinimum[];
  targets: TargetScene[];
  /** Names of clusters that were asked for and do not have the workload, or did not tell. */
  missing: { cluster: string; status: ClusterHealth['status'] | 'unknown' }[];
  active: ActiveRollout[];
  supersedes?: string;
  freeze?: FreezeMoment;
  gateReason?: Message;
}
