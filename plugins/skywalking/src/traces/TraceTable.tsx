import { VisuallyHidden } from '@backstage/ui';
import {
  HostileText,
  RelativeTime,
  RoleChip,
  StateSign,
  VersionMark,
  useSteadyRows,
} from '@pilothouse/pilothouse-react';
import {
  opensTrace,
  skywalkingLink,
  type SkywalkingService,
  type Trace,
} from '@pilothouse/plugin-skywalking-common';
import { Link } from 'react-router-dom';
import { shortPod } from '../model/partName';
import { CopyId } from '../parts/CopyId';
import { Outside } from '../parts/Outside';
import parts from '../parts/parts.module.css';
import styles from '../parts/table.module.css';
import { useVersionLetters } from '../query/queries';
import { useEntityPaths } from '../query/useEntityPaths';
import { useFormats } from '../words/formats';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import own from './Traces.module.css';

/** Names of endpoints that stand in a row; the others are counted. */
const SHOWN_NAMES = 1;

export interface TraceTableProps {
  service: SkywalkingService;
  environment: string | undefined;
  traces: readonly Trace[];
}

/** Traces, a row each; rows stay where they are while the pointer is over them. */
export function TraceTable(props: TraceTableProps) {
  const { t } = useSkywalkingTranslation();
  const { service, environment, traces } = props;
  const { rows, handlers } = useSteadyRows(traces, trace => trace.traceId);
  const longest = traces.reduce(
    (most, each) => Math.max(most, each.duration),
    0,
  );
  return (
    <table className={styles.table} aria-label={t('list.label')}>
      <thead>
        <tr>
          <th scope="col">{t('list.time')}</th>
          <th scope="col">{t('list.state')}</th>
          <th scope="col">{t('list.duration')}</th>
          <th scope="col">{t('list.endpoint')}</th>
          <th scope="col">{t('list.through')}</th>
          <th scope="col">
            <VisuallyHidden>{t('list.actions')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody {...handlers}>
        {rows.map(({ row, gone }) => (
          <TraceRow
            key={row.traceId}
            trace={row}
            gone={gone}
            longest={longest}
            service={service}
            environment={environment}
          />
        ))}
      </tbody>
    </table>
  );
}

function TraceRow(props: {
  trace: Trace;
  gone: boolean;
  longest: number;
  service: SkywalkingService;
  environment: string | undefined;
}) {
  const { t } = useSkywalkingTranslation();
  const formats = useFormats();
  const { entityRef, logsOf } = useEntityPaths();
  const letters = useVersionLetters(entityRef);
  const { trace, gone, longest, service, environment } = props;
  const { traceId, start, duration, isError, endpoints } = trace;
  const logs = logsOf({ traceId, start, duration, environment });
  return (
    <tr data-gone={gone}>
      <td className={styles.nowrap}>
        <RelativeTime at={start} />
      </td>
      <td className={styles.nowrap}>
        <StateSign kind={isError ? 'failed' : 'healthy'}>
          {isError ? t('list.error') : t('list.success')}
        </StateSign>
      </td>
      <td className={styles.nowrap}>
        <span className={own.duration}>
          <span className={own.length}>{formats.latency(duration)}</span>
          <svg
            className={own.bar}
            viewBox="0 0 100 6"
            aria-hidden="true"
            preserveAspectRatio="none"
          >
            <rect
              width={longest > 0 ? (100 * duration) / longest : 0}
              height={6}
            />
          </svg>
        </span>
      </td>
      <th scope="row" className={`${styles.name} ${styles.mono}`}>
        <HostileText value={endpoints[0] ?? '–'} max={120} />
        {endpoints.length > SHOWN_NAMES && (
          <span className={styles.dim}>
            {' '}
            {t('list.more', { number: `${endpoints.length - SHOWN_NAMES}` })}
          </span>
        )}
      </th>
      <td>
        <span className={styles.inline}>
          {trace.role && <RoleChip role={trace.role} />}
          {trace.version !== undefined && (
            <VersionMark
              version={trace.version}
              letter={letters.get(trace.version)}
              size="small"
            />
          )}
          {trace.instance !== undefined && (
            <span className={own.pod} title={trace.instance.slice(0, 256)}>
              <HostileText value={shortPod(trace.instance)} max={40} />
            </span>
          )}
        </span>
      </td>
      <td className={styles.number}>
        <span className={styles.actions}>
          <Outside href={linkTo()} label={openLabel()}>
            {t('list.open')}
          </Outside>
          <CopyId id={traceId} />
          {logs !== undefined && (
            <Link
              className={parts.link}
              to={logs}
              aria-label={t('list.logsOf', { id: traceId })}
            >
              {t('list.logs')}
            </Link>
          )}
        </span>
      </td>
    </tr>
  );

  function linkTo(): string | undefined {
    return (
      service.ui &&
      skywalkingLink(service.ui, { page: 'trace', traceId, service })
    );
  }

  function openLabel(): string {
    return service.ui && !opensTrace(service.ui)
      ? t('list.openTraces')
      : t('list.openTrace', { id: traceId });
  }
}
