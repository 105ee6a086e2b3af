import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Chip,
  EmptyState,
  ErrorState,
  HostileText,
  LoadingState,
  Panel,
  PilothouseQueryProvider,
} from '@pilothouse/pilothouse-react';
import {
  RolloutStateSign,
  rolloutsRouteRef,
  ServerClock,
  shownWorkload,
  StepRail,
  useDeployPath,
  useFleet,
  useRolloutList,
} from '@pilothouse/plugin-release';
import { versionOf } from '@pilothouse/plugin-release-common';
import type { RolloutSummary } from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { MoreLink } from './MoreLink';
import { homePageTranslationRef } from './translation';
import styles from './RunningRollouts.module.css';

/** More than this is a matter for the page of rollouts. */
const MAX_LINES = 5;

/** The rollouts of one's services that are under way, and how far they are. */
export function RunningRollouts() {
  return (
    <PilothouseQueryProvider>
      <RunningRolloutsPanel />
    </PilothouseQueryProvider>
  );
}

function RunningRolloutsPanel() {
  const { t } = useTranslationRef(homePageTranslationRef);
  const rolloutsPath = useRouteRef(rolloutsRouteRef)?.() ?? '/deploy/rollouts';
  const fleet = useFleet({ owned: true }).data;
  const { data, error, refetch, live } = useRolloutList({ view: 'running' });
  const own = useMemo(() => {
    const refs = new Set(fleet?.services.map(({ entityRef }) => entityRef));
    return data?.rollouts.filter(({ entityRef }) => refs.has(entityRef));
  }, [fleet, data]);
  return (
    <Panel
      title={t('rollouts.title')}
      chips={own && own.length > 0 && <Chip>{own.length}</Chip>}
    >
      <ServerClock now={data?.now} receivedAt={live.updatedAt}>
        {content()}
      </ServerClock>
    </Panel>
  );

  function content(): ReactNode {
    if (!own) {
      return error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <LoadingState rows={2} />
      );
    }
    if (own.length === 0) return <EmptyState title={t('rollouts.nothing')} />;
    return (
      <>
        <ul className={styles.list} aria-label={t('rollouts.label')}>
          {own.slice(0, MAX_LINES).map(rollout => (
            <RolloutItem key={rollout.id} rollout={rollout} />
          ))}
        </ul>
        {own.length > MAX_LINES && (
          <MoreLink to={`${rolloutsPath}?view=mine`}>
            {t('rollouts.all')}
          </MoreLink>
        )}
      </>
    );
  }
}

function RolloutItem({ rollout }: { rollout: RolloutSummary }) {
  const { t } = useTranslationRef(homePageTranslationRef);
  const deployPath = useDeployPath();
  const { entityRef, name, environment, image, targets } = rollout;
  const [first] = targets;
  return (
    <li className={styles.item}>
      <span className={styles.title}>
        <Link to={deployPath(entityRef, shownWorkload(rollout))}>
          <HostileText value={name} max={80} />
        </Link>
        <code>
          {first && (
            <>
              <HostileText value={versionOf(first.from)} max={32} />
              <span role="img" aria-label={t('rollouts.to')}>
                {' → '}
              </span>
            </>
          )}
          <HostileText value={versionOf(image)} max={32} />
        </code>
        {environment}
      </span>
      <RolloutStateSign rollout={rollout} />
      <StepRail rollout={rollout} compact />
    </li>
  );
}
