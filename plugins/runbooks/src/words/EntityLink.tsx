import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { HostileText } from '@pilothouse/pilothouse-react';
import { Link } from 'react-router-dom';
import { nameOf } from './nameOf';
import styles from '../table/RunbookTable.module.css';

/** The way to an entity by its name. It asks the catalog nothing: an index has hundreds of them. */
export function EntityLink({ entityRef }: { entityRef: string }) {
  const route = useRouteRef(entityRouteRef);
  const text = <HostileText value={nameOf(entityRef)} max={64} />;
  if (!route) return text;
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return (
    <Link
      className={styles.quiet}
      to={route({ kind: kind.toLocaleLowerCase('en-US'), namespace, name })}
    >
      {text}
    </Link>
  );
}
