import type { IncomingMessage } from 'node:http';
import { html, type Html } from '../../forge/pages/html';
import { readStyle } from '../../forge/pages/style';
import { textAnswer, type OapAnswer } from '../http';
import type { Oap } from '../oap';
import { readLink, type Link } from './link';
import {
  cut,
  message,
  servicesSection,
  serviceSections,
  traceSection,
} from './sections';
import { wordsIn, type Language, type Words } from './words';

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
};

interface Visit {
  message: IncomingMessage;
  url: URL;
  /** After the environment, not yet decoded. */
  path: readonly string[];
}

/** Answers a person's browser at the addresses that the UI of any generation has. */
export async function answerPage(
  oap: Oap,
  { message: request, url, path }: Visit,
): Promise<OapAnswer> {
  const language = languageOf(request, url);
  const words = wordsIn(language);
  const steps = decoded(path);
  const link = steps && readLink(steps, url.searchParams);
  const body = link
    ? [askedSection(oap, words, link), ...(await shown(oap, words, link))]
    : [message(words.notFound, words.standIn)];
  return {
    status: link ? 200 : 404,
    headers: {
      ...HEADERS,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language === 'zh' ? 'zh-CN' : 'en',
      Vary: 'Accept-Language',
    },
    body: frame({ url, words, language, body }),
  };
}

/** The look of the pages. */
export async function answerStyle(): Promise<OapAnswer> {
  return {
    ...textAnswer(200, await readStyle()),
    headers: { ...HEADERS, 'Content-Type': 'text/css; charset=utf-8' },
  };
}

async function shown(oap: Oap, words: Words, link: Link): Promise<Html[]> {
  const place = { oap, words };
  if (link.traceId) return [traceSection(place, link.traceId)];
  if (link.service) return serviceSections(place, link.service, link);
  if (link.view === 'alarms') return [message(words.alarms, words.none)];
  return [servicesSection(place)];
}

function askedSection(oap: Oap, words: Words, link: Link): Html {
  const { generation, view, layer, service, instance } = link;
  const { endpoint, traceId, tab } = link;
  const rows: [string, string | undefined][] = [
    [words.ui, generation ?? words.unsaid],
    [words.view, words[view]],
    [words.environment, oap.environment],
    [words.layer, layer],
    [words.service, service],
    [words.instance, instance],
    [words.endpoint, endpoint],
    [words.traceId, traceId],
    [words.tab, tab],
  ];
  return html`<section>
    <h2>${words.asked}</h2>
    <p class="pad faint">${words.standIn}</p>
    <table>
      <tbody>
        ${rows.map(
          ([name, value]) =>
            value !== undefined &&
            html`<tr>
              <th scope="row">${name}</th>
              <td><bdi>${cut(value)}</bdi></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function frame({
  url,
  words,
  language,
  body,
}: {
  url: URL;
  words: Words;
  language: Language;
  body: readonly Html[];
}): string {
  const other = language === 'zh' ? 'en' : 'zh';
  const query = new URLSearchParams(url.searchParams);
  query.set('lang', other);
  return html`<!DOCTYPE html>
    <html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${words.site}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/-/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">${words.skip}</a>
        <header>
          <h1>${words.site}</h1>
          <a
            class="language"
            lang="${other === 'zh' ? 'zh-CN' : 'en'}"
            href="${`${url.pathname}?${query}`}"
            >${words.switch}</a
          >
        </header>
        <main id="main" tabindex="-1">${body}</main>
      </body>
    </html>`.text;
}

/** @returns `undefined` for what is no path */
function decoded(path: readonly string[]): string[] | undefined {
  try {
    return path.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** What the address says, else what the browser asks for. */
function languageOf({ headers }: IncomingMessage, url: URL): Language {
  const chosen = url.searchParams.get('lang');
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return /^zh\b/i.test(headers['accept-language'] ?? '') ? 'zh' : 'en';
}
