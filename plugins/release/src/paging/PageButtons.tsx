import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { deployPagesTranslationRef } from '../pages/translation/ref';
import type { CursorPages } from './useCursorPages';
import styles from './PageButtons.module.css';

export interface PageButtonsProps {
  pages: CursorPages;
  /** For the page after this one; missing on the last. */
  next: string | undefined;
}

/** The way to older lines and back; nothing where one page holds all. */
export function PageButtons({ pages, next }: PageButtonsProps) {
  const { t } = useTranslationRef(deployPagesTranslationRef);
  if (!pages.newer && next === undefined) return null;
  return (
    <nav className={styles.pages} aria-label={t('paging.label')}>
      <Button
        variant="secondary"
        size="small"
        isDisabled={!pages.newer}
        onPress={pages.newer}
      >
        {t('paging.newer')}
      </Button>
      <span role="status">
        {t('paging.number', { number: `${pages.number}` })}
      </span>
      <Button
        variant="secondary"
        size="small"
        isDisabled={next === undefined}
        onPress={() => next !== undefined && pages.older(next)}
      >
        {t('paging.older')}
      </Button>
    </nav>
  );
}
