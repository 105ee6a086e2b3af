import type { TreeEntry } from '../git/output';
import { html, type Content, type Html } from './html';
import { code, line, link, table } from './parts';
import type { ProjectVisit } from './visit';

/** More of a file than anybody reads on a page. */
const MOST_SHOWN = 256 * 1024;
const MOST_ENTRIES = 1000;

/** What lies in one folder, folders first. */
export function fileTable(
  visit: ProjectVisit,
  ref: string,
  entries: readonly TreeEntry[],
): Content {
  const { say } = visit;
  const sorted = [...entries].sort(
    (a, b) => Number(b.type === 'tree') - Number(a.type === 'tree'),
  );
  return [
    table(
      visit,
      say('files'),
      [say('name')],
      sorted
        .slice(0, MOST_ENTRIES)
        .map(entry => [entryLink(visit, ref, entry)]),
    ),
    sorted.length > MOST_ENTRIES && html`<p class="pad">${say('cut')}</p>`,
  ];
}

function entryLink(
  visit: ProjectVisit,
  ref: string,
  { path, type }: TreeEntry,
): Html {
  const name = html`<span class="mono"
    >${line(path.slice(path.lastIndexOf('/') + 1))}${type === 'tree' &&
    '/'}</span
  >`;
  if (type === 'commit') {
    return html`${name}<span class="faint">${visit.say('submodule')}</span>`;
  }
  return link(visit.to(type, ...steps(ref), ...steps(path)), name);
}

/** The way to a file, each folder a link. */
export function crumbs(visit: ProjectVisit, ref: string, path: string): Html {
  const parts = steps(path);
  return html`<span class="mono">
    ${link(visit.to('tree', ...steps(ref)), line(ref))}
    ${parts.map((part, index) => [
      ' / ',
      index === parts.length - 1
        ? line(part)
        : link(
            visit.to('tree', ...steps(ref), ...parts.slice(0, index + 1)),
            line(part),
          ),
    ])}
  </span>`;
}

/** A file as text, whatever it is. */
export function fileText(
  { say }: ProjectVisit,
  label: string,
  content: Buffer,
): Content {
  const shown = content.subarray(0, MOST_SHOWN);
  if (shown.includes(0)) return html`<p class="pad">${say('binary')}</p>`;
  return [
    code(label, shown.toString()),
    content.length > MOST_SHOWN && html`<p class="pad">${say('cut')}</p>`,
  ];
}

export function steps(path: string): string[] {
  return path.split('/').filter(Boolean);
}
