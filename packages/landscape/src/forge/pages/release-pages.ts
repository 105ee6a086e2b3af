import { notFound } from '../http';
import type { Release } from '../model';
import { userOf } from '../people';
import { html, type Html } from './html';
import {
  code,
  commitLink,
  line,
  link,
  pager,
  pageOf,
  section,
  time,
} from './parts';
import type { Page, ProjectVisit } from './visit';

const PER_PAGE = 20;

export function releasesPage(visit: ProjectVisit): Page {
  const { say, project } = visit;
  const { items, hasOlder } = pageOf(visit, project.releases, PER_PAGE);
  return {
    title: say('releases'),
    body: html`
      ${items.length === 0 &&
      section(
        'releases',
        say('releases'),
        html`<p class="pad">${say('none')}</p>`,
      )}
      ${items.map((item, index) => releaseSection(visit, item, index))}
      ${pager(visit, hasOlder)}
    `,
  };
}

export function releasePage(visit: ProjectVisit, tag: string): Page {
  const found = visit.project.releases.find(item => item.tag === tag);
  if (!found) throw notFound('Release');
  return {
    title: found.name,
    body: releaseSection(visit, found, 0),
  };
}

function releaseSection(
  visit: ProjectVisit,
  { name, tag, description, author, releasedAt, sha }: Release,
  index: number,
): Html {
  return section(
    `release-${index}`,
    link(visit.to('releases', tag), line(name)),
    html`<p class="pad faint">
      ${visit.say('tag')}
      ${link(
        visit.to('tree', ...tag.split('/')),
        html`<span class="mono">${line(tag)}</span>`,
      )}
      · ${commitLink(visit, sha)} · <bdi>${userOf(author).name}</bdi> ·
      ${time(visit, releasedAt)}
    </p>`,
    description !== '' && code(visit.say('description'), description),
  );
}
