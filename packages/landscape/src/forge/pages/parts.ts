import type { Commit } from '../git/output';
import type { JobStatus, MergeRequest, Pipeline } from '../model';
import { statusOf } from '../model';
import { userOf } from '../people';
import { html, type Content, type Html } from './html';
import type { ProjectVisit, Visit } from './visit';
import type { Say } from './words';

/** Pieces that several pages have. */

const LONGEST_TITLE = 300;

const SIGNS: Record<JobStatus | MergeRequest['state'], string> = {
  created: 'stopped',
  pending: 'warn',
  running: 'run',
  success: 'ok',
  failed: 'bad',
  canceled: 'stopped',
  skipped: 'stopped',
  manual: 'stopped',
  opened: 'run',
  merged: 'ok',
  closed: 'stopped',
};

export function jobSign(say: Say, status: JobStatus): Html {
  return html`<span class="sign ${SIGNS[status]}"
    >${say(`job.${status}`)}</span
  >`;
}

export function stateSign(say: Say, state: MergeRequest['state']): Html {
  return html`<span class="sign ${SIGNS[state]}"
    >${say(`state.${state}`)}</span
  >`;
}

/** In the time zone of the company, as everybody there says it. */
export function time({ language }: Visit, at: number | undefined): Html {
  if (at === undefined) return html`–`;
  const text = new Date(at).toLocaleString(
    language === 'zh' ? 'zh-CN' : 'en-GB',
    { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' },
  );
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${text}</time>`;
}

/** A text from outside, not longer than a line may be; its direction stays its own. */
export function line(text: string): Html {
  const [first] = text.split('\n');
  const short =
    first.length > LONGEST_TITLE ? `${first.slice(0, LONGEST_TITLE)}…` : first;
  return html`<bdi>${short}</bdi>`;
}

export function link(href: string, content: Content): Html {
  return html`<a href="${href}">${content}</a>`;
}

/** A section of a page with its heading. */
export function section(
  id: string,
  heading: Content,
  ...content: readonly Content[]
): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    ${content}
  </section>`;
}

/** Rows of cells; the first cell of a row is its heading. */
export function table(
  visit: Visit,
  label: string,
  headings: readonly string[],
  rows: readonly (readonly Content[])[],
): Html {
  if (rows.length === 0) return html`<p class="pad">${visit.say('none')}</p>`;
  return html`<div
    class="scroll"
    role="group"
    aria-label="${label}"
    tabindex="0"
  >
    <table>
      <thead>
        <tr>
          ${headings.map(heading => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...cells]) => html`<tr>
            <th scope="row">${first}</th>
            ${cells.map(cell => html`<td>${cell}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Text as it is, in the letters of code. */
export function code(label: string, text: string): Html {
  return html`<pre tabindex="0" role="group" aria-label="${label}">
${text}</pre
  >`;
}

export function commitLink(visit: ProjectVisit, sha: string): Html {
  return link(
    visit.to('commit', sha),
    html`<span class="mono">${sha.slice(0, 8)}</span>`,
  );
}

export function commitTable(
  visit: ProjectVisit,
  commits: readonly Commit[],
): Html {
  const { say } = visit;
  return table(
    visit,
    say('commits'),
    [say('message'), say('author'), say('time'), say('commit')],
    commits.map(({ sha, message, author, committer }) => [
      line(message),
      line(author.name),
      time(visit, committer.time),
      commitLink(visit, sha),
    ]),
  );
}

export function pipelineTable(
  visit: ProjectVisit,
  pipelines: readonly Pipeline[],
): Html {
  const { say } = visit;
  return table(
    visit,
    say('pipelines'),
    [
      say('pipeline'),
      say('status'),
      say('ref'),
      say('commit'),
      say('source'),
      say('time'),
    ],
    pipelines.map(item => [
      link(visit.to('pipelines', String(item.id)), `#${item.id}`),
      jobSign(say, statusOf(item)),
      line(shortRef(item.ref)),
      commitLink(visit, item.sha),
      say(`source.${item.source}`),
      time(visit, item.createdAt),
    ]),
  );
}

/** `refs/merge-requests/7/head` is `!7` to people. */
export function shortRef(ref: string): string {
  const [, iid] = /^refs\/merge-requests\/(\d+)\/head$/.exec(ref) ?? [];
  return iid ? `!${iid}` : ref;
}

export function mergeRequestTable(
  visit: ProjectVisit,
  mergeRequests: readonly MergeRequest[],
): Html {
  const { say } = visit;
  return table(
    visit,
    say('mergeRequests'),
    [say('mergeRequest'), say('status'), say('author'), say('updated')],
    mergeRequests.map(item => [
      html`${link(
          visit.to('merge_requests', String(item.iid)),
          html`!${item.iid} ${line(item.title)}`,
        )}<span class="faint mono"
          >${line(item.sourceBranch)} → ${line(item.targetBranch)}</span
        >`,
      stateSign(say, item.state),
      line(userOf(item.author).name),
      time(visit, item.updatedAt),
    ]),
  );
}

/** Links to the newer and the older page, where there are any. */
export function pager(visit: Visit, hasOlder: boolean): Content {
  const { page, say } = visit;
  const to = (wanted: number, label: string) => link(`?page=${wanted}`, label);
  if (page === 1 && !hasOlder) return undefined;
  return html`<nav class="pad" aria-label="${say('pages')}">
    ${page > 1 && to(page - 1, say('newer'))}
    ${hasOlder && to(page + 1, say('older'))}
  </nav>`;
}

/** One page of a list that is all there. */
export function pageOf<T>(
  { page }: Visit,
  items: readonly T[],
  size: number,
): { items: readonly T[]; hasOlder: boolean } {
  const end = page * size;
  return { items: items.slice(end - size, end), hasOlder: items.length > end };
}
