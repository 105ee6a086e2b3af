import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { PilothouseQueryProvider } from '@pilothouse/pilothouse-react';
import {
  FleetPanel,
  fleetRouteRef,
  NO_FILTER,
} from '@pilothouse/plugin-release';
import { useState } from 'react';
import { homePageTranslationRef } from './translation';

/** One's own services on all environments, as on the fleet page. */
export function MyServices() {
  const { t } = useTranslationRef(homePageTranslationRef);
  const [filter, setFilter] = useState(NO_FILTER);
  const fleetPath = useRouteRef(fleetRouteRef)?.() ?? '/deploy';
  const all = (
    <ButtonLink variant="secondary" href={`${fleetPath}?scope=all`}>
      {t('services.all')}
    </ButtonLink>
  );
  return (
    <PilothouseQueryProvider>
      <FleetPanel
        owned
        title={t('services.title')}
        filter={filter}
        onFilter={setFilter}
        actions={all}
      />
    </PilothouseQueryProvider>
  );
}
