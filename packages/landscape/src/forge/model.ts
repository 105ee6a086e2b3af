/** What the forge keeps beside the repositories. Times are milliseconds since the epoch. */

export type Visibility = 'private' | 'internal' | 'public';

export type JobStatus =
  | 'created'
  | 'pending'
  | 'running'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'skipped'
  | 'manual';

export interface Job {
  id: number;
  name: string;
  stage: string;
  status: JobStatus;
  allowFailure: boolean;
  createdAt: number;
  startedAt?: number;
  finishedAt?: number;
  /** What it has printed. */
  trace: string;
}

export type PipelineSource = 'push' | 'merge_request_event' | 'web' | 'api';

export interface Pipeline {
  id: number;
  iid: number;
  sha: string;
  ref: string;
  source: PipelineSource;
  user: string;
  createdAt: number;
  updatedAt: number;
  startedAt?: number;
  finishedAt?: number;
  /** Why there are no jobs. */
  yamlErrors?: string;
  jobs: Job[];
}

export interface MergeRequest {
  id: number;
  iid: number;
  title: string;
  description: string;
  sourceBranch: string;
  targetBranch: string;
  state: 'opened' | 'merged' | 'closed';
  author: string;
  labels: string[];
  removeSourceBranch: boolean;
  createdAt: number;
  updatedAt: number;
  /** The newest commit of the source branch; it stays when the branch is gone. */
  sha: string;
  /** Where the source branch had left the target, once merged. */
  baseSha?: string;
  mergedAt?: number;
  mergedBy?: string;
  mergeCommitSha?: string;
  closedAt?: number;
}

export interface Release {
  tag: string;
  name: string;
  description: string;
  author: string;
  createdAt: number;
  releasedAt: number;
  sha: string;
}

export interface Variable {
  key: string;
  value: string;
  protected: boolean;
  masked: boolean;
  environmentScope: string;
}

export interface ProtectedBranch {
  name: string;
  allowForcePush: boolean;
  createdAt: number;
}

export interface Member {
  userId: number;
  accessLevel: number;
}

/** An image that the runner has built: built again when the landscape starts again. */
export interface BuiltImage {
  repository: string;
  tag: string;
  platform: 'java' | 'node' | 'dotnet' | 'nginx';
  createdAt: number;
}

export interface Project {
  id: number;
  /** The full path of its group: `order`. */
  group: string;
  /** Its own: `order-api`. */
  path: string;
  name: string;
  description: string;
  visibility: Visibility;
  defaultBranch: string;
  topics: string[];
  creator: string;
  createdAt: number;
  lastActivityAt: number;
  /**
   * As the landscape made it: nobody has changed anything. Such a project is made anew at every start, so that its
   * history ends now.
   */
  pristine: boolean;
  pipelines: Pipeline[];
  mergeRequests: MergeRequest[];
  releases: Release[];
  variables: Variable[];
  protectedBranches: ProtectedBranch[];
  members: Member[];
  images: BuiltImage[];
}

export interface Group {
  id: number;
  /** The full path. */
  path: string;
  name: string;
  description: string;
  visibility: Visibility;
  createdAt: number;
}

/** `order/order-api` */
export function fullPathOf({ group, path }: Project): string {
  return `${group}/${path}`;
}

/** A project that nobody has done anything in yet. */
export function emptyProject(
  traits: Pick<Project, 'id' | 'group' | 'path' | 'creator' | 'createdAt'> &
    Partial<Project>,
): Project {
  return {
    name: traits.path,
    description: '',
    visibility: 'private',
    defaultBranch: 'main',
    topics: [],
    lastActivityAt: traits.createdAt,
    pristine: false,
    pipelines: [],
    mergeRequests: [],
    releases: [],
    variables: [],
    protectedBranches: [],
    members: [],
    images: [],
    ...traits,
  };
}

const UNFINISHED: readonly JobStatus[] = ['created', 'pending', 'running'];

/** What a pipeline's jobs make of it. */
export function statusOf({ jobs, yamlErrors }: Pipeline): JobStatus {
  if (yamlErrors !== undefined) return 'failed';
  const played = jobs.filter(({ status }) => status !== 'manual');
  const some = (...wanted: JobStatus[]) =>
    played.some(({ status }) => wanted.includes(status));
  if (some('running')) return 'running';
  if (some(...UNFINISHED)) {
    return some('success', 'failed') ? 'running' : 'pending';
  }
  if (
    played.some(
      ({ status, allowFailure }) => status === 'failed' && !allowFailure,
    )
  ) {
    return 'failed';
  }
  if (some('canceled')) return 'canceled';
  if (played.length === 0) return jobs.length > 0 ? 'manual' : 'skipped';
  return some('success', 'failed') ? 'success' : 'skipped';
}
