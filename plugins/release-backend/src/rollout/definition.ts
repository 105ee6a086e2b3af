import type {
  Image,
  Message,
  RolloutPolicy,
  RolloutStep,
} from '@pilothouse/plugin-release-common';

/** One Deployment of a target when the rollout was planned. */
export interface DeploymentRecord {
  name: string;
  uid: string;
  /** Of the container that the rollout changes. */
  image: string;
  replicas: number;
}

/** A workload that a rollout brings its image to, and what it was before. Fixed when the rollout starts. */
export interface TargetDefinition {
  workloadId: string;
  environment: string;
  cluster: string;
  namespace: string;
  /** Name of the release Deployment. */
  name: string;
  /** The container whose image changes. */
  container: string;
  /** The whole reference with its digest, in this cluster's registry. */
  image: string;
  release: DeploymentRecord & {
    /** The pod template to go back to, as the cluster had it: JSON. */
    template: Record<string, unknown>;
  };
  /** Missing where it has to be made of the release first. */
  canary?: DeploymentRecord;
  canaryName: string;
  /** Field managers whose ownership the person has seen, and agreed to take over. */
  confirmedManagers: { release: string[]; canary: string[] };
}

/** Everything about a rollout that never changes. */
export interface RolloutDefinition {
  id: string;
  entityRef: string;
  system?: string;
  environment: string;
  protected: boolean;
  /** Name of the workload on all targets. */
  name: string;
  strategy: 'canary' | 'rolling';
  image: Image;
  /** Reference of a user, or `service:` and the subject. */
  author: string;
  reason: string;
  policy: RolloutPolicy;
  /** Why a person has to approve although the policy says automatic. */
  gateReason?: Message;
  /** In order of promotion. */
  targets: TargetDefinition[];
  steps: RolloutStep[];
  supersedes?: string;
  /** Ids of freezes in spite of which it was started, by somebody who may: others hold it. */
  overriddenFreezes?: string[];
  /** Of what was asked for under an idempotency key, so that the same key is no answer to something else. */
  requestHash?: string;
}
