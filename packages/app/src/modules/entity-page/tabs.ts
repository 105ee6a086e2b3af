/** A tab, or a group of tabs, as the catalog hands them to a header. */
export interface EntityTab {
  id: string;
  label: string;
  href?: string;
  items?: { id: string; label: string; href: string }[];
}

interface Tab {
  id: string;
  label: string;
  href: string;
}

/** Paths of tabs in the order in which a service's people need them; others follow as the catalog orders them. */
const ORDER = [
  '',
  'deploy',
  'traces',
  'logs',
  'kubernetes',
  'apis',
  'definition',
  'docs',
  'runbooks',
];

/**
 * All tabs side by side: people look for a tab's name, not for its group.
 *
 * @param nameOf - our name for the tab at a path, if we have one
 */
export function flatTabs(
  tabs: readonly EntityTab[],
  nameOf: (path: string) => string | undefined,
): Tab[] {
  const all = tabs.flatMap(({ items, ...tab }) =>
    items ? items : [{ ...tab, href: tab.href ?? '' }],
  );
  return all
    .map(tab => ({ ...tab, label: nameOf(pathOf(tab)) ?? tab.label }))
    .sort((a, b) => rank(a) - rank(b));
}

/** Plugins write their paths with and without the slash. */
function pathOf({ id }: Tab): string {
  return id.replace(/^\//, '').replace(/\/\*$/, '');
}

function rank(tab: Tab): number {
  const place = ORDER.indexOf(pathOf(tab));
  return place < 0 ? ORDER.length : place;
}
