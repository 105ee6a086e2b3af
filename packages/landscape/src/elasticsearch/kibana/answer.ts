import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { html, type Html } from '../../forge/pages/html';
import { readStyle } from '../../forge/pages/style';
import { QueryFault, StoreError, type StoreAnswer } from '../http';
import { isObject } from '../json';
import { readSearch } from '../search/request';
import { search } from '../search/search';
import type { Store } from '../store';
import { queryOfLink, readLink, type DiscoverLink } from './link';
import { wordsFor, type Language, type Say } from './words';

const SHOWN = 50;
const LONGEST_CELL = 2000;

// The landscape is never bundled: it runs from its sources.
// eslint-disable-next-line no-restricted-syntax
const HERE = __dirname;

const HEADERS = {
  'Content-Type': 'text/html; charset=UTF-8',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** Whether somebody comes for the stand-in of Kibana. */
export function isKibanaPath(path: readonly string[]): boolean {
  return path[0] === 'kibana';
}

/**
 * Answers a person's browser: a frame that is the same for all links, and below `/kibana/-/` what it asks for, because
 * most of a link stands behind the `#`, which no server gets.
 */
export async function answerKibana(
  store: Store,
  {
    path,
    query,
    languages,
    signal,
  }: {
    path: readonly string[];
    query: URLSearchParams;
    /** The header `Accept-Language`. */
    languages: string | undefined;
    signal: AbortSignal;
  },
): Promise<StoreAnswer> {
  const language: Language = /^zh\b/i.test(languages ?? '') ? 'zh' : 'en';
  const say = wordsFor(language);
  if (path[1] !== '-') {
    return { status: 200, headers: HEADERS, body: frame(language, say).text };
  }
  switch (path[2]) {
    case 'style.css':
      return {
        status: 200,
        headers: { 'Content-Type': 'text/css; charset=UTF-8' },
        body:
          (await readStyle()) +
          (await readFile(join(HERE, 'kibana.css'), 'utf8')),
      };
    case 'kibana.js':
      return {
        status: 200,
        headers: { 'Content-Type': 'text/javascript; charset=UTF-8' },
        body: await readFile(join(HERE, 'kibana.js'), 'utf8'),
      };
    case 'view': {
      const link = query.get('link') ?? '';
      const view = await show(store, link, say, signal);
      return { status: 200, headers: HEADERS, body: view.text };
    }
    default:
      return { status: 404, headers: HEADERS, body: '' };
  }
}

function frame(language: Language, say: Say): Html {
  return html`<!DOCTYPE html>
    <html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${say('title')}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/kibana/-/style.css" />
        <script type="module" src="/kibana/-/kibana.js"></script>
      </head>
      <body>
        <header><h1>${say('title')}</h1></header>
        <main id="main" aria-live="polite">
          <noscript>${say('noScript')}</noscript>
        </main>
      </body>
    </html>`;
}

async function show(
  store: Store,
  text: string,
  say: Say,
  signal: AbortSignal,
): Promise<Html> {
  try {
    const link = readLink(text);
    const query = queryOfLink(link);
    const sort = [{ '@timestamp': 'desc' }, { offset: 'desc' }];
    const request = readSearch(
      { query, sort, size: SHOWN, timeout: '10s' },
      new URLSearchParams(),
      '/kibana',
      store.product,
    );
    const found = await search(store, store.indices(), request, {
      seenAt: store.now(),
      signal,
    });
    return html`${details(link, say)} ${lines(link, found, say)}`;
  } catch (error) {
    const isTheirs =
      error instanceof SyntaxError ||
      error instanceof StoreError ||
      error instanceof QueryFault;
    if (!isTheirs) throw error;
    return html`<p role="alert">${say('broken')} ${error.message}</p>`;
  }
}

function details(link: DiscoverLink, say: Say): Html {
  const { space, dataView, time, refresh, columns, query, filters } = link;
  const rows: [string, string | undefined][] = [
    [say('form'), link.form],
    [say('space'), space],
    [say('dataView'), dataView],
    [say('time'), `${time.from} → ${time.to}`],
    [
      say('refresh'),
      refresh && !refresh.pause ? `${refresh.value} ms` : undefined,
    ],
    [say('columns'), columns.join(', ') || undefined],
    [
      say('query'),
      query.text ? `${query.text} (${query.language})` : undefined,
    ],
  ];
  return html`<section>
    <h2>${say('asked')}</h2>
    <dl>
      ${rows
        .filter(([, value]) => value !== undefined)
        .map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd><bdi>${value}</bdi></dd>`,
        )}
      ${filters.map(
        filter => html`<dt>${say('filter')}</dt>
          <dd class="mono"><bdi>${JSON.stringify(filter)}</bdi></dd>`,
      )}
    </dl>
  </section>`;
}

function lines(link: DiscoverLink, found: object, say: Say): Html {
  const { hits, total } = hitsOf(found);
  const columns =
    link.columns.length > 0 ? link.columns : ['kubernetes.pod_name', 'log'];
  return html`<section>
    <h2>${say('lines', { shown: hits.length, total })}</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">@timestamp</th>
          ${columns.map(name => html`<th scope="col"><bdi>${name}</bdi></th>`)}
        </tr>
      </thead>
      <tbody>
        ${hits.map(
          source => html`<tr>
            <td class="mono">${cell(source, '@timestamp')}</td>
            ${columns.map(
              name =>
                html`<td class="mono"><bdi>${cell(source, name)}</bdi></td>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function hitsOf(found: object): { hits: unknown[]; total: string } {
  const outer = 'hits' in found && isObject(found.hits) ? found.hits : {};
  const hits = Array.isArray(outer.hits) ? outer.hits : [];
  const { total } = outer;
  const count = isObject(total)
    ? `${total.relation === 'gte' ? '≥ ' : ''}${total.value}`
    : String(total);
  return {
    hits: hits.map(hit => (isObject(hit) ? hit._source : undefined)),
    total: count,
  };
}

function cell(source: unknown, name: string): string {
  let value: unknown = source;
  // A label's name may have slashes, and no dots: the agent has replaced them.
  for (const part of name.split('.')) {
    value = isObject(value) ? value[part] : undefined;
  }
  return value === undefined ? '' : String(value).slice(0, LONGEST_CELL);
}
