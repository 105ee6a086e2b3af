import { DEFAULT_NAMESPACE, type Entity } from '@backstage/catalog-model';

/**
 * Path of a tab of an entity's page, where Backstage has it unless told otherwise:
 * `/catalog/default/component/order-api/logs?role=canary`.
 *
 * @param query - parameters of the tab's address; those that are missing are left out
 */
export function entityTabPath(
  { kind, metadata: { namespace = DEFAULT_NAMESPACE, name } }: Entity,
  tab: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const path = ['catalog', namespace, kind, name].map(part =>
    encodeURIComponent(part.toLocaleLowerCase('en-US')),
  );
  const params = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
  return `/${path.join('/')}/${tab}?${params}`;
}
