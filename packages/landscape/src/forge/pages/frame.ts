import { fullPathOf } from '../model';
import { html, type Html } from './html';
import { ProjectVisit, type Page, type Visit } from './visit';

/** A whole document around a page. */
export function frame(visit: Visit, { title, body }: Page): string {
  const { say, language, href } = visit;
  const other = language === 'zh' ? 'en' : 'zh';
  const document = html`<!DOCTYPE html>
    <html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${say('site')}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/-/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">${say('skip')}</a>
        <header>
          <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="5" cy="4" r="2.5" />
            <circle cx="5" cy="16" r="2.5" />
            <circle cx="15" cy="7" r="2.5" />
            <path d="M5 6.5v7M15 9.5c0 3-4 3.500-7.500 5.500" />
          </svg>
          <a class="home" href="/">${say('site')}</a>
          <h1><bdi>${title}</bdi></h1>
          <a
            class="language"
            lang="${other === 'zh' ? 'zh-CN' : 'en'}"
            href="/-/language/${other}?to=${encodeURIComponent(href)}"
            >${say('switch')}</a
          >
        </header>
        ${visit instanceof ProjectVisit && sections(visit)}
        <main id="main" tabindex="-1">
          ${body}
          <p class="faint">${say('zone')}</p>
        </main>
      </body>
    </html>`;
  return document.text;
}

/** The sections of a project; without commits some of them lead nowhere, and say so. */
function sections(visit: ProjectVisit): Html {
  const { say, project } = visit;
  const items: [string, string][] = [
    [visit.to(), say('overview')],
    [visit.to('commits', project.defaultBranch), say('commits')],
    [visit.to('branches'), say('branches')],
    [visit.to('pipelines'), say('pipelines')],
    [visit.to('merge_requests'), say('mergeRequests')],
    [visit.to('releases'), say('releases')],
  ];
  const [here] = visit.href.split('?');
  return html`<nav class="sections" aria-label="${say('sections')}">
    <a class="project" href="/groups/${project.group}">${project.group}</a>
    <span aria-hidden="true">/</span>
    <a class="project" href="${visit.to()}"
      ><bdi>${project.name}</bdi
      ><span class="hidden"> (${fullPathOf(project)})</span></a
    >
    ${items.map(([href, label]) =>
      href === here
        ? html`<a href="${href}" aria-current="page">${label}</a>`
        : html`<a href="${href}">${label}</a>`,
    )}
  </nav>`;
}
