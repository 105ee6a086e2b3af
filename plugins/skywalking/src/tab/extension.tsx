import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiRouteLine } from '@remixicon/react';
import { ENTITIES_WITH_SERVICE } from '../entitiesWithService';

/** The Traces tab, on every Component with a service in SkyWalking. */
export const tracesTab = EntityContentBlueprint.make({
  name: 'traces',
  params: {
    path: '/traces',
    title: 'Traces',
    group: 'observability',
    icon: <RiRouteLine />,
    filter: ENTITIES_WITH_SERVICE,
    loader: () => import('./TracesTab').then(m => <m.TracesTab />),
  },
});
