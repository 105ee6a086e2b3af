import { listAt, textAt, textsAt, valueAt, type Fields } from './read';

/** Labels as `a=1,b=2` in order of their keys. */
export function formatLabels(labels: Fields | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => ({
    key,
    word: `${key}=${String(value)}`,
  }));
  return join(pairs) || '<none>';
}

/** A label selector in the short form that kubectl's `--selector` takes; empty when it selects by nothing. */
export function formatSelector(selector: Fields | undefined): string {
  if (!selector) return '';
  const labels = Object.entries(valueAt(selector, 'matchLabels') ?? {});
  return join([
    ...labels.map(([key, value]) => ({ key, word: `${key}=${String(value)}` })),
    ...listAt(selector, 'matchExpressions').map(formatExpression),
  ]);
}

function formatExpression(expression: Fields) {
  const key = textAt(expression, 'key') ?? '';
  const values = textsAt(expression, 'values').sort().join(',');
  switch (textAt(expression, 'operator')) {
    case 'In':
      return { key, word: `${key} in (${values})` };
    case 'NotIn':
      return { key, word: `${key} notin (${values})` };
    case 'DoesNotExist':
      return { key, word: `!${key}` };
    default:
      return { key, word: key };
  }
}

// By bytes, not by locale: that is how the server sorts.
function join(requirements: { key: string; word: string }[]): string {
  return requirements
    .sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
    .map(({ word }) => word)
    .join(',');
}
