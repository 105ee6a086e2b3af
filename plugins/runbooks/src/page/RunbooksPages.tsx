import { PageHead } from '@pilothouse/pilothouse-react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { ForAlert } from '../alert/ForAlert';
import { OpenRunbook } from '../open/OpenRunbook';
import { useRunbookWords } from '../words/useRunbookWords';
import { RunbooksIndex } from './RunbooksIndex';
import styles from './RunbooksIndex.module.css';

/** `/runbooks` and what is below it: the way from an alert, and from the id of a runbook. */
export function RunbooksPages() {
  return (
    <Routes>
      <Route index element={<Index />} />
      <Route path="for-alert/:alert" element={<ForAlert />} />
      <Route path="open" element={<OpenRunbook />} />
      <Route path="*" element={<Navigate to="." replace />} />
    </Routes>
  );
}

function Index() {
  const { t } = useRunbookWords();
  return (
    <>
      <PageHead title={t('title')} subtitle={t('subtitle')} />
      <main className={styles.content}>
        <RunbooksIndex />
      </main>
    </>
  );
}
