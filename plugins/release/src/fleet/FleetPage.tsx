import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { FleetPanel } from './FleetPanel';
import { fleetTranslationRef } from './translation/ref';
import { useFleetAddress } from './useFleetAddress';

/** The tab of all services of the reader, or of everybody, on all environments. */
export function FleetPage() {
  const { t } = useTranslationRef(fleetTranslationRef);
  const { filter, setFilter, owned, setOwned } = useFleetAddress();
  return (
    <FleetPanel
      title={t('page.services')}
      owned={owned}
      filter={filter}
      onFilter={setFilter}
      actions={
        <ToggleButtonGroup
          aria-label={t('scope.label')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[owned ? 'mine' : 'all']}
          onSelectionChange={keys => setOwned(!keys.has('all'))}
        >
          <ToggleButton id="mine">{t('scope.mine')}</ToggleButton>
          <ToggleButton id="all">{t('scope.all')}</ToggleButton>
        </ToggleButtonGroup>
      }
      emptyAction={
        <Button variant="secondary" onPress={() => setOwned(false)}>
          {t('empty.showAll')}
        </Button>
      }
    />
  );
}
