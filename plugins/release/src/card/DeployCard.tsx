import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import {
  EmptyState,
  ErrorState,
  LoadingState,
  statusOf,
} from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { ServerClock } from '../time';
import { useWorkloads } from '../deploy/queries';
import { useDeployPath } from '../fleet/deployPath';
import { UnreadNotes, unreadClusters } from '../unread';
import { DeployCardTable } from './DeployCardTable';
import { cardTranslationRef } from './translation/ref';
import styles from './DeployCard.module.css';

/** What runs of the entity on each environment, in as little space as that takes. */
export function DeployCard() {
  const { t } = useTranslationRef(cardTranslationRef);
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const { data, error, refetch, live } = useWorkloads(entityRef);
  const deployPath = useDeployPath();
  return (
    <EntityInfoCard
      title={t('title')}
      headerActions={
        <Link className={styles.link} to={deployPath(entityRef)}>
          {t('all')}
        </Link>
      }
    >
      <ServerClock now={data?.now} receivedAt={live.updatedAt ?? 0}>
        {content()}
      </ServerClock>
    </EntityInfoCard>
  );

  function content(): ReactNode {
    // What may not be seen any more goes, even where it was seen before.
    if (error && (!data || statusOf(error) === 403)) {
      return <ErrorState error={error} onRetry={refetch} />;
    }
    if (!data) return <LoadingState rows={4} />;
    const unread = unreadClusters(data);
    return (
      <>
        {data.workloads.length === 0 ? (
          <EmptyState
            title={unread.length > 0 ? t('emptyUnread') : t('empty')}
            hint={t('emptyHint')}
          />
        ) : (
          <DeployCardTable entityRef={entityRef} list={data} />
        )}
        <UnreadNotes clusters={unread} flush />
      </>
    );
  }
}
