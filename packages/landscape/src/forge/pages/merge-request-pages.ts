import { headOf } from '../forge';
import { GitFailure } from '../git/git';
import { notFound } from '../http';
import { rangeOf } from '../merge-request-range';
import type { MergeRequest } from '../model';
import { userOf } from '../people';
import { diffSections } from './diff';
import { html, type Html } from './html';
import {
  code,
  commitLink,
  commitTable,
  line,
  mergeRequestTable,
  pager,
  pageOf,
  pipelineTable,
  section,
  stateSign,
  time,
} from './parts';
import type { Page, ProjectVisit } from './visit';

const PER_PAGE = 40;
const MOST_COMMITS = 100;

export function mergeRequestsPage(visit: ProjectVisit): Page {
  const { say, project } = visit;
  const { items, hasOlder } = pageOf(visit, project.mergeRequests, PER_PAGE);
  return {
    title: say('mergeRequests'),
    body: section(
      'merge-requests',
      say('mergeRequests'),
      mergeRequestTable(visit, items),
      pager(visit, hasOlder),
    ),
  };
}

/** A merge request: what it says, its pipelines, its commits, and what it changes. */
export async function mergeRequestPage(
  visit: ProjectVisit,
  iid: number,
): Promise<Page> {
  const { say, project, repository } = visit;
  const item = project.mergeRequests.find(({ iid: own }) => own === iid);
  if (!item) throw notFound('Merge Request');
  const ref = headOf(item);
  const { base, head } = await rangeOf(repository, item);
  const [commits, diffs] = await Promise.all([
    repository.commits(`${base}..${head}`, { limit: MOST_COMMITS }),
    repository.diff(base, head),
  ]).catch(error => {
    // Its commits may be gone with their branch.
    if (error instanceof GitFailure) return [[], []] as const;
    throw error;
  });
  return {
    title: `!${iid} · ${item.title}`,
    body: html`
      ${section(
        'merge-request',
        html`${line(item.title)} ${stateSign(say, item.state)}`,
        facts(visit, item),
        item.description !== '' && code(say('description'), item.description),
      )}
      ${section(
        'pipelines',
        say('pipelines'),
        pipelineTable(
          visit,
          project.pipelines.filter(pipeline => pipeline.ref === ref),
        ),
      )}
      ${section('commits', say('commits'), commitTable(visit, commits))}
      ${diffSections(visit, diffs)}
    `,
  };
}

function facts(visit: ProjectVisit, item: MergeRequest): Html {
  const { say } = visit;
  const { sourceBranch, targetBranch, author, createdAt, labels } = item;
  return html`<div class="pad">
    <p>
      <bdi>${userOf(author).name}</bdi> · ${time(visit, createdAt)} ·
      ${say('from')} <span class="mono">${line(sourceBranch)}</span> ${say(
        'into',
      )} <span class="mono">${line(targetBranch)}</span>
      ${labels.map(label => [' ', html`<span class="chip">${label}</span>`])}
    </p>
    ${item.mergedAt !== undefined &&
    html`<p class="faint">
      ${say('merged')} ${time(visit, item.mergedAt)}
      ${item.mergedBy !== undefined &&
      say('mergedBy', { name: userOf(item.mergedBy).name })}
      ${item.mergeCommitSha !== undefined &&
      commitLink(visit, item.mergeCommitSha)}
    </p>`}
  </div>`;
}
