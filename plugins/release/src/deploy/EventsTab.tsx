import {
  EmptyState,
  HostileText,
  StateSign,
  useSteadyRows,
} from '@pilothouse/pilothouse-react';
import type {
  ClusterEvent,
  WorkloadRequest,
} from '@pilothouse/plugin-release-common';
import { formatAbsolute, useLocale } from '@pilothouse/pilothouse-react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { Detail } from './Detail';
import { useEvents } from './queries';
import { Ago } from '../time';
import { oneLine } from './oneLine';
import styles from './table.module.css';

/** What the cluster said about a workload of late, newest first. */
export function EventsTab({ request }: { request: WorkloadRequest }) {
  const { t } = useReleaseTranslation();
  const events = useEvents(request);
  return (
    <Detail query={events}>
      {list =>
        list.events.length === 0 ? (
          <EmptyState title={t('events.empty')} hint={t('events.emptyHint')} />
        ) : (
          <Events events={list.events} total={list.total} />
        )
      }
    </Detail>
  );
}

function Events(props: { events: ClusterEvent[]; total: number }) {
  const { t } = useReleaseTranslation();
  const { events, total } = props;
  const { rows, handlers } = useSteadyRows(events, ({ uid }) => uid);
  return (
    <div className={styles.scroll} {...handlers}>
      <table className={styles.table} aria-label={t('workload.events')}>
        <thead>
          <tr>
            <th scope="col">{t('events.time')}</th>
            <th scope="col">{t('events.type')}</th>
            <th scope="col">{t('events.reason')}</th>
            <th scope="col">{t('events.object')}</th>
            <th scope="col">{t('events.message')}</th>
            <th scope="col">{t('events.count')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, gone }) => (
            <EventRow key={row.uid} event={row} gone={gone} />
          ))}
        </tbody>
      </table>
      {total > events.length && (
        <p className={styles.note}>
          {t('events.cut', { shown: `${events.length}`, total: `${total}` })}
        </p>
      )}
    </div>
  );
}

function EventRow({ event, gone }: { event: ClusterEvent; gone: boolean }) {
  const { t } = useReleaseTranslation();
  const locale = useLocale();
  const firstAt = Date.parse(event.firstAt);
  return (
    <tr data-gone={gone}>
      <td className={`${styles.small} ${styles.nowrap}`}>
        <Ago at={event.at} />
      </td>
      <td className={styles.nowrap}>
        <StateSign kind={event.type === 'Warning' ? 'attention' : 'healthy'}>
          {t(`events.${event.type}`)}
        </StateSign>
      </td>
      <th scope="row" className={oneLine(event.reason)} title={event.source}>
        <HostileText value={event.reason} max={60} />
      </th>
      <td className={styles.small}>
        <span className={styles.stack}>
          <span className={styles.remark}>
            <HostileText value={event.object.kind} max={60} />
          </span>
          <span className={`${styles.mono} ${oneLine(event.object.name)}`}>
            <HostileText value={event.object.name} />
          </span>
        </span>
      </td>
      <td className={styles.small}>
        <HostileText value={event.message} max={1024} />
      </td>
      <td
        title={
          event.count > 1 && !Number.isNaN(firstAt)
            ? t('events.first', { time: formatAbsolute(firstAt, locale) })
            : undefined
        }
      >
        {event.count > 1 && `×${event.count}`}
      </td>
    </tr>
  );
}
