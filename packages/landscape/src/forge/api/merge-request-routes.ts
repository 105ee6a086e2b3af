import { ForgeRefusal, jsonAnswer, notFound, type ForgeAnswer } from '../http';
import { commitTree, mergeTrees } from '../git/merge';
import { headOf } from '../forge';
import { rangeOf } from '../merge-request-range';
import type { MergeRequest } from '../model';
import { userOf } from '../people';
import type { Call } from './call';
import { route, type Route } from './router';
import { commitView, diffView, mergeRequestView, pipelineView } from './views';

const BASE = 'projects/:project/merge_requests';
const STATES = ['all', 'opened', 'closed', 'merged', 'locked'] as const;
const EVENTS = ['close', 'reopen'] as const;

/** Merge requests within one project. */
export const MERGE_REQUEST_ROUTES: readonly Route[] = [
  route('GET', BASE, listMergeRequests),
  route('POST', BASE, createMergeRequest),
  route('GET', `${BASE}/:iid`, call => answer(call, 200, find(call))),
  route('PUT', `${BASE}/:iid`, changeMergeRequest),
  route('PUT', `${BASE}/:iid/merge`, merge),
  route('GET', `${BASE}/:iid/commits`, async call => {
    const { repository, forge, project } = call;
    const { base, head } = await rangeOf(repository, find(call));
    const commits = await repository.commits(`${base}..${head}`, {
      limit: 100,
    });
    return call.paged(commits, item => commitView(forge.url, project, item));
  }),
  route('GET', `${BASE}/:iid/diffs`, async call =>
    call.paged(await diffs(call), diffView),
  ),
  route('GET', `${BASE}/:iid/changes`, async call => {
    const { forge, project } = call;
    return jsonAnswer(200, {
      ...mergeRequestView(forge.url, project, find(call)),
      changes: (await diffs(call)).map(diffView),
      overflow: false,
    });
  }),
  route('GET', `${BASE}/:iid/pipelines`, call => {
    const { forge, project } = call;
    const ref = headOf(find(call));
    const found = project.pipelines.filter(item => item.ref === ref);
    return call.paged(found, item => pipelineView(forge.url, project, item));
  }),
];

/** @throws ForgeRefusal 404 */
function find(call: Call): MergeRequest {
  const iid = call.number('iid');
  const found = call.project.mergeRequests.find(item => item.iid === iid);
  if (!found) throw notFound('Merge Request');
  return found;
}

function answer(
  { forge, project }: Call,
  status: number,
  item: MergeRequest,
): ForgeAnswer {
  return jsonAnswer(status, mergeRequestView(forge.url, project, item));
}

function listMergeRequests(call: Call): ForgeAnswer {
  const { input, project, forge } = call;
  const state = input.oneOf('state', STATES) ?? 'all';
  const source = input.optionalText('source_branch');
  const target = input.optionalText('target_branch');
  const search = input.optionalText('search')?.toLowerCase() ?? '';
  const found = project.mergeRequests
    .filter(item => state === 'all' || item.state === state)
    .filter(item => source === undefined || item.sourceBranch === source)
    .filter(item => target === undefined || item.targetBranch === target)
    .filter(({ title, description }) =>
      `${title} ${description}`.toLowerCase().includes(search),
    );
  if (input.optionalText('order_by') === 'updated_at') {
    found.sort((a, b) => b.updatedAt - a.updatedAt);
  }
  return call.paged(found, item => mergeRequestView(forge.url, project, item));
}

