import type { Link } from '@pilothouse/plugin-links-common';
import { entityTabPath } from './entityTabPath';
import type { LinkRequest } from './linksExtensionPoint';

/**
 * What failed in a rollout, on a tab of the entity's page in the portal itself.
 *
 * @param tab - `query` in the words of its address; `from` and `to` once the rollout is over: a time that goes on is the
 *   tab's own; `titles` for its canary, and for a rollout without one
 * @returns none for what is not about a rollout
 */
export function rolloutTabLink(
  { entity, subject }: Pick<LinkRequest, 'entity' | 'subject'>,
  tab: Pick<Link, 'id' | 'kind'> & {
    name: string;
    query: Readonly<Record<string, string>>;
    time?: { from?: string; to: string };
    titles: { canary: Link['title']; release: Link['title'] };
  },
): Link[] {
  const { rolloutId, target, role } = subject;
  if (rolloutId === undefined) return [];
  return [
    {
      id: tab.id,
      kind: tab.kind,
      title: role === 'canary' ? tab.titles.canary : tab.titles.release,
      url: entityTabPath(entity, tab.name, {
        env: target?.environment,
        ...tab.query,
        role,
        ...tab.time,
      }),
    },
  ];
}
