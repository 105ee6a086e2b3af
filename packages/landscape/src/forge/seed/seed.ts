import { commitFiles, type NewCommit } from '../git/commit-files';
import type { Signature } from '../git/output';
import {
  emptyProject,
  fullPathOf,
  type Job,
  type JobStatus,
  type Pipeline,
  type Project,
} from '../model';
import { userOf } from '../people';
import type { ForgeStore } from '../store';
import type { ProjectStory } from './story';

const MINUTE = 60_000;
const SECOND = 1000;

/** Every project of a story has so many numbers to itself: the same things have the same ones at every start. */
const NUMBERS_EACH = 1000;

/** The pipelines of more than this many versions are long gone. */
const PIPELINES_KEPT = 8;

/**
 * Makes the projects of the company, but for those that somebody has changed since they were made: these are kept.
 */
export async function seedProjects(
  store: ForgeStore,
  stories: readonly ProjectStory[],
): Promise<void> {
  await Promise.all(
    stories.map(async (story, index) => {
      if (store.project(`${story.group}/${story.path}`)) return;
      await seedProject(store, story, (index + 1) * NUMBERS_EACH);
    }),
  );
}

async function seedProject(
  store: ForgeStore,
  story: ProjectStory,
  firstNumber: number,
): Promise<void> {
  const { group, path, description, topics, by, begunAt } = story;
  const project = emptyProject({
    id: firstNumber / NUMBERS_EACH,
    group,
    path,
    description,
    topics,
    creator: by,
    createdAt: begunAt,
    visibility: 'internal',
    pristine: true,
    protectedBranches: [
      { name: 'main', allowForcePush: false, createdAt: begunAt },
    ],
  });
  const commits = commitsOf(story);
  const repository = await store.addProject(project);
  const ids = await commitFiles(repository, commits);
  let number = firstNumber;
  tell(project, story, ids, () => number++);
}

function commitsOf({ by, begunAt, files, chapters, open }: ProjectStory) {
  const commits: NewCommit[] = [
    {
      branch: 'main',
      author: signature(by, begunAt),
      message: 'Begin',
      changes: files,
    },
    ...chapters.map(chapter => ({
      branch: 'main',
      author: signature(chapter.by, chapter.at),
      message: chapter.title,
      changes: chapter.changes,
      tags: [`v${chapter.version}`],
    })),
  ];
  // Branches begin at the last commit of the default branch.
  const head = `:${commits.length}`;
  return [
    ...commits,
    ...open.map(work => ({
      branch: work.branch,
      parent: head,
      author: signature(work.by, work.at),
      message: work.title,
      changes: work.changes,
    })),
  ];
}

function signature(username: string, time: number): Signature {
  const { name, email } = userOf(username);
  return { name, email, time };
}

/** What the forge keeps of the story beside its commits. */
function tell(
  project: Project,
  { chapters, open }: ProjectStory,
  ids: readonly string[],
  number: () => number,
): void {
  let iid = 0;
  chapters.forEach((chapter, index) => {
    const { at, by, title, version } = chapter;
    const sha = ids[index + 1];
    const baseSha = ids[index];
    iid += 1;
    project.mergeRequests.unshift({
      id: number(),
      iid,
      title,
      description: '',
      sourceBranch: branchOf(title),
      targetBranch: 'main',
      state: 'merged',
      author: by,
      labels: [],
      removeSourceBranch: true,
      createdAt: at - 26 * 60 * MINUTE,
      updatedAt: at,
      sha,
      baseSha,
      mergedAt: at,
      mergedBy: by,
      mergeCommitSha: sha,
    });
    project.releases.unshift({
      tag: `v${version}`,
      name: version,
      description: `- ${title}`,
      author: by,
      createdAt: at + 6 * MINUTE,
      releasedAt: at + 6 * MINUTE,
      sha,
    });
    if (chapters.length - index > PIPELINES_KEPT) return;
    project.pipelines.unshift(
      pipelineOf({ ref: 'main', sha, at, by }, project, number, [
        ['test', 'test', 'success', 94],
        ['build-image', 'image', 'success', 71],
        ['deploy-dev', 'deploy', 'success', 12],
      ]),
    );
  });
  open.forEach(({ branch, at, by, title, description, tests }, index) => {
    const sha = ids[1 + chapters.length + index];
    iid += 1;
    project.mergeRequests.unshift({
      id: number(),
      iid,
      title,
      description,
      sourceBranch: branch,
      targetBranch: 'main',
      state: 'opened',
      author: by,
      labels: [],
      removeSourceBranch: true,
      createdAt: at + 2 * MINUTE,
      updatedAt: at + 5 * MINUTE,
      sha,
    });
    const ref = `refs/merge-requests/${iid}/head`;
    project.pipelines.unshift(
      pipelineOf({ ref, sha, at: at + 2 * MINUTE, by }, project, number, [
        ['test', 'test', tests, 88],
      ]),
    );
  });
  project.pipelines.sort((a, b) => b.createdAt - a.createdAt);
  project.mergeRequests.sort((a, b) => b.iid - a.iid);
  project.lastActivityAt = Math.max(
    project.createdAt,
    ...project.mergeRequests.map(({ updatedAt }) => updatedAt),
  );
}

function pipelineOf(
  { ref, sha, at, by }: { ref: string; sha: string; at: number; by: string },
  project: Project,
  number: () => number,
  steps: readonly [
    name: string,
    stage: string,
    status: JobStatus,
    seconds: number,
  ][],
): Pipeline {
  let time = at + 4 * SECOND;
  const id = number();
  const jobs = steps.map(([name, stage, status, seconds]): Job => {
    const startedAt = time;
    time += seconds * SECOND;
    return {
      id: number(),
      name,
      stage,
      status,
      allowFailure: false,
      createdAt: at,
      startedAt,
      finishedAt: time,
      trace: traceOf(fullPathOf(project), name, sha, status),
    };
  });
  return {
    id,
    iid: project.pipelines.length + 1,
    sha,
    ref,
    source: ref === 'main' ? 'push' : 'merge_request_event',
    user: by,
    createdAt: at,
    updatedAt: time,
    startedAt: at + 4 * SECOND,
    finishedAt: time,
    jobs,
  };
}

function traceOf(
  project: string,
  job: string,
  sha: string,
  status: JobStatus,
): string {
  const end =
    status === 'failed'
      ? '1 test failed\nERROR: Job failed: exit code 1'
      : 'Job succeeded';
  return `Running with gitlab-runner 18.5.0\nChecking out ${sha.slice(
    0,
    8,
  )} of ${project}\n${job}\n${end}\n`;
}

/** `ORD-812 fix coupon rounding 修复优惠券取整` was on the branch `ord-812-fix-coupon-rounding`. */
function branchOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
