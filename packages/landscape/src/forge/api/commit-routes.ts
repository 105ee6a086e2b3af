import { badRequest, jsonAnswer, notFound, type ForgeAnswer } from '../http';
import { isRefName } from '../git/names';
import type { Commit } from '../git/output';
import type { Call } from './call';
import { changesOf } from './commit-actions';
import { route, type Route } from './router';
import { commitView, diffView } from './views';

/** Commits: looking through them, and making one. */
export const COMMIT_ROUTES: readonly Route[] = [
  route('GET', 'projects/:project/repository/commits', listCommits),
  route('POST', 'projects/:project/repository/commits', createCommit),
  route('GET', 'projects/:project/repository/commits/:sha', async call => {
    const { forge, project } = call;
    const commit = await commitOf(call);
    const [pipeline] = project.pipelines.filter(
      ({ sha }) => sha === commit.sha,
    );
    return jsonAnswer(200, {
      ...commitView(forge.url, project, commit),
      last_pipeline: pipeline ? { id: pipeline.id, sha: pipeline.sha } : null,
      project_id: project.id,
    });
  }),
  route('GET', 'projects/:project/repository/commits/:sha/diff', async call => {
    const { sha, parents } = await commitOf(call);
    const diffs = await call.repository.diff(parents.at(0), sha);
    return call.paged(diffs, diffView);
  }),
  route('GET', 'projects/:project/repository/compare', compare),
];

async function commitOf(call: Call): Promise<Commit> {
  const { repository } = call;
  const sha = await repository.resolve(call.parameter('sha'));
  const commit = sha && (await repository.commit(sha));
  if (!commit) throw notFound('Commit');
  return commit;
}

async function listCommits(call: Call): Promise<ForgeAnswer> {
  const { input, repository, forge, project } = call;
  const sha = await call.commit('ref_name', 'Commits');
  const path = input.optionalText('path') || undefined;
  const since = Date.parse(input.optionalText('since') ?? '');
  const { number, size } = input.page();
  const [commits, total] = await Promise.all([
    repository.commits(sha, {
      path,
      limit: size,
      skip: (number - 1) * size,
      ...(Number.isNaN(since) ? {} : { since }),
    }),
    repository.count(sha, path),
  ]);
  const views = commits.map(item => commitView(forge.url, project, item));
  return call.page(views, total);
}

async function createCommit(call: Call): Promise<ForgeAnswer> {
  const { input, forge, project, repository, account } = call;
  const branch = input.text('branch');
  const message = input.text('commit_message');
  const actions = input.objects('actions');
  if (!actions) throw badRequest('actions is missing');
  if (!isRefName(branch)) {
    throw badRequest(
      'You can only create or edit files when you are on a branch',
    );
  }
  const sha = await forge.store.exclusively(project, async () => {
    const parent = await parentOf(call, branch);
    return forge.commit(project, {
      branch,
      parent,
      message,
      changes: await changesOf(repository, parent, actions),
      user: account,
      author: {
        name: input.optionalText('author_name'),
        email: input.optionalText('author_email'),
      },
    });
  });
  const commit = await repository.commit(sha);
  if (!commit) throw notFound('Commit');
  return jsonAnswer(201, {
    ...commitView(forge.url, project, commit),
    status: null,
    project_id: project.id,
  });
}

/** What the new commit comes on top of: nothing only in a repository that has nothing yet. */
async function parentOf(
  { input, repository }: Call,
  branch: string,
): Promise<string | undefined> {
  const head = await repository.branch(branch);
  const start =
    input.optionalText('start_branch') ?? input.optionalText('start_sha');
  if (head) {
    if (start !== undefined && start !== branch && !input.flag('force')) {
      throw badRequest(
        `A branch called '${branch}' already exists. Switch to that branch in order to make changes`,
      );
    }
    return head;
  }
  if (start !== undefined) {
    const found = await repository.resolve(start);
    if (!found) throw badRequest(`Cannot find start_branch '${start}'`);
    return found;
  }
  const refs = await repository.refs();
  if (refs.some(({ kind }) => kind === 'branch')) {
    throw badRequest(
      'You can only create or edit files when you are on a branch',
    );
  }
  return undefined;
}

async function compare(call: Call): Promise<ForgeAnswer> {
  const { input, repository, forge, project } = call;
  const [from, to] = await Promise.all(
    [input.text('from'), input.text('to')].map(ref => repository.resolve(ref)),
  );
  if (!from || !to) throw notFound('Ref');
  const base = (await repository.mergeBase(from, to)) ?? from;
  const [commits, diffs] = await Promise.all([
    repository.commits(`${base}..${to}`, { limit: 100 }),
    repository.diff(base, to),
  ]);
  const views = commits
    .reverse()
    .map(item => commitView(forge.url, project, item));
  return jsonAnswer(200, {
    commit: views.at(-1) ?? null,
    commits: views,
    diffs: diffs.map(diffView),
    compare_timeout: false,
    compare_same_ref: from === to,
  });
}
