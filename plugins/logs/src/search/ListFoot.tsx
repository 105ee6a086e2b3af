import { Button } from '@backstage/ui';
import { useLocale } from '@pilothouse/pilothouse-react';
import { useLogsTranslation } from '../words/useLogsTranslation';
import type { Found } from './useSearch';
import styles from './Search.module.css';

/** Where the list ends, and why there. */
export function ListFoot({ found, most }: { found: Found; most: number }) {
  const { t } = useLogsTranslation();
  const locale = useLocale();
  const shown = found.entries.length.toLocaleString(locale);
  if (found.entries.length === 0) return null;
  const canAskAgain =
    found.isMoreFailed && found.hasMore && !found.isLoadingMore;
  return (
    <p className={styles.foot}>
      {words()}
      {canAskAgain && (
        <Button size="small" variant="secondary" onPress={found.loadMore}>
          {t('problem.retry')}
        </Button>
      )}
    </p>
  );

  function words(): string {
    if (found.isLoadingMore) return t('list.loadingMore', { shown });
    if (found.isFull) {
      return t('list.full', { most: most.toLocaleString(locale) });
    }
    if (found.hasMore) {
      return found.isMoreFailed
        ? t('list.moreFailed', { shown })
        : t('list.scrollForMore', { shown });
    }
    return found.isIncomplete
      ? t('list.incomplete', { shown })
      : t('list.all', { shown });
  }
}
