import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  Chip,
  EmptyState,
  ErrorState,
  LoadingState,
  Panel,
} from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useRunbooks } from '../api/useRunbooks';
import { Problems } from '../page/Problems';
import { RunbookTable } from '../table/RunbookTable';
import { CreateLink } from '../words/CreateLink';
import { useRunbookWords } from '../words/useRunbookWords';
import styles from '../page/RunbooksIndex.module.css';

/** The runbooks of a service: those in its own documentation, then those that name it, then everybody's. */
export function RunbooksTab() {
  const { t } = useRunbookWords();
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const { data, error, isPending, refetch } = useRunbooks({ entityRef });
  const problems = data?.problems.filter(
    ({ params }) => params.entityRef === entityRef,
  );
  return (
    <Panel
      title={t('ofService')}
      chips={data && data.runbooks.length > 0 && <Chip>{t('nearFirst')}</Chip>}
      actions={
        <>
          <Link className={styles.create} to="/runbooks">
            {t('empty.showAll')}
          </Link>
          <CreateLink />
        </>
      }
    >
      {problems && <Problems problems={problems} />}
      {content()}
    </Panel>
  );

  function content(): ReactNode {
    if (isPending) return <LoadingState rows={4} />;
    if (!data) return <ErrorState error={error} onRetry={refetch} />;
    if (data.runbooks.length === 0) {
      return (
        <EmptyState title={t('empty.service')} hint={t('empty.serviceHint')} />
      );
    }
    return (
      <RunbookTable
        label={t('ofService')}
        runbooks={data.runbooks}
        now={data.now}
        here={entityRef}
      />
    );
  }
}
