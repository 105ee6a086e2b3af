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
import { chosenPlace, placeName, placesOf, type Place } from '../model/places';
import { AwayNotice } from '../parts/AwayNotice';
import { PlaceChoice } from '../parts/PlaceChoice';
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
  const [asked, setAsked] = useState<Place>();
  const services = useServices(entityRef);
  const places = placesOf(services.data?.services ?? []);
  const place = chosenPlace(places, asked ?? {});
  const name = place && placeName(place);
  const health = useHealth({
    entityRef,
    environment: undefined,
    ...place,
    range: DEFAULT_RANGE,
  });
  const { answer, stale } = useKnown(health, 'health', `${entityRef} ${name}`);
  const forbidden = [services.error, health.error].find(
    error => error && statusOf(error) === 403,
  );
  return (
    <EntityInfoCard
      title={t('health')}
      headerActions={
        !forbidden && (
          <div className={styles.head}>
            <PlaceChoice places={places} chosen={place} onChoose={setAsked} />
            {traces && (
              <Link
                className={styles.link}
                to={`${traces}${asked ? `?${addressOf(asked)}` : ''}`}
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
    if (services.data && name === undefined) {
      return <EmptyState title={t('unnamed.title')} hint={t('unnamed.hint')} />;
    }
    if (!answer && health.error) {
      return <ErrorState error={health.error} onRetry={health.refetch} />;
    }
    if (!answer || name === undefined) return <LoadingState rows={4} />;
    if (answer.service.status !== 'found') {
      return (
        <ServiceNote
          service={answer.service}
          environment={name}
          onRetry={health.refetch}
        />
      );
    }
    return (
      <div className={styles.card}>
        {stale && (
          <AwayNotice
            stale={stale}
            environment={name}
            onRetry={health.refetch}
          />
        )}
        <HealthView health={answer} isOld={stale !== undefined} />
      </div>
    );
  }
}

function addressOf({ environment, instance }: Place): URLSearchParams {
  return new URLSearchParams({
    env: environment,
    ...(instance !== undefined && { at: instance }),
  });
}
