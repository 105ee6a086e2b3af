import { Button } from '@backstage/ui';
import {
  Chip,
  EmptyState,
  ErrorState,
  LoadingState,
  Panel,
  RelativeTime,
} from '@pilothouse/pilothouse-react';
import type { RunbookList } from '@pilothouse/plugin-runbooks-common';
import type { ReactNode } from 'react';
import { useRunbooks } from '../api/useRunbooks';
import { CreateLink } from '../words/CreateLink';
import { RunbookTable } from '../table/RunbookTable';
import { useRunbookWords } from '../words/useRunbookWords';
import { isShown } from './filter';
import { Filters } from './Filters';
import { Problems } from './Problems';
import { useRunbooksAddress } from './useRunbooksAddress';
import styles from './RunbooksIndex.module.css';

/** All runbooks that the reader may see, those that want a look first. */
export function RunbooksIndex() {
  const { t } = useRunbookWords();
  const address = useRunbooksAddress();
  const { text, filter } = address;
  const { data, error, isPending, refetch } = useRunbooks({ text });
  const shown =
    data?.runbooks.filter(runbook => isShown(runbook, filter, data.now)) ?? [];
  const isAll = data !== undefined && shown.length === data.runbooks.length;
  const isFiltered = text !== undefined || Object.values(filter).some(Boolean);

  return (
    <Panel
      title={t('all')}
      chips={
        data && (
          <>
            <Chip>
              {isAll
                ? shown.length
                : t('count', {
                    shown: `${shown.length}`,
                    total: `${data.runbooks.length}`,
                  })}
            </Chip>
            <Chip>{t('troubleFirst')}</Chip>
          </>
        )
      }
      actions={
        <>
          {data?.indexedAt && (
            <span className={styles.indexed}>
              {t('indexed')} <RelativeTime at={data.indexedAt} />
            </span>
          )}
          <CreateLink />
        </>
      }
    >
      {(data || isFiltered) && <Filters address={address} list={data} />}
      {data && <Problems problems={data.problems} />}
      {content()}
    </Panel>
  );

  function content(): ReactNode {
    if (isPending) return <LoadingState rows={8} />;
    if (!data) return <ErrorState error={error} onRetry={refetch} />;
    if (shown.length > 0) {
      return <RunbookTable label={t('all')} runbooks={shown} now={data.now} />;
    }
    return isFiltered ? (
      <EmptyState
        title={t('empty.filtered')}
        action={
          <Button variant="secondary" onPress={address.clear}>
            {t('filter.clear')}
          </Button>
        }
      />
    ) : (
      <NoRunbooks list={data} />
    );
  }
}

function NoRunbooks({ list }: { list: RunbookList }) {
  const { t } = useRunbookWords();
  return list.indexedAt ? (
    <EmptyState
      title={t('empty.all')}
      hint={t('empty.allHint')}
      action={<CreateLink />}
    />
  ) : (
    <EmptyState
      title={t('empty.notIndexed')}
      hint={t('empty.notIndexedHint')}
    />
  );
}
