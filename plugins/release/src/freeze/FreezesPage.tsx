import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  EmptyState,
  ErrorState,
  LiveBadge,
  LoadingState,
  Panel,
} from '@pilothouse/pilothouse-react';
import { releaseFreezeManagePermission } from '@pilothouse/plugin-release-common';
import { useId, useState } from 'react';
import { BlockableButton } from '../dialog/BlockableButton';
import { ServerClock } from '../time';
import { CreateFreezeDialog } from './CreateFreezeDialog';
import { FreezeCalendar } from './FreezeCalendar';
import { FreezeTable } from './FreezeTable';
import { nextMoments } from './model/nextMoments';
import { useFreezes } from './queries';
import { StopLineDialog } from './StopLineDialog';
import { freezeTranslationRef } from './translation/ref';
import styles from './FreezesPage.module.css';

/** The freezes that hold or will: a month of them, a list of them, and ways to make and end them. */
export function FreezesPage() {
  const { t } = useTranslationRef(freezeTranslationRef);
  const freezes = useFreezes();
  const { data, error, refetch, live } = freezes;
  const { loading, allowed } = usePermission({
    permission: releaseFreezeManagePermission,
  });
  const [open, setOpen] = useState<'stop' | 'create'>();
  const [chosen, setChosen] = useState<string>();
  const whyId = useId();
  const mayManage = !loading && allowed;
  const blocked = mayManage
    ? undefined
    : t('page.notAllowed', { permission: releaseFreezeManagePermission.name });
  return (
    <ServerClock now={data?.now} receivedAt={live.updatedAt}>
      <Panel
        title={t('page.list')}
        chips={<LiveBadge {...live} />}
        actions={
          <>
            {!loading && blocked !== undefined && (
              <span id={whyId} className={styles.why}>
                {blocked}
              </span>
            )}
            <BlockableButton
              variant="primary"
              destructive
              blocked={blocked}
              describedBy={whyId}
              onPress={() => setOpen('stop')}
            >
              {t('page.stop')}
            </BlockableButton>
            <BlockableButton
              variant="secondary"
              blocked={blocked}
              describedBy={whyId}
              onPress={() => setOpen('create')}
            >
              {t('page.create')}
            </BlockableButton>
          </>
        }
      >
        {content()}
      </Panel>
      <FreezeCalendar onChoose={setChosen} />
      {open === 'stop' && <StopLineDialog onClose={() => setOpen(undefined)} />}
      {open === 'create' && (
        <CreateFreezeDialog onClose={() => setOpen(undefined)} />
      )}
    </ServerClock>
  );

  function content() {
    if (!data) {
      return error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <LoadingState rows={3} />
      );
    }
    if (data.freezes.length === 0) {
      return <EmptyState title={t('page.empty')} hint={t('page.emptyHint')} />;
    }
    return (
      <FreezeTable
        moments={nextMoments(data.freezes)}
        chosen={chosen}
        mayEnd={mayManage}
      />
    );
  }
}
