import { PilothouseQueryProvider } from '@pilothouse/pilothouse-react';
import { Suspense } from 'react';
import { useRunbookPage } from '../page/useRunbookPage';
import type { RunbookOfPage } from '../page/useRunbookPage';
import { ChecklistBar } from './ChecklistBar';
import { Facts } from './Facts';
import { Signs } from './Signs';
import { useHeaderWords } from './useHeaderWords';
import { useRoomBelow } from './useRoomBelow';
import styles from './RunbookHeader.module.css';

/** Stands above a page that is a runbook, and above no other: what it is for, whose, and how far the reader is. */
export function RunbookHeader() {
  return (
    <PilothouseQueryProvider>
      {/* While its words are fetched, the page stays. */}
      <Suspense fallback={null}>
        <OfPage />
      </Suspense>
    </PilothouseQueryProvider>
  );
}

function OfPage() {
  const found = useRunbookPage();
  return found ? <Header {...found} /> : null;
}

function Header(found: RunbookOfPage) {
  const { t } = useHeaderWords();
  const ref = useRoomBelow<HTMLElement>();
  return (
    <section ref={ref} className={styles.header} aria-label={t('label')}>
      <Signs {...found} />
      <Facts runbook={found.runbook} />
      <ChecklistBar />
    </section>
  );
}