async function createMergeRequest(call: Call): Promise<ForgeAnswer> {
  const { input, forge, project, repository, account, now } = call;
  const sourceBranch = input.text('source_branch');
  const targetBranch = input.text('target_branch');
  const title = input.text('title');
  if (sourceBranch === targetBranch) {
    throw new ForgeRefusal(422, {
      message: ["You can't use same project/branch for source and target"],
    });
  }
  const sha = await repository.branch(sourceBranch);
  const targetSha = await repository.branch(targetBranch);
  if (!sha || !targetSha) {
    const which = sha ? 'Target' : 'Source';
    throw new ForgeRefusal(422, {
      message: [
        `${which} branch "${sha ? targetBranch : sourceBranch}" does not exist`,
      ],
    });
  }
  const other = project.mergeRequests.find(
    item =>
      item.state === 'opened' &&
      item.sourceBranch === sourceBranch &&
      item.targetBranch === targetBranch,
  );
  if (other) {
    throw new ForgeRefusal(409, {
      message: [
        `Another open merge request already exists for this source branch: !${other.iid}`,
      ],
    });
  }
  const item: MergeRequest = {
    id: forge.store.nextId(),
    iid: Math.max(0, ...project.mergeRequests.map(({ iid }) => iid)) + 1,
    title,
    description: input.optionalText('description') ?? '',
    sourceBranch,
    targetBranch,
    state: 'opened',
    author: account,
    labels: input.texts('labels') ?? [],
    removeSourceBranch: input.flag('remove_source_branch') ?? false,
    createdAt: now,
    updatedAt: now,
    sha,
  };
  project.mergeRequests.unshift(item);
  await forge.runner.start(project, {
    ref: headOf(item),
    sha,
    user: account,
    source: 'merge_request_event',
  });
  forge.store.save(project);
  return answer(call, 201, item);
}

function changeMergeRequest(call: Call): ForgeAnswer {
  const { input, forge, project, now } = call;
  const item = find(call);
  const event = input.oneOf('state_event', EVENTS);
  if (event && item.state !== 'merged') {
    item.state = event === 'close' ? 'closed' : 'opened';
    item.closedAt = event === 'close' ? now : undefined;
  }
  item.title = input.optionalText('title') || item.title;
  item.description = input.optionalText('description') ?? item.description;
  item.labels = input.texts('labels') ?? item.labels;
  item.updatedAt = now;
  forge.store.save(project);
  return answer(call, 200, item);
}

async function merge(call: Call): Promise<ForgeAnswer> {
  const { forge, project } = call;
  const item = find(call);
  const wanted = call.input.optionalText('sha');
  if (item.state !== 'opened' || /^\s*(draft:|\[draft\])/i.test(item.title)) {
    throw new ForgeRefusal(405, { message: '405 Method Not Allowed' });
  }
  if (wanted && wanted !== item.sha) {
    throw new ForgeRefusal(409, {
      message: `SHA does not match HEAD of source branch: ${item.sha}`,
    });
  }
  await forge.store.exclusively(project, () => carryOut(call, item));
  return answer(call, 200, item);
}

async function carryOut(call: Call, item: MergeRequest): Promise<void> {
  const { forge, project, repository, account, now, input } = call;
  const { sourceBranch, targetBranch, title, iid } = item;
  const theirs = await repository.branch(sourceBranch);
  const ours = await repository.branch(targetBranch);
  const base = theirs && ours && (await repository.mergeBase(ours, theirs));
  const tree = base && (await mergeTrees(repository, { base, ours, theirs }));
  if (!tree) {
    throw new ForgeRefusal(422, { message: 'Branch cannot be merged' });
  }
  const { name, email } = userOf(account);
  const message =
    input.optionalText('merge_commit_message') ??
    `Merge branch '${sourceBranch}' into '${targetBranch}'\n\n${title}\n\nSee merge request !${iid}`;
  const sha = await commitTree(repository, {
    tree,
    parents: [ours, theirs],
    author: { name, email, time: now },
    message,
  });
  await repository.moveRef(`refs/heads/${targetBranch}`, sha, ours);
  Object.assign(item, {
    state: 'merged',
    sha: theirs,
    baseSha: base,
    mergedAt: now,
    mergedBy: account,
    mergeCommitSha: sha,
    updatedAt: now,
  } satisfies Partial<MergeRequest>);
  const removes =
    input.flag('should_remove_source_branch') ?? item.removeSourceBranch;
  if (removes && sourceBranch !== project.defaultBranch) {
    await repository.moveRef(`refs/heads/${sourceBranch}`, undefined, theirs);
  }
  await forge.pushed(
    project,
    [{ kind: 'branch', name: targetBranch, from: ours, to: sha }],
    account,
  );
}

async function diffs(call: Call) {
  const { repository } = call;
  const { base, head } = await rangeOf(repository, find(call));
  return repository.diff(base, head);
}
