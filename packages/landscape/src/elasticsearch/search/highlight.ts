import { globOf } from '../fields';
import {
  integerOf,
  isObject,
  listOf,
  objectOf,
  type JsonObject,
} from '../json';
import type { Line } from '../lines/block';
import { compileQuery } from '../query/compile';
import type { QueryContext } from '../query/leaves';
import type { Highlight, Matcher } from '../query/matcher';
import { options } from '../query/options';
import { tokenize, type Token } from '../query/tokens';

const KNOWN = [
  'pre_tags',
  'post_tags',
  'number_of_fragments',
  'fragment_size',
  'require_field_match',
  'type',
  'order',
  'encoder',
  'highlight_query',
  'no_match_size',
  'boundary_scanner',
  'boundary_scanner_locale',
  'boundary_chars',
  'boundary_max_scan',
  'phrase_limit',
  'max_analyzed_offset',
  'tags_schema',
  'fragmenter',
  'matched_fields',
];

type Marker = (line: Line) => Record<string, string[]> | undefined;

/** Understands `highlight`: of the fields, only texts are marked. */
export function highlighter(
  given: unknown,
  matcher: Matcher,
  context: QueryContext,
): Marker | undefined {
  if (given === undefined) return undefined;
  const { fields, ...common } = options(
    'highlight',
    objectOf(given, 'highlight'),
    ['fields', ...KNOWN],
  );
  const wanted = listOf(fields ?? {}).flatMap(item =>
    Object.entries(objectOf(item, 'fields')),
  );
  const marks = wanted.flatMap(([pattern, own]) => {
    const settings = { ...common, ...(isObject(own) ? own : {}) };
    if (!globOf(pattern)('log')) return [];
    const query = settings.highlight_query
      ? compileQuery(settings.highlight_query, context)
      : matcher;
    const highlights = query.highlights.filter(
      ({ field }) => field === 'log' || settings.require_field_match === false,
    );
    return [(text: string) => fragments(text, highlights, settings)];
  });
  return ({ text }) => {
    const [found] = marks.map(mark => mark(text)).filter(item => item.length);
    return found && { log: found };
  };
}

function fragments(
  text: string,
  highlights: readonly Highlight[],
  settings: JsonObject,
): string[] {
  const tokens = tokenize(text);
  const marked = markedTokens(tokens, highlights);
  if (marked.length === 0) return [];
  const [before, after] = [settings.pre_tags, settings.post_tags].map(
    (tags, index) => String(listOf(tags ?? ['<em>', '</em>'][index])[0]),
  );
  const most = integerOf(
    settings.number_of_fragments ?? 5,
    'number_of_fragments',
  );
  const size = integerOf(settings.fragment_size ?? 100, 'fragment_size');
  const encode =
    settings.encoder === 'html' ? escapeHtml : (part: string) => part;
  const render = (from: number, to: number) => {
    let out = '';
    let at = from;
    for (const { start, end } of marked) {
      if (start < from || end > to) continue;
      out += encode(text.slice(at, start)) + before;
      out += encode(text.slice(start, end)) + after;
      at = end;
    }
    return out + encode(text.slice(at, to));
  };
  if (most === 0) return [render(0, text.length)];
  const parts: string[] = [];
  let reached = 0;
  for (const { start } of marked) {
    if (parts.length >= most) break;
    if (start < reached) continue;
    const from = Math.max(
      reached,
      wordStart(text, start - Math.floor(size / 4)),
    );
    reached = Math.max(start + 1, wordEnd(text, from + size));
    // The real one trims as Java does: control characters at the edges go, too.
    parts.push(render(from, reached).replace(/^[\p{Cc} ]+|[\p{Cc} ]+$/gu, ''));
  }
  return parts;
}

function markedTokens(
  tokens: readonly Token[],
  highlights: readonly Highlight[],
): Token[] {
  const marked = new Set<Token>();
  for (const { phrase } of highlights) {
    for (let start = 0; start + phrase.length <= tokens.length; start++) {
      const run = tokens.slice(start, start + phrase.length);
      if (!run.every(({ term }, index) => phrase[index](term))) continue;
      for (const token of run) marked.add(token);
    }
  }
  return tokens.filter(token => marked.has(token));
}

function wordStart(text: string, at: number): number {
  if (at <= 0) return 0;
  const space = text.lastIndexOf(' ', at);
  return space < 0 || at - space > 40 ? at : space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.indexOf(' ', at);
  return space < 0 || space - at > 40 ? at : space;
}

function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#x27;')
    .replace(/\//g, '&#x2F;');
}
