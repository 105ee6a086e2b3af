import {
  EmptyState,
  ErrorState,
  LoadingState,
  Panel,
  statusOf,
} from '@pilothouse/pilothouse-react';
import { useCallback, useRef, type ReactNode } from 'react';
import { useTraceAddress } from '../address/useTraceAddress';
import { EndpointsPanel } from '../endpoints/EndpointsPanel';
import { InstancesPanel } from '../instances/InstancesPanel';
import { MetricsPanel } from '../metrics/MetricsPanel';
import { chosenPlace, placesOf } from '../model/places';
import { useServices, type Subject } from '../query/queries';
import { useEntityPaths } from '../query/useEntityPaths';
import { useTracePlace } from '../query/useTracePlace';
import { TracesPanel } from '../traces/TracesPanel';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import { AddressNotices } from './AddressNotices';
import styles from './TracesTab.module.css';

/** Everything about what goes through an entity's service, over a time and in an environment that the address says. */
export function TracesTab() {
  const { t } = useSkywalkingTranslation();
  const { entityRef } = useEntityPaths();
  const state = useTraceAddress();
  const { address } = state;
  const list = useRef<HTMLDivElement>(null);
  const showList = useCallback(() => {
    list.current?.focus({ preventScroll: true });
    list.current?.scrollIntoView?.({ block: 'start' });
  }, []);
  const services = useServices(entityRef);
  const places = placesOf(services.data?.services ?? []);
  const found = useTracePlace(entityRef, address, places);
  const { environment: asked, at: instance } = address;
  const place = chosenPlace(
    places,
    asked === undefined ? found.place ?? {} : { environment: asked, instance },
  );
  // Who may not read it any more does not keep what was read before.
  if (services.error && statusOf(services.error) === 403) {
    return alone(<ErrorState error={services.error} />);
  }
  if (!services.data) {
    return alone(
      services.error ? (
        <ErrorState error={services.error} onRetry={services.refetch} />
      ) : (
        <LoadingState rows={6} />
      ),
    );
  }
  if (!place) {
    return alone(
      <EmptyState title={t('unnamed.title')} hint={t('unnamed.hint')} />,
    );
  }
  const subject: Subject = {
    entityRef,
    ...place,
    // While a trace is looked for it is not known where.
    ...(found.isPending && { environment: undefined }),
    range: address.range,
  };
  return (
    <div className={styles.tab}>
      <AddressNotices state={state} shown={place} />
      {address.traceId !== undefined && traces()}
      <MetricsPanel
        subject={subject}
        places={places}
        place={place}
        state={state}
      />
      <div className={styles.pair}>
        <EndpointsPanel subject={subject} state={state} onFind={showList} />
        <InstancesPanel subject={subject} state={state} onFind={showList} />
      </div>
      {address.traceId === undefined && traces()}
    </div>
  );

  /** One that is looked for stands first. */
  function traces() {
    return (
      <div ref={list} tabIndex={-1} className={styles.list}>
        <TracesPanel subject={subject} state={state} />
      </div>
    );
  }

  function alone(content: ReactNode) {
    return <Panel title={t('traces')}>{content}</Panel>;
  }
}
