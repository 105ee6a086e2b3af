import { VisuallyHidden } from '@backstage/ui';
import {
  Chip,
  EmptyState,
  HostileText,
  RoleChip,
  Sparkline,
  VersionMark,
  revealedText,
  useSteadyRows,
  LinkButton,
} from '@pilothouse/pilothouse-react';
import {
  skywalkingLink,
  type InstanceList,
  type SkywalkingInstance,
} from '@pilothouse/plugin-skywalking-common';
import { useMemo, useState } from 'react';
import type { TraceAddressState } from '../address/useTraceAddress';
import { ListPanel } from '../parts/ListPanel';
import { Outside } from '../parts/Outside';
import { Rate } from '../parts/Rate';
import { SortHead, sorted, type Sort } from '../parts/SortHead';
import styles from '../parts/table.module.css';
import { useSparkLabel } from '../parts/useSparkLabel';
import {
  useInstances,
  useVersionLetters,
  type Subject,
} from '../query/queries';
import { useKnown } from '../query/useKnown';
import { orDash, useFormats } from '../words/formats';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';

type Column = 'name' | 'requestsPerMinute' | 'successRate' | 'average';

export interface InstancesPanelProps {
  subject: Subject;
  state: TraceAddressState;
  /** Brings the list of traces into view, which shows those of one instance now. */
  onFind(): void;
}

/** The instances of the service and the pods that they are: canary first, then the worst. */
export function InstancesPanel({
  subject,
  state,
  onFind,
}: InstancesPanelProps) {
  const { t } = useSkywalkingTranslation();
  const list = useInstances(subject);
  const { answer, stale } = useKnown(
    list,
    'instances',
    JSON.stringify(subject),
  );
  return (
    <ListPanel
      title={t('instances.title')}
      chips={
        answer && answer.instances.length > 0 ? (
          <Chip>{t('instances.all', { count: answer.instances.length })}</Chip>
        ) : undefined
      }
      answer={answer}
      stale={stale}
      error={list.error}
      onRetry={list.refetch}
      isBusy={list.isRefreshing}
      isBounded
      isEmpty={({ instances }) => instances.length === 0}
      empty={<EmptyState title={t('instances.empty')} />}
    >
      {shown => (
        <InstanceTable
          list={shown}
          entityRef={subject.entityRef}
          onFind={instanceId => {
            state.set({ instanceId, role: undefined, traceId: undefined });
            onFind();
          }}
        />
      )}
    </ListPanel>
  );
}

function InstanceTable(props: {
  list: InstanceList;
  entityRef: string;
  onFind(id: string): void;
}) {
  const { t } = useSkywalkingTranslation();
  const formats = useFormats();
  const sparkLabel = useSparkLabel();
  const { list, entityRef, onFind } = props;
  const letters = useVersionLetters(entityRef);
  const [sort, onSort] = useState<Sort<Column>>();
  const inOrder = useMemo(
    () => sorted(list.instances, sort, (row, key) => row[key]),
    [list, sort],
  );
  const { rows, handlers } = useSteadyRows(inOrder, row => row.id);
  const head = { sort, onSort };
  const arePodsKnown = !list.problems.some(({ code }) => code === 'no-pods');
  return (
    <table className={styles.table} aria-label={t('instances.label')}>
      <thead>
        <tr>
          <SortHead {...head} name="name" title={t('instances.name')} />
          <th scope="col">{t('instances.role')}</th>
          <th scope="col">{t('instances.version')}</th>
          <SortHead
            {...head}
            name="requestsPerMinute"
            title={t('figure.requestsPerMinute')}
            isNumber
          />
          <th scope="col">{t('instances.trend')}</th>
          <SortHead
            {...head}
            name="successRate"
            title={t('figure.successRate')}
            isNumber
          />
          <SortHead
            {...head}
            name="average"
            title={t('figure.average')}
            isNumber
          />
          <th scope="col">
            <VisuallyHidden>{t('list.actions')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody {...handlers}>
        {rows.map(({ row, gone }) => (
          <tr key={row.id} data-gone={gone} data-role={row.role}>
            <th scope="row" className={`${styles.name} ${styles.mono}`}>
              <Outside
                quiet
                href={linkTo(row)}
                label={t('instances.open', { name: shortName(row) })}
              >
                <HostileText value={row.name} max={80} />
              </Outside>
            </th>
            <td>
              {row.role ? (
                <RoleChip role={row.role} />
              ) : (
                <span className={styles.dim}>
                  {arePodsKnown ? t('instances.gone') : '–'}
                </span>
              )}
            </td>
            <td>
              {row.role && !row.pod && (
                <span className={styles.dim}>{t('instances.gone')}</span>
              )}
              {row.pod?.version !== undefined && (
                <VersionMark
                  version={row.pod.version}
                  letter={letters.get(row.pod.version)}
                  size="small"
                />
              )}
            </td>
            <td className={styles.number}>
              {orDash(row.requestsPerMinute, formats.requests)}
            </td>
            <td>
              <Sparkline
                values={row.series.requestsPerMinute}
                tone={row.role}
                label={sparkLabel(
                  t('figure.requestsPerMinute'),
                  row.series.requestsPerMinute,
                  formats.requests,
                )}
              />
            </td>
            <td className={styles.number}>
              <Rate value={row.successRate} />
            </td>
            <td className={styles.number}>
              {orDash(row.average, formats.latency)}
            </td>
            <td className={styles.number}>
              <LinkButton
                label={t('instances.findOf', { name: shortName(row) })}
                onPress={() => onFind(row.id)}
              >
                {t('instances.find')}
              </LinkButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );

  function linkTo({ id }: SkywalkingInstance) {
    const { service } = list;
    return (
      service.ui &&
      skywalkingLink(service.ui, { page: 'instance', service, instanceId: id })
    );
  }
}

function shortName({ name }: SkywalkingInstance): string {
  return revealedText(name, 120);
}
