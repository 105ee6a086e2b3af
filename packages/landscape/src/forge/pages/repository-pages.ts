import { notFound } from '../http';
import { isFilePath, isRefName } from '../git/names';
import type { Ref } from '../git/repository';
import { diffSections } from './diff';
import { crumbs, fileTable, fileText } from './files';
import { html } from './html';
import {
  code,
  commitLink,
  commitTable,
  line,
  link,
  pager,
  pageOf,
  pipelineTable,
  section,
  table,
  time,
} from './parts';
import type { Page, ProjectVisit } from './visit';

const COMMITS_PER_PAGE = 40;
const REFS_PER_PAGE = 100;

/** A folder or a file, of a branch, a tag or a commit. */
export async function treePage(
  visit: ProjectVisit,
  steps: readonly string[],
): Promise<Page> {
  const { repository, say } = visit;
  const { ref, sha, path } = await refAndPath(visit, steps);
  const entry = path === '' ? undefined : await repository.entry(sha, path);
  const heading = crumbs(visit, ref, path);
  const title = path || ref;
  if (entry?.type === 'blob') {
    const content = await repository.blob(entry.sha);
    return {
      title,
      body: section(
        'file',
        heading,
        html`<p class="pad faint">${say('bytes', { n: content.length })}</p>`,
        fileText(visit, path, content),
      ),
    };
  }
  if (path !== '' && entry?.type !== 'tree') throw notFound('Tree');
  const entries = await repository.tree(sha, path, false);
  return {
    title,
    body: section('files', heading, fileTable(visit, ref, entries)),
  };
}

/** Names of branches may have slashes: the longest that there is, is meant. */
async function refAndPath(
  { repository }: ProjectVisit,
  steps: readonly string[],
): Promise<{ ref: string; sha: string; path: string }> {
  const names = new Map(
    (await repository.refs()).map(({ name, sha }) => [name, sha]),
  );
  for (let length = steps.length; length > 0; length -= 1) {
    const ref = steps.slice(0, length).join('/');
    const sha =
      names.get(ref) ??
      (length === 1 ? await repository.resolve(ref) : undefined);
    if (!sha) continue;
    const path = steps.slice(length).join('/');
    if (path !== '' && !isFilePath(path)) break;
    return { ref, sha, path };
  }
  throw notFound('Tree');
}

export async function branchesPage(visit: ProjectVisit): Promise<Page> {
  const { repository, say, project } = visit;
  const { defaultBranch, protectedBranches } = project;
  const { items, hasOlder } = pageOf(
    visit,
    await repository.refs(),
    REFS_PER_PAGE,
  );
  const marks = ({ kind, name }: Ref) => [
    say(kind === 'tag' ? 'tag' : 'branch'),
    kind === 'branch' &&
      name === defaultBranch && [
        ' ',
        html`<span class="chip">${say('defaultBranch')}</span>`,
      ],
    kind === 'branch' &&
      protectedBranches.some(item => item.name === name) && [
        ' ',
        html`<span class="chip">${say('protectedBranch')}</span>`,
      ],
  ];
  return {
    title: say('branches'),
    body: section(
      'refs',
      say('branches'),
      table(
        visit,
        say('branches'),
        [say('name'), say('kind'), say('commit')],
        items.map(ref => [
          // git allows more in a name than the forge looks for.
          link(
            visit.to(
              'tree',
              ...(isRefName(ref.name) ? ref.name.split('/') : [ref.sha]),
            ),
            html`<span class="mono">${line(ref.name)}</span>`,
          ),
          marks(ref),
          commitLink(visit, ref.sha),
        ]),
      ),
      pager(visit, hasOlder),
    ),
  };
}

export async function commitsPage(
  visit: ProjectVisit,
  steps: readonly string[],
): Promise<Page> {
  const { repository, say, page } = visit;
  const ref = steps.join('/');
  const sha = await repository.resolve(ref);
  const found = sha
    ? await repository.commits(sha, {
        limit: COMMITS_PER_PAGE + 1,
        skip: (page - 1) * COMMITS_PER_PAGE,
      })
    : [];
  // A repository without commits has a page without commits.
  if (!sha && ref !== visit.project.defaultBranch) throw notFound('Commits');
  return {
    title: `${say('commits')} · ${ref}`,
    body: section(
      'commits',
      html`${say('commits')} <span class="chip">${line(ref)}</span>`,
      commitTable(visit, found.slice(0, COMMITS_PER_PAGE)),
      pager(visit, found.length > COMMITS_PER_PAGE),
    ),
  };
}

export async function commitPage(
  visit: ProjectVisit,
  id: string,
): Promise<Page> {
  const { repository, project, say } = visit;
  const sha = await repository.resolve(id);
  const commit = sha && (await repository.commit(sha));
  if (!commit) throw notFound('Commit');
  const { message, author, committer, parents } = commit;
  const [title] = message.split('\n');
  const pipelines = project.pipelines.filter(item => item.sha === commit.sha);
  return {
    title: `${commit.sha.slice(0, 8)} · ${title}`,
    body: html`
      ${section(
        'commit',
        line(title),
        code(say('message'), message),
        html`<p class="pad faint">
          <bdi>${author.name}</bdi> · ${time(visit, committer.time)} ·
          ${link(
            visit.to('tree', commit.sha),
            html`<span class="mono">${commit.sha}</span>`,
          )}
          ${parents.length > 0 && [
            ` · ${say('parents')} `,
            parents.map(parent => [commitLink(visit, parent), ' ']),
          ]}
        </p>`,
      )}
      ${pipelines.length > 0 &&
      section('pipelines', say('pipelines'), pipelineTable(visit, pipelines))}
      ${diffSections(visit, await repository.diff(parents.at(0), commit.sha))}
    `,
  };
}
