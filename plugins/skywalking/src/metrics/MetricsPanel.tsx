import {
  EmptyState,
  ErrorState,
  LiveBadge,
  LoadingState,
  Panel,
  TimeRangeField,
} from '@pilothouse/pilothouse-react';
import { skywalkingLink } from '@pilothouse/plugin-skywalking-common';
import type { ReactNode } from 'react';
import { RANGE_RULES } from '../address/timeRange';
import type { TraceAddressState } from '../address/useTraceAddress';
import { hasValues } from '../model/chartData';
import { placeName, type Place } from '../model/places';
import { AwayNotice } from '../parts/AwayNotice';
import { Outside } from '../parts/Outside';
import { PlaceChoice } from '../parts/PlaceChoice';
import { Problems } from '../parts/Problems';
import { ServiceNote } from '../parts/ServiceNote';
import { useHealth, useInstances, type Subject } from '../query/queries';
import { useKnown } from '../query/useKnown';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import { MetricCharts } from './MetricCharts';
import styles from './Metrics.module.css';

export interface MetricsPanelProps {
  subject: Subject;
  places: readonly Place[];
  place: Place;
  state: TraceAddressState;
}

/** How the service was over a time, and where and when one looks. */
export function MetricsPanel(props: MetricsPanelProps) {
  const { t } = useSkywalkingTranslation();
  const { subject, places, place, state } = props;
  const name = placeName(place);
  const { address, set } = state;
  const health = useHealth(subject);
  const instances = useInstances(subject);
  const key = JSON.stringify(subject);
  const { answer, stale } = useKnown(health, 'health', key);
  const known = useKnown(instances, 'instances', key).answer;
  const service = answer?.service;
  const link =
    service?.ui && skywalkingLink(service.ui, { page: 'service', service });
  return (
    <Panel
      title={t('metrics.title')}
      chips={
        <LiveBadge
          {...health.live}
          {...(stale && {
            status: 'stale' as const,
            updatedAt: Date.parse(stale.since),
          })}
        />
      }
      actions={
        <>
          <PlaceChoice
            places={places}
            chosen={place}
            onChoose={({ environment, instance }) =>
              // Ids of one SkyWalking mean nothing to another.
              set({
                environment,
                at: instance,
                endpointId: undefined,
                instanceId: undefined,
              })
            }
          />
          <TimeRangeField
            range={address.range}
            rules={RANGE_RULES}
            onChange={range => set({ range })}
          />
          {link && <Outside href={link}>{t('openService')}</Outside>}
        </>
      }
    >
      {content()}
    </Panel>
  );

  function content(): ReactNode {
    if (!answer && health.error) {
      return <ErrorState error={health.error} onRetry={health.refetch} />;
    }
    if (!answer) return <LoadingState rows={6} />;
    if (answer.service.status !== 'found') {
      return (
        <ServiceNote
          service={answer.service}
          environment={name}
          onRetry={health.refetch}
        />
      );
    }
    const isEmpty = !hasValues(answer.series.requestsPerMinute);
    return (
      <>
        {stale && (
          <AwayNotice
            stale={stale}
            environment={name}
            onRetry={health.refetch}
          />
        )}
        {isEmpty ? (
          <EmptyState
            title={t('metrics.empty')}
            hint={t('metrics.emptyHint')}
          />
        ) : (
          <div
            className={styles.busy}
            data-busy={health.isRefreshing || stale !== undefined}
          >
            <MetricCharts
              health={answer}
              instances={known}
              onSelect={({ from, to }) =>
                set({
                  range: {
                    from: new Date(from).toISOString(),
                    to: new Date(to).toISOString(),
                  },
                })
              }
            />
          </div>
        )}
        <Problems
          problems={answer.problems.filter(({ code }) => code !== 'cut')}
        />
      </>
    );
  }
}
