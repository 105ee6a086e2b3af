import type { Commit, FileDiff } from '../git/output';
import {
  fullPathOf,
  statusOf,
  type Group,
  type Job,
  type MergeRequest,
  type Pipeline,
  type Project,
  type Release,
} from '../model';
import { userOf, type User } from '../people';

/** How things of the forge look over its API; nothing here is asked for, everything is given. */

const iso = (time: number) => new Date(time).toISOString();
const maybe = (time: number | undefined) =>
  time === undefined ? null : iso(time);

export function userView(url: string, user: User) {
  const { id, username, name, bot } = user;
  return {
    id,
    username,
    name,
    state: 'active',
    locked: false,
    avatar_url: null,
    web_url: `${url}/${username}`,
    ...(bot && { bot }),
  };
}

export function groupView(url: string, group: Group) {
  const { id, path, name, description, visibility, createdAt } = group;
  const parts = path.split('/');
  return {
    id,
    name,
    path: parts.at(-1),
    full_name: parts.join(' / '),
    full_path: path,
    description,
    visibility,
    parent_id: null,
    created_at: iso(createdAt),
    web_url: `${url}/groups/${path}`,
  };
}

export function namespaceView(url: string, { id, path, name }: Group) {
  return {
    id,
    name,
    path: path.split('/').at(-1),
    kind: 'group',
    full_path: path,
    parent_id: null,
    web_url: `${url}/groups/${path}`,
  };
}

export function projectUrl(url: string, project: Project): string {
  return `${url}/${fullPathOf(project)}`;
}

export function projectView(
  url: string,
  project: Project,
  group: Group | undefined,
  isEmpty: boolean,
) {
  const { id, name, path, description, visibility, topics } = project;
  const web = projectUrl(url, project);
  const { host } = new URL(url);
  return {
    id,
    name,
    path,
    name_with_namespace: `${group?.name ?? project.group} / ${name}`,
    path_with_namespace: fullPathOf(project),
    description,
    visibility,
    topics,
    tag_list: topics,
    default_branch: isEmpty ? null : project.defaultBranch,
    empty_repo: isEmpty,
    archived: false,
    created_at: iso(project.createdAt),
    last_activity_at: iso(project.lastActivityAt),
    creator_id: userOf(project.creator).id,
    namespace: group && namespaceView(url, group),
    web_url: web,
    http_url_to_repo: `${web}.git`,
    ssh_url_to_repo: `git@${host.split(':')[0]}:${fullPathOf(project)}.git`,
    readme_url: isEmpty
      ? null
      : `${web}/-/blob/${project.defaultBranch}/README.md`,
    merge_method: 'merge',
    open_issues_count: 0,
    star_count: 0,
    forks_count: 0,
    issues_enabled: true,
    merge_requests_enabled: true,
    jobs_enabled: true,
    permissions: {
      project_access: null,
      group_access: { access_level: 40, notification_level: 3 },
    },
  };
}

export function commitView(url: string, project: Project, commit: Commit) {
  const { sha, parents, author, committer, message } = commit;
  return {
    id: sha,
    short_id: sha.slice(0, 8),
    created_at: iso(committer.time),
    parent_ids: parents,
    title: message.split('\n')[0],
    message,
    author_name: author.name,
    author_email: author.email,
    authored_date: iso(author.time),
    committer_name: committer.name,
    committer_email: committer.email,
    committed_date: iso(committer.time),
    web_url: `${projectUrl(url, project)}/-/commit/${sha}`,
  };
}

export function diffView(item: FileDiff) {
  return {
    old_path: item.oldPath,
    new_path: item.newPath,
    a_mode: item.oldMode,
    b_mode: item.newMode,
    new_file: item.status === 'added',
    renamed_file: item.status === 'renamed',
    deleted_file: item.status === 'deleted',
    diff: item.diff,
  };
}

export function pipelineView(url: string, project: Project, item: Pipeline) {
  return {
    id: item.id,
    iid: item.iid,
    project_id: project.id,
    sha: item.sha,
    ref: item.ref,
    status: statusOf(item),
    source: item.source,
    name: null,
    created_at: iso(item.createdAt),
    updated_at: iso(item.updatedAt),
    web_url: `${projectUrl(url, project)}/-/pipelines/${item.id}`,
  };
}

