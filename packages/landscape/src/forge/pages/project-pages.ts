import { notFound } from '../http';
import { fullPathOf, type Project } from '../model';
import { html } from './html';
import { fileTable } from './files';
import {
  code,
  line,
  link,
  mergeRequestTable,
  pipelineTable,
  section,
  table,
  time,
} from './parts';
import { readReadme } from './readme';
import type { Page, ProjectVisit, Visit } from './visit';

const LATEST = 5;

/** Whether a page may show a project to somebody who has no token. */
export function isShown({ visibility }: { visibility: string }): boolean {
  return visibility === 'internal' || visibility === 'public';
}

/** All projects, or those of one group. */
export function projectListPage(visit: Visit, groupPath?: string): Page {
  const { forge, say } = visit;
  const group =
    groupPath === undefined ? undefined : forge.store.group(groupPath);
  if (groupPath !== undefined && !(group && isShown(group))) {
    throw notFound('Group');
  }
  const projects = forge.store
    .projects()
    .filter(item => isShown(item) && (!group || item.group === group.path))
    .sort((a, b) => fullPathOf(a).localeCompare(fullPathOf(b)));
  return {
    title: group?.name ?? say('projects'),
    body: section(
      'projects',
      say('projects'),
      group?.description && html`<p class="pad">${group.description}</p>`,
      table(
        visit,
        say('projects'),
        [say('project'), say('description'), say('updated')],
        projects.map(item => projectRow(visit, item)),
      ),
    ),
  };
}

function projectRow(visit: Visit, project: Project) {
  const path = fullPathOf(project);
  return [
    link(`/${path}`, html`<span class="mono">${path}</span>`),
    line(project.description),
    time(visit, project.lastActivityAt),
  ];
}

/** What a project is: its files, its README, and what has happened lately. */
export async function projectPage(visit: ProjectVisit): Promise<Page> {
  const { project, repository, say, forge } = visit;
  const { pipelines, mergeRequests, releases, defaultBranch } = project;
  const sha = await repository.branch(defaultBranch);
  const entries = sha ? await repository.tree(sha, '', false) : [];
  const readme = await readReadme(repository, entries);
  const latest = [...mergeRequests]
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .slice(0, LATEST);
  return {
    title: fullPathOf(project),
    body: html`
      ${section(
        'about',
        say('project'),
        html`<div class="pad">
          <p><bdi>${project.description || project.name}</bdi></p>
          <p class="faint">
            ${say('clone')}
            <code>git clone ${forge.url}/${fullPathOf(project)}.git</code>
          </p>
        </div>`,
      )}
      ${section(
        'files',
        html`${say('files')} <span class="chip">${defaultBranch}</span>`,
        sha
          ? fileTable(visit, defaultBranch, entries)
          : html`<p class="pad">${say('emptyRepository')}</p>`,
      )}
      ${readme &&
      section(
        'readme',
        html`<span class="mono">${readme.path}</span>`,
        code(readme.path, readme.text),
      )}
      ${section(
        'pipelines',
        [say('pipelines'), ' ', link(visit.to('pipelines'), say('all'))],
        pipelineTable(visit, pipelines.slice(0, LATEST)),
      )}
      ${section(
        'merge-requests',
        [
          say('mergeRequests'),
          ' ',
          link(visit.to('merge_requests'), say('all')),
        ],
        mergeRequestTable(visit, latest),
      )}
      ${section(
        'releases',
        [say('releases'), ' ', link(visit.to('releases'), say('all'))],
        table(
          visit,
          say('releases'),
          [say('release'), say('time')],
          releases
            .slice(0, LATEST)
            .map(item => [
              link(visit.to('releases', item.tag), line(item.name)),
              time(visit, item.releasedAt),
            ]),
        ),
      )}
    `,
  };
}
