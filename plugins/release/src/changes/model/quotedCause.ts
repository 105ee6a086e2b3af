import { ROLLOUT_CAUSES } from '@pilothouse/plugin-release-common';
import type { Message } from '@pilothouse/plugin-release-common';

/**
 * What the portal itself gives as the reason of a change: a code, and behind it in brackets what goes into its sentence,
 * such as `evidence-failed (provider kubernetes, check restarts)`.
 *
 * @returns nothing for the words of a person
 */
export function quotedCause(reason: string): Message | undefined {
  const [, code, inside = ''] = /^([a-z-]+)(?: \((.*)\))?$/s.exec(reason) ?? [];
  const known = ROLLOUT_CAUSES.find(cause => cause === code);
  if (!known) return undefined;
  // A comma in a value goes on with it, unless a name and a space follow.
  const params = inside.split(/, (?=[a-zA-Z]+ )/).flatMap(part => {
    const [name, ...rest] = part.split(' ');
    return rest.length > 0 ? [[name, rest.join(' ')]] : [];
  });
  return { code: known, params: Object.fromEntries(params) };
}
