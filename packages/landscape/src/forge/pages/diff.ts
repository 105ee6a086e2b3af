import type { FileDiff } from '../git/output';
import { html, type Content, type Html } from './html';
import { line, section } from './parts';
import type { Visit } from './visit';

const MOST_FILES = 100;
const MOST_SHOWN = 400 * 1024;

/** The changes of a commit or a merge request, file by file, each line with its sign. */
export function diffSections(
  visit: Visit,
  diffs: readonly FileDiff[],
): Content {
  const { say } = visit;
  const count = diffs.length;
  let left = MOST_SHOWN;
  const shown = diffs.slice(0, MOST_FILES).map((item, index) => {
    const text = item.diff.slice(0, Math.max(0, left));
    left -= item.diff.length;
    return fileSection(visit, item, text, index);
  });
  return [
    section(
      'changes',
      say('changes'),
      html`<p class="pad">
        ${count === 1 ? say('files1') : say('filesN', { n: count })}
      </p>`,
    ),
    shown,
    (count > MOST_FILES || left < 0) &&
      html`<p class="notice">${say('cut')}</p>`,
  ];
}

function fileSection(
  { say }: Visit,
  { oldPath, newPath, status }: FileDiff,
  text: string,
  index: number,
): Html {
  const path =
    status === 'renamed'
      ? say('renamed', { from: oldPath, to: newPath })
      : newPath;
  return section(
    `file-${index}`,
    html`<span class="mono">${line(path)}</span>
      <span class="chip">${say(`file.${status}`)}</span>`,
    text === ''
      ? html`<p class="pad">${say('noChanges')}</p>`
      : html`<pre class="diff" tabindex="0" role="group" aria-label="${path}">
${lines(text)}</pre
        >`,
  );
}

function lines(text: string): Content {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map(
      item => html`<span class="${KINDS[item[0]] ?? 'same'}">${item}</span>`,
    );
}

const KINDS: Readonly<Record<string, string>> = {
  '+': 'plus',
  '-': 'minus',
  '@': 'hunk',
};
