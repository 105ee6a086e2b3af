import { ToggleButton, ToggleButtonGroup, VisuallyHidden } from '@backstage/ui';
import {
  EmptyState,
  HostileText,
  revealedText,
  useSteadyRows,
  LinkButton,
} from '@pilothouse/pilothouse-react';
import {
  endpointOrderSchema,
  skywalkingLink,
  type EndpointList,
  type SkywalkingEndpoint,
} from '@pilothouse/plugin-skywalking-common';
import { useMemo, useState } from 'react';
import type { TraceAddressState } from '../address/useTraceAddress';
import { ListPanel } from '../parts/ListPanel';
import { Outside } from '../parts/Outside';
import { Rate } from '../parts/Rate';
import { SortHead, sorted, type Sort } from '../parts/SortHead';
import styles from '../parts/table.module.css';
import { useEndpoints, type Subject } from '../query/queries';
import { useKnown } from '../query/useKnown';
import { orDash, useFormats } from '../words/formats';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';

type Column = 'name' | 'requestsPerMinute' | 'successRate' | 'average' | 'p99';

export interface EndpointsPanelProps {
  subject: Subject;
  state: TraceAddressState;
  /** Brings the list of traces into view, which shows those of one endpoint now. */
  onFind(): void;
}

/** The endpoints that want a look: the slowest, those that fail, or the busiest. */
export function EndpointsPanel({
  subject,
  state,
  onFind,
}: EndpointsPanelProps) {
  const { t } = useSkywalkingTranslation();
  const { address, set } = state;
  const order = address.endpoints;
  const list = useEndpoints(subject, order);
  const { answer, stale } = useKnown(
    list,
    'endpoints',
    JSON.stringify([subject, order]),
  );
  // Of another order another column is interesting.
  const [sort, setSort] = useState<{ order: string; by: Sort<Column> }>();
  return (
    <ListPanel
      title={t('endpoints.title')}
      actions={
        <ToggleButtonGroup
          aria-label={t('endpoints.order')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[order]}
          onSelectionChange={keys => {
            const [key] = keys;
            const next = endpointOrderSchema.safeParse(key).data;
            if (next) set({ endpoints: next });
          }}
        >
          {endpointOrderSchema.options.map(name => (
            <ToggleButton key={name} id={name} size="small">
              {t(`endpoints.${name}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
      answer={answer}
      stale={stale}
      error={list.error}
      onRetry={list.refetch}
      isBusy={list.isRefreshing}
      isBounded
      isEmpty={({ endpoints }) => endpoints.length === 0}
      empty={<EmptyState title={t('endpoints.empty')} />}
    >
      {shown => (
        <EndpointTable
          list={shown}
          sort={sort?.order === order ? sort.by : undefined}
          onSort={by => setSort({ order, by })}
          onFind={endpointId => {
            set({ endpointId, traceId: undefined });
            onFind();
          }}
        />
      )}
    </ListPanel>
  );
}

function EndpointTable(props: {
  list: EndpointList;
  sort: Sort<Column> | undefined;
  onSort(sort: Sort<Column>): void;
  onFind(id: string): void;
}) {
  const { t } = useSkywalkingTranslation();
  const formats = useFormats();
  const { list, sort, onSort, onFind } = props;
  const { service } = list;
  const inOrder = useMemo(
    () => sorted(list.endpoints, sort, (row, key) => row[key]),
    [list, sort],
  );
  const { rows, handlers } = useSteadyRows(inOrder, row => row.id);
  const head = { sort, onSort };
  return (
    <table className={styles.table} aria-label={t('endpoints.label')}>
      <thead>
        <tr>
          <SortHead {...head} name="name" title={t('endpoints.name')} />
          {(
            ['requestsPerMinute', 'successRate', 'average', 'p99'] as const
          ).map(name => (
            <SortHead
              key={name}
              {...head}
              name={name}
              title={t(`figure.${name}`)}
              isNumber
            />
          ))}
          <th scope="col">
            <VisuallyHidden>{t('list.actions')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody {...handlers}>
        {rows.map(({ row, gone }) => (
          <tr key={row.id} data-gone={gone}>
            <th scope="row" className={`${styles.name} ${styles.mono}`}>
              <Outside
                quiet
                href={linkTo(row)}
                label={t('endpoints.open', { name: shortName(row) })}
              >
                <HostileText value={row.name} max={120} />
              </Outside>
            </th>
            <td className={styles.number}>
              {orDash(row.requestsPerMinute, formats.requests)}
            </td>
            <td className={styles.number}>
              <Rate value={row.successRate} />
            </td>
            <td className={styles.number}>
              {orDash(row.average, formats.latency)}
            </td>
            <td className={styles.number}>
              {orDash(row.p99, formats.latency)}
            </td>
            <td className={styles.number}>
              <LinkButton
                label={t('endpoints.findOf', { name: shortName(row) })}
                onPress={() => onFind(row.id)}
              >
                {t('endpoints.find')}
              </LinkButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );

  function linkTo({ id }: SkywalkingEndpoint) {
    return (
      service.ui &&
      skywalkingLink(service.ui, { page: 'endpoint', service, endpointId: id })
    );
  }
}

function shortName({ name }: SkywalkingEndpoint): string {
  return revealedText(name, 120);
}
