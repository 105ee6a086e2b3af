import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { HostileText } from '@pilothouse/pilothouse-react';
import type { Runbook } from '@pilothouse/plugin-runbooks-common';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useHeaderWords } from './useHeaderWords';
import styles from './RunbookHeader.module.css';

const MOST = 4;
const EVERYTHING = '*';

/** Whose it is, what it is for, and until when it holds. */
export function Facts({ runbook }: { runbook: Runbook }) {
  const { t, date, duration } = useHeaderWords();
  const { owner, services, alerts, rto, rpo, reviewed, reviewDue } = runbook;
  return (
    <dl className={styles.facts}>
      {owner && (
        <Fact name={t('owner')}>
          <EntityName entityRef={owner} />
        </Fact>
      )}
      <Fact name={t('services')}>
        {services.includes(EVERYTHING)
          ? t('everyService')
          : list(services, ref => <EntityName entityRef={ref} />)}
      </Fact>
      {alerts.length > 0 && (
        <Fact name={t('alerts')}>
          {list(alerts, alert => (
            <code>
              <HostileText value={alert} max={60} />
            </code>
          ))}
        </Fact>
      )}
      {rto && <Fact name={t('rto')}>{duration(rto)}</Fact>}
      {rpo && <Fact name={t('rpo')}>{duration(rpo)}</Fact>}
      {reviewed && <Fact name={t('reviewed')}>{date(reviewed)}</Fact>}
      {reviewDue && <Fact name={t('reviewDue')}>{date(reviewDue)}</Fact>}
    </dl>
  );

  function list(names: readonly string[], show: (name: string) => ReactNode) {
    const rest = names.slice(MOST);
    return (
      <span className={styles.names}>
        {names.slice(0, MOST).map(name => (
          <span key={name}>{show(name)}</span>
        ))}
        {rest.length > 0 && (
          <span
            title={t('moreNames', {
              number: `${rest.length}`,
              names: rest.join(', '),
            })}
          >
            {t('more', { number: `${rest.length}` })}
          </span>
        )}
      </span>
    );
  }
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function EntityName({ entityRef }: { entityRef: string }) {
  const route = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(entityRef);
  if (!route) return <HostileText value={name} max={64} />;
  return (
    <Link className={styles.quiet} to={route({ kind, namespace, name })}>
      <HostileText value={name} max={64} />
    </Link>
  );
}
