import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import {
  EmptyState,
  ErrorState,
  formatAbsolute,
  LoadingState,
  statusOf,
  useLocale,
} from '@pilothouse/pilothouse-react';
import type { LogEntry } from '@pilothouse/plugin-logs-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { RiArrowLeftLine } from '@remixicon/react';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { LineAddress } from '../address/logAddress';
import { logsApiRef } from '../api/logsApi';
import { LineList } from '../list/LineList';
import { Problems } from '../search/Problems';
import { keyOf } from '../search/useSearch';
import { usePreference } from '../tab/usePreference';
import { useLogsTranslation } from '../words/useLogsTranslation';
import styles from './ContextView.module.css';

/** On each side: few to begin with, and as many as the backend gives. */
const STEPS = [20, 50, 100] as const;

export interface ContextViewProps {
  entityRef: string;
  environment: string;
  line: LineAddress;
  detailOf(entry: LogEntry): ReactNode;
  onClose(): void;
}

/** What the same pod wrote before and after a line, whatever is searched for. */
export function ContextView(props: ContextViewProps) {
  const { t } = useLogsTranslation();
  const locale = useLocale();
  const api = useApi(logsApiRef);
  const { entityRef, environment, line, detailOf, onClose } = props;
  const [wrap] = usePreference('wrap', false);
  const [short] = usePreference('short', true);
  const [singleKeys] = usePreference('singleKeys', true);
  const [lines, setLines] = useState<number>(STEPS[0]);
  const { data, error, refetch } = useQuery({
    queryKey: ['logs', 'context', entityRef, environment, line, lines],
    queryFn: ({ signal }) =>
      api.getContext({ entityRef, environment, ...line, lines }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const entries = useMemo(
    () => data && [...data.before, data.entry, ...data.after],
    [data],
  );
  const more = STEPS.find(step => step > lines);
  return (
    <section aria-label={t('context.label')}>
      <div className={styles.head}>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiArrowLeftLine />}
          onPress={onClose}
        >
          {t('context.back')}
        </Button>
        <h3 className={styles.title}>
          {t('context.title', {
            at: formatAbsolute(Date.parse(line.at), locale),
          })}
        </h3>
        {data && more !== undefined && (
          <Button
            size="small"
            variant="secondary"
            onPress={() => setLines(more)}
          >
            {t('context.more', { lines: `${more}` })}
          </Button>
        )}
      </div>
      {data && <Problems problems={data.problems} onRetry={() => refetch()} />}
      {content()}
    </section>
  );

  function content() {
    if (entries) {
      return (
        <LineList
          entries={entries}
          wrap={wrap}
          short={short}
          singleKeys={singleKeys}
          detailOf={detailOf}
          marked={keyOf(line)}
        />
      );
    }
    if (statusOf(error) === 404) {
      return (
        <EmptyState title={t('context.gone')} hint={t('context.goneHint')} />
      );
    }
    if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
    return <LoadingState rows={8} />;
  }
}
