import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Select, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import {
  Chip,
  EmptyState,
  ErrorState,
  LiveBadge,
  LoadingState,
  Panel,
} from '@pilothouse/pilothouse-react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useScopeOptions } from '../fields';
import { useHeldOrder } from '../fleet/useHeldOrder';
import { PageButtons, useCursorPages } from '../paging';
import { ServerClock } from '../time';
import { byTrouble } from './model/order';
import { ROLLOUT_VIEWS, useRolloutList } from './queries';
import { RolloutsTable } from './RolloutsTable';
import { rolloutsTranslationRef } from './translation/ref';
import { useRolloutsAddress } from './useRolloutsAddress';
import type { RolloutsAddress } from './useRolloutsAddress';

/** Stands for no choice: a select needs a key. */
const ANY = '*';

/** The rollouts that the reader may see: those that wait for somebody first. */
export function RolloutsPage() {
  const { t } = useTranslationRef(rolloutsTranslationRef);
  const address = useRolloutsAddress();
  const { view, environment, setView } = address;
  const pages = useCursorPages(`${view} ${environment}`);
  const { cursor } = pages;
  const query = useRolloutList({ view, environment, cursor });
  const { data, error, refetch, live } = query;
  const sorted = useMemo(() => byTrouble(data?.rollouts ?? []), [data]);
  const ids = useMemo(() => sorted.map(({ id }) => id), [sorted]);
  const { order, held, handlers } = useHeldOrder(ids);
  const rollouts = order.flatMap(id => sorted.find(it => it.id === id) ?? []);
  return (
    <ServerClock now={data?.now} receivedAt={live.updatedAt}>
      <Panel
        title={t('title')}
        chips={
          <>
            <Chip title={held ? t('orderHeldHint') : undefined}>
              {held ? t('orderHeld') : t('troubleFirst')}
            </Chip>
            <LiveBadge {...live} />
          </>
        }
        actions={<Views address={address} />}
      >
        {content()}
        <PageButtons pages={pages} next={data?.cursor} />
      </Panel>
    </ServerClock>
  );

  function content(): ReactNode {
    // An answer that could be had before is still worth more than an error; the badge says that it is old.
    if (!data) {
      return error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <LoadingState rows={6} />
      );
    }
    if (rollouts.length > 0) {
      return <RolloutsTable rollouts={rollouts} handlers={handlers} />;
    }
    if (data.cursor !== undefined) {
      return <EmptyState title={t('empty.older')} />;
    }
    return (
      <EmptyState
        title={t(`empty.${view}`)}
        hint={t(`empty.${view}Hint`)}
        action={
          view !== 'all' && (
            <Button variant="secondary" onPress={() => setView('all')}>
              {t('empty.showAll')}
            </Button>
          )
        }
      />
    );
  }
}

function Views({ address }: { address: RolloutsAddress }) {
  const { t } = useTranslationRef(rolloutsTranslationRef);
  const { environments } = useScopeOptions();
  const { view, setView, environment = ANY, setEnvironment } = address;
  const known = new Set([
    ...environments,
    ...(environment === ANY ? [] : [environment]),
  ]);
  return (
    <>
      <Select
        size="small"
        aria-label={t('environment')}
        options={[
          { value: ANY, label: t('anyEnvironment') },
          ...[...known].map(value => ({ value, label: value })),
        ]}
        selectedKey={environment}
        onSelectionChange={key =>
          setEnvironment(key === ANY ? undefined : `${key}`)
        }
      />
      <ToggleButtonGroup
        aria-label={t('view.label')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={keys => {
          const next = ROLLOUT_VIEWS.find(it => keys.has(it));
          if (next) setView(next);
        }}
      >
        {ROLLOUT_VIEWS.map(it => (
          <ToggleButton key={it} id={it}>
            {t(`view.${it}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </>
  );
}