export function pipelineDetails(url: string, project: Project, item: Pipeline) {
  const { startedAt, finishedAt } = item;
  const status = statusOf(item);
  const ended = startedAt !== undefined && finishedAt !== undefined;
  return {
    ...pipelineView(url, project, item),
    before_sha: '0'.repeat(40),
    tag: false,
    yaml_errors: item.yamlErrors ?? null,
    user: userView(url, userOf(item.user)),
    started_at: maybe(startedAt),
    finished_at: maybe(finishedAt),
    committed_at: null,
    duration: ended ? Math.round((finishedAt - startedAt) / 1000) : null,
    queued_duration: null,
    coverage: null,
    detailed_status: { text: status, label: status, group: status },
  };
}

export function jobView(
  url: string,
  project: Project,
  pipeline: Pipeline,
  job: Job,
) {
  const { startedAt, finishedAt } = job;
  const seconds =
    startedAt === undefined || finishedAt === undefined
      ? null
      : (finishedAt - startedAt) / 1000;
  return {
    id: job.id,
    name: job.name,
    stage: job.stage,
    status: job.status,
    ref: pipeline.ref,
    tag: false,
    allow_failure: job.allowFailure,
    created_at: iso(job.createdAt),
    started_at: maybe(startedAt),
    finished_at: maybe(finishedAt),
    duration: seconds,
    queued_duration: null,
    coverage: null,
    ...(job.status === 'failed' && { failure_reason: 'script_failure' }),
    user: userView(url, userOf(pipeline.user)),
    pipeline: pipelineView(url, project, pipeline),
    artifacts: [],
    web_url: `${projectUrl(url, project)}/-/jobs/${job.id}`,
  };
}

export function mergeRequestView(
  url: string,
  project: Project,
  item: MergeRequest,
) {
  const draft = /^\s*(draft:|\[draft\])/i.test(item.title);
  const pipeline = project.pipelines.find(({ sha }) => sha === item.sha);
  const mergedBy = item.mergedBy ? userView(url, userOf(item.mergedBy)) : null;
  return {
    id: item.id,
    iid: item.iid,
    project_id: project.id,
    title: item.title,
    description: item.description,
    state: item.state,
    created_at: iso(item.createdAt),
    updated_at: iso(item.updatedAt),
    merged_at: maybe(item.mergedAt),
    merged_by: mergedBy,
    merge_user: mergedBy,
    closed_at: maybe(item.closedAt),
    closed_by: null,
    source_branch: item.sourceBranch,
    target_branch: item.targetBranch,
    source_project_id: project.id,
    target_project_id: project.id,
    author: userView(url, userOf(item.author)),
    assignee: null,
    assignees: [],
    reviewers: [],
    labels: item.labels,
    draft,
    work_in_progress: draft,
    merge_when_pipeline_succeeds: false,
    merge_status: 'can_be_merged',
    detailed_merge_status: item.state === 'opened' ? 'mergeable' : 'not_open',
    has_conflicts: false,
    sha: item.sha,
    merge_commit_sha: item.mergeCommitSha ?? null,
    squash_commit_sha: null,
    should_remove_source_branch: null,
    force_remove_source_branch: item.removeSourceBranch,
    user_notes_count: 0,
    references: {
      short: `!${item.iid}`,
      relative: `!${item.iid}`,
      full: `${fullPathOf(project)}!${item.iid}`,
    },
    head_pipeline: pipeline ? pipelineView(url, project, pipeline) : null,
    web_url: `${projectUrl(url, project)}/-/merge_requests/${item.iid}`,
  };
}

export function releaseView(
  url: string,
  project: Project,
  item: Release,
  commit: Commit | undefined,
) {
  const web = projectUrl(url, project);
  return {
    tag_name: item.tag,
    name: item.name,
    description: item.description,
    created_at: iso(item.createdAt),
    released_at: iso(item.releasedAt),
    upcoming_release: false,
    author: userView(url, userOf(item.author)),
    commit: commit && commitView(url, project, commit),
    commit_path: `/${fullPathOf(project)}/-/commit/${item.sha}`,
    tag_path: `/${fullPathOf(project)}/-/tags/${item.tag}`,
    assets: { count: 0, sources: [], links: [] },
    evidences: [],
    _links: { self: `${web}/-/releases/${encodeURIComponent(item.tag)}` },
  };
}
