import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import {
  EmptyState,
  ErrorState,
  LoadingState,
  statusOf,
} from '@pilothouse/pilothouse-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { DEFAULT_RANGE } from '../address/timeRange';
import { chosenEnvironment, environmentsOf } from '../model/environments';
import { AwayNotice } from '../parts/AwayNotice';
import { EnvironmentChoice } from '../parts/EnvironmentChoice';
import { ServiceNote } from '../parts/ServiceNote';
import { useHealth, useServices } from '../query/queries';
import { useEntityPaths } from '../query/useEntityPaths';
import { useKnown } from '../query/useKnown';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import { HealthView } from './HealthView';
import styles from './HealthCard.module.css';

/** How the entity's service is now, against yesterday, and its canary against its release. */
export function HealthCard() {
  const { t } = useSkywalkingTranslation();
  const { entityRef, traces } = useEntityPaths();
  const [asked, setAsked] = useState<string>();
  const services = useServices(entityRef);
  const environments = environmentsOf(services.data?.services ?? []);
  const environment = chosenEnvironment(environments, asked);
  const health = useHealth({ entityRef, environment, range: DEFAULT_RANGE });
  const { answer, stale } = useKnown(
    health,
    'health',
    `${entityRef} ${environment}`,
  );
  const forbidden = [services.error, health.error].find(
    error => error && statusOf(error) === 403,
  );
  return (
    <EntityInfoCard
      title={t('health')}
      headerActions={
        !forbidden && (
          <div className={styles.head}>
            <EnvironmentChoice
              environments={environments}
              chosen={environment}
              onChoose={setAsked}
            />
            {traces && (
              <Link
                className={styles.link}
                to={`${traces}${
                  asked ? `?env=${encodeURIComponent(asked)}` : ''
                }`}
              >
                {t('allTraces')}
              </Link>
            )}
          </div>
        )
      }
    >
      {content()}
    </EntityInfoCard>
  );

  function content(): ReactNode {
    // What may not be seen any more goes, even where it was seen before.
    if (forbidden) return <ErrorState error={forbidden} />;
    if (!services.data && services.error) {
      return <ErrorState error={services.error} onRetry={services.refetch} />;
    }
    if (services.data && environment === undefined) {
      return <EmptyState title={t('unnamed.title')} hint={t('unnamed.hint')} />;
    }
    if (!answer && health.error) {
      return <ErrorState error={health.error} onRetry={health.refetch} />;
    }
    if (!answer || environment === undefined) return <LoadingState rows={4} />;
    if (answer.service.status !== 'found') {
      return (
        <ServiceNote
          service={answer.service}
          environment={environment}
          onRetry={health.refetch}
        />
      );
    }
    return (
      <div className={styles.card}>
        {stale && (
          <AwayNotice
            stale={stale}
            environment={environment}
            onRetry={health.refetch}
          />
        )}
        <HealthView health={answer} isOld={stale !== undefined} />
      </div>
    );
  }
}
