import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, SearchField, Select } from '@backstage/ui';
import {
  Chip,
  EmptyState,
  ErrorState,
  LiveBadge,
  LoadingState,
  Panel,
  pilothouseReactTranslationRef,
} from '@pilothouse/pilothouse-react';
import { useDeferredValue, useMemo } from 'react';
import type { ReactNode } from 'react';
import { ServerSkew } from '../time';
import { UnreadNotes, unreadClusters } from '../unread';
import { FleetProblems } from './FleetProblems';
import { FleetTable } from './FleetTable';
import type { FleetView } from './model/FleetView';
import {
  NO_FILTER,
  STATE_FILTERS,
  filterServices,
  parseStateFilter,
} from './model/filter';
import type { FleetFilter } from './model/filter';
import { sortByTrouble } from './model/trouble';
import { fleetTranslationRef } from './translation/ref';
import { useFleet } from './useFleet';
import { useHeldOrder } from './useHeldOrder';
import styles from './FleetPanel.module.css';

export interface FleetPanelProps {
  title: ReactNode;
  /** The reader's own services, or all. */
  owned: boolean;
  filter: FleetFilter;
  onFilter: (filter: FleetFilter) => void;
  /** What stands behind the filter: a way to other services. */
  actions?: ReactNode;
  /** What to do for somebody who has no services. */
  emptyAction?: ReactNode;
}

/** Services on all environments, trouble first, with a filter: the fleet page's, and the home page's for one's own. */
export function FleetPanel(props: FleetPanelProps) {
  const { t } = useTranslationRef(fleetTranslationRef);
  const { owned, filter, onFilter } = props;
  const { data, error, isPending, refetch, live } = useFleet({ owned });
  const sorted = useSorted(data);
  const shown = useFiltered(sorted, filter);
  const { order, held, handlers } = useHeldOrder(
    useMemo(() => shown.map(service => service.entityRef), [shown]),
  );
  const services = useMemo(() => {
    const byRef = new Map(shown.map(s => [s.entityRef, s]));
    return order.flatMap(ref => byRef.get(ref) ?? []);
  }, [shown, order]);

  return (
    <Panel
      title={props.title}
      chips={
        data && (
          <>
            <Chip title={held ? t('table.orderHeldHint') : undefined}>
              {held ? t('table.orderHeld') : t('table.troubleFirst')}
            </Chip>
            <LiveBadge {...live} />
          </>
        )
      }
      actions={
        <>
          {data && shown.length < sorted.length && (
            <span className={styles.count} role="status">
              {t('table.count', {
                shown: `${shown.length}`,
                total: `${sorted.length}`,
              })}
            </span>
          )}
          {!(data && sorted.length === 0) && (
            <FilterFields filter={filter} onFilter={onFilter} />
          )}
          {props.actions}
        </>
      }
    >
      {data && <FleetProblems problems={data.problems} />}
      {data && <UnreadNotes clusters={unreadClusters(data)} />}
      {content()}
    </Panel>
  );

  function content(): ReactNode {
    if (isPending) return <LoadingState rows={6} />;
    // An answer that could be had before is still worth more than an error; the badge says that it is old.
    if (!data) return <ErrorState error={error} onRetry={refetch} />;
    if (services.length > 0) {
      return (
        <ServerSkew skewMs={data.skewMs}>
          <FleetTable fleet={data} services={services} handlers={handlers} />
        </ServerSkew>
      );
    }
    if (sorted.length > 0) {
      return (
        <EmptyState
          title={t('empty.filtered')}
          action={
            <Button variant="secondary" onPress={() => onFilter(NO_FILTER)}>
              {t('empty.clear')}
            </Button>
          }
        />
      );
    }
    return owned ? (
      <EmptyState
        title={t('empty.mine')}
        hint={t('empty.mineHint')}
        action={props.emptyAction}
      />
    ) : (
      <EmptyState title={t('empty.all')} hint={t('empty.allHint')} />
    );
  }
}

function FilterFields(props: Pick<FleetPanelProps, 'filter' | 'onFilter'>) {
  const { t } = useTranslationRef(fleetTranslationRef);
  const { t: tReact } = useTranslationRef(pilothouseReactTranslationRef);
  const { filter, onFilter } = props;
  return (
    <div className={styles.filter}>
      <div className={styles.search}>
        <SearchField
          size="small"
          aria-label={t('filter.label')}
          placeholder={t('filter.placeholder')}
          value={filter.text}
          onChange={text => onFilter({ ...filter, text })}
        />
      </div>
      <div className={styles.state}>
        <Select
          size="small"
          aria-label={t('filter.state')}
          options={STATE_FILTERS.map(value => ({ value, label: label(value) }))}
          selectedKey={filter.state}
          onSelectionChange={key =>
            onFilter({ ...filter, state: parseStateFilter(`${key}`) })
          }
        />
      </div>
    </div>
  );

  function label(state: (typeof STATE_FILTERS)[number]): string {
    if (state === 'any') return t('filter.any');
    if (state === 'trouble') return t('filter.trouble');
    return tReact(`state.${state}`);
  }
}

const NOTHING: Pick<FleetView, 'services' | 'environments'> = {
  services: [],
  environments: [],
};

function useSorted(fleet: FleetView | undefined) {
  const { services, environments } = fleet ?? NOTHING;
  return useMemo(
    () => sortByTrouble(services, environments),
    [services, environments],
  );
}

function useFiltered(
  services: FleetView['services'],
  filter: FleetFilter,
): FleetView['services'] {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  // Typing stays quick, however many rows there are.
  const deferred = useDeferredValue(filter);
  return useMemo(
    () =>
      filterServices(services, deferred, {
        wordOf: kind => t(`state.${kind}`),
      }),
    [services, deferred, t],
  );
}
