import { sortKeys } from '../json';
import type { Json } from '../types';

const CONTEXT = 3;

function lines(value: Json): string[] {
  return JSON.stringify(sortKeys(value), undefined, 1).split('\n');
}

/**
 * What changes between two specs as one hunk of a unified diff, for messages. The real server prints its internal structs
 * here, with all their empty fields; this prints the fields of the API.
 */
export function specDifference(before: Json, after: Json): string {
  const from = lines(before);
  const to = lines(after);
  let head = 0;
  while (head < from.length && from[head] === to[head]) head++;
  let tail = 0;
  while (
    tail < Math.min(from.length, to.length) - head &&
    from[from.length - 1 - tail] === to[to.length - 1 - tail]
  )
    tail++;
  const start = Math.max(0, head - CONTEXT);
  const end = Math.max(0, tail - CONTEXT);
  const size = (all: string[]) => all.length - end - start;
  return [
    `@@ -${start + 1},${size(from)} +${start + 1},${size(to)} @@`,
    ...from.slice(start, head).map(line => ` ${line}`),
    ...from.slice(head, from.length - tail).map(line => `-${line}`),
    ...to.slice(head, to.length - tail).map(line => `+${line}`),
    ...to.slice(to.length - tail, to.length - end).map(line => ` ${line}`),
    '',
  ].join('\n');
}
