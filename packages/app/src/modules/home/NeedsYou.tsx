import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import {
  Chip,
  EmptyState,
  ErrorState,
  LoadingState,
  Panel,
  PilothouseQueryProvider,
  StateSign,
  statusOf,
} from '@pilothouse/pilothouse-react';
import {
  fleetRouteRef,
  rolloutsRouteRef,
  ServerSkew,
  useFleet,
  useRolloutList,
  useWaitingRollouts,
} from '@pilothouse/plugin-release';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { Line } from './Line';
import { NeedLine } from './NeedLine';
import { needsOf, rolloutNeeds } from './needs';
import { MoreLink } from './MoreLink';
import { homePageTranslationRef } from './translation';
import styles from './NeedsYou.module.css';

/** More than this is a matter for the fleet page. */
const MAX_LINES = 6;

/** What of one's services wants a person, worst first; or that nothing does. */
export function NeedsYou() {
  return (
    <PilothouseQueryProvider>
      <NeedsYouPanel />
    </PilothouseQueryProvider>
  );
}

function NeedsYouPanel() {
  const { t } = useTranslationRef(homePageTranslationRef);
  const { data, error, refetch } = useFleet({ owned: true });
  const fleetPath = useRouteRef(fleetRouteRef)?.() ?? '/deploy';
  const rolloutsPath = useRouteRef(rolloutsRouteRef)?.() ?? '/deploy/rollouts';
  const waiting = useWaitingRollouts();
  const stuck = useRolloutList({ view: 'stuck' });
  // Nothing may be called well of which nothing is known; who may not see rollouts misses none.
  const isUnread =
    !waiting.data && waiting.error && statusOf(waiting.error) !== 403;
  const needs = useMemo(
    () =>
      data
        ? [
            ...rolloutNeeds(data, {
              waiting: waiting.data?.rollouts ?? [],
              stuck: stuck.data?.rollouts ?? [],
            }),
            ...needsOf(data),
          ]
        : [],
    [data, waiting.data, stuck.data],
  );
  const left = needs.length - MAX_LINES;
  return (
    <Panel
      title={t('needs.title')}
      chips={needs.length > 0 && <Chip tone="warning">{needs.length}</Chip>}
    >
      {content()}
    </Panel>
  );

  function content(): ReactNode {
    if (!data) {
      return error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <LoadingState rows={3} />
      );
    }
    if (data.services.length === 0 && needs.length === 0) {
      return (
        <EmptyState
          title={t('needs.noServices')}
          hint={t('needs.noServicesHint')}
          action={
            <ButtonLink variant="secondary" href={`${fleetPath}?scope=all`}>
              {t('services.all')}
            </ButtonLink>
          }
        />
      );
    }
    if (needs.length === 0 && waiting.isPending) {
      return <LoadingState rows={3} />;
    }
    if (needs.length === 0 && !isUnread) {
      return (
        <EmptyState
          title={<StateSign kind="healthy">{t('needs.nothing')}</StateSign>}
          hint={t('needs.nothingHint')}
        />
      );
    }
    return (
      <ServerSkew skewMs={data.skewMs}>
        <ul className={styles.list} aria-label={t('needs.label')}>
          {needs.slice(0, MAX_LINES).map(need => (
            <NeedLine
              key={need.id}
              need={need}
              fleet={data}
              fleetPath={fleetPath}
            />
          ))}
          {isUnread && (
            <Line
              kind="unknown"
              word={t('needs.noRollouts')}
              action={t('needs.show')}
              label={t('rollouts.all')}
              to={`${rolloutsPath}?view=waiting`}
            >
              <b>{t('needs.noRolloutsWhat')}</b>{' '}
              <span className={styles.detail}>
                {t('needs.noRolloutsDetail')}
              </span>
            </Line>
          )}
        </ul>
        {left > 0 && (
          <MoreLink to={`${fleetPath}?state=trouble`}>
            {t('needs.more', { number: `${left}` })}
          </MoreLink>
        )}
      </ServerSkew>
    );
  }
}
