import type { IncomingMessage } from 'node:http';
import type { Forge } from '../forge';
import { ForgeRefusal, notFound, type ForgeAnswer } from '../http';
import { frame } from './frame';
import { steps } from './files';
import { html } from './html';
import { mergeRequestPage, mergeRequestsPage } from './merge-request-pages';
import { jobPlace, pipelinePage, pipelinesPage } from './pipeline-pages';
import { isShown, projectListPage, projectPage } from './project-pages';
import { releasePage, releasesPage } from './release-pages';
import {
  branchesPage,
  commitPage,
  commitsPage,
  treePage,
} from './repository-pages';
import { readStyle } from './style';
import { ProjectVisit, Visit, type Page } from './visit';
import { preferredLanguage, type Language } from './words';

/** Nothing runs on these pages, nothing is loaded from elsewhere, and nothing can be sent. */
const HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "style-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const LANGUAGE_COOKIE = 'forge-language';

/** Whether a browser may have come for this, rather than a program. */
export function isPagePath(path: string): boolean {
  return !path.startsWith('/api/');
}

/**
 * Answers a person's browser. Whoever reaches this machine's own address may read what everybody in the company may;
 * private projects are not there.
 *
 * @throws ForgeRefusal
 */
export async function answerPage(
  forge: Forge,
  { message, url }: { message: IncomingMessage; url: URL },
): Promise<ForgeAnswer> {
  const { method = 'GET' } = message;
  if (method !== 'GET' && method !== 'HEAD') throw new ForgeRefusal(405, {});
  const parts = decodedSteps(url.pathname);
  const language = languageOf(message);
  const dash = parts.indexOf('-');
  if (dash === 0) return ownAnswer(forge, parts.slice(1), url.searchParams);
  const visit = new Visit({ forge, url, language });
  if (parts.length === 0) return pageAnswer(visit, projectListPage(visit));
  if (parts[0] === 'groups') {
    const group = parts.slice(1).join('/');
    return pageAnswer(visit, projectListPage(visit, group));
  }
  const path = (dash < 0 ? parts : parts.slice(0, dash)).join('/');
  // The address of the repository leads people to the project, as GitLab does.
  const project = path.includes('/')
    ? forge.store.project(path.replace(/\.git$/, ''))
    : undefined;
  if (!project || !isShown(project)) throw notFound('Project');
  const projectVisit = new ProjectVisit({ forge, url, language, project });
  const found = await projectAnswer(
    projectVisit,
    dash < 0 ? [] : parts.slice(dash + 1),
  );
  return typeof found === 'string'
    ? redirect(found)
    : pageAnswer(projectVisit, found);
}

/** A refusal as a page. */
export function refusalPage(
  forge: Forge,
  { message, url }: { message: IncomingMessage; url: URL },
  { status }: ForgeRefusal,
): ForgeAnswer {
  const visit = new Visit({ forge, url, language: languageOf(message) });
  const { say } = visit;
  const known = status === 404 || status === 405 ? status : 500;
  const title = say(`error.${known}`);
  const body = html`<section>
    <h2>${title}</h2>
    <p class="pad">${known === 404 && say('error.hint')}</p>
  </section>`;
  return pageAnswer(visit, { title, body }, status);
}

/** @returns a page, or the address of the right one */
async function projectAnswer(
  visit: ProjectVisit,
  [section, ...rest]: readonly string[],
): Promise<Page | string> {
  const [name = ''] = rest;
  const number = /^\d{1,9}$/.test(name) ? Number(name) : 0;
  switch (section) {
    case undefined:
      return projectPage(visit);
    case 'tree':
    case 'blob':
      return treePage(visit, rest);
    // Nothing is edited here.
    case 'edit':
    case 'raw':
      return visit.to('blob', ...rest);
    case 'tags':
      return name ? visit.to('tree', ...rest) : visit.to('branches');
    case 'branches':
      return branchesPage(visit);
    case 'commits':
      return commitsPage(visit, rest.length > 0 ? rest : ['HEAD']);
    case 'commit':
      return commitPage(visit, name);
    case 'pipelines':
      return name ? pipelinePage(visit, number) : pipelinesPage(visit);
    case 'jobs':
      return jobPlace(visit, number);
    case 'merge_requests':
      return name ? mergeRequestPage(visit, number) : mergeRequestsPage(visit);
    case 'releases':
      return name ? releasePage(visit, rest.join('/')) : releasesPage(visit);
    default:
      throw notFound('Page');
  }
}

/** What belongs to no project. */
async function ownAnswer(
  forge: Forge,
  [what, value]: readonly string[],
  query: URLSearchParams,
): Promise<ForgeAnswer> {
  if (what === 'style.css') {
    return {
      status: 200,
      headers: { ...HEADERS, 'Content-Type': 'text/css; charset=utf-8' },
      body: await readStyle(),
    };
  }
  if (what !== 'language' || (value !== 'en' && value !== 'zh')) {
    throw notFound('Page');
  }
  return redirect(ownPath(forge, query.get('to')), {
    'Set-Cookie': `${LANGUAGE_COOKIE}=${value}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000`,
  });
}

/** An address of this forge: nobody is sent elsewhere from here. */
function ownPath({ url: own }: Forge, wanted: string | null): string {
  const url = URL.parse(wanted ?? '/', own);
  // A path may begin with two slashes, and would then be another host.
  return url?.origin === own
    ? `${url.pathname.replace(/^\/+/, '/')}${url.search}`
    : '/';
}

function redirect(
  location: string,
  headers: Record<string, string> = {},
): ForgeAnswer {
  return {
    status: 302,
    headers: { ...HEADERS, ...headers, Location: location },
  };
}

function pageAnswer(visit: Visit, page: Page, status = 200): ForgeAnswer {
  return {
    status,
    headers: {
      ...HEADERS,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': visit.language === 'zh' ? 'zh-CN' : 'en',
      Vary: 'Accept-Language, Cookie',
    },
    body: frame(visit, page),
  };
}

/** What somebody has chosen, else what the browser asks for. */
function languageOf({ headers }: IncomingMessage): Language {
  const [, chosen] =
    new RegExp(`(?:^|; )${LANGUAGE_COOKIE}=(en|zh)(?:;|$)`).exec(
      headers.cookie ?? '',
    ) ?? [];
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return preferredLanguage(headers['accept-language']);
}

/** @throws ForgeRefusal 404 for what is no path */
function decodedSteps(pathname: string): string[] {
  try {
    return steps(pathname).flatMap(part => steps(decodeURIComponent(part)));
  } catch {
    throw notFound('Page');
  }
}
