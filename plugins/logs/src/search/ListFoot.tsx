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
  return (
    <p className={styles.foot}>
      {words()}
      {found.moreError && (
        <Button size="small" variant="secondary" onPress={found.loadMore}>
          {t('problem.retry')}
        </Button>
      )}
    </p>
  );

  function words(): string {
    if (found.moreError) return t('list.moreFailed', { shown });
    if (found.isLoadingMore) return t('list.loadingMore', { shown });
    if (found.isFull) {
      return t('list.full', { most: most.toLocaleString(locale) });
    }
    return found.hasMore
      ? t('list.scrollForMore', { shown })
      : t('list.all', { shown });
  }
}
