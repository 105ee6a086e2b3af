import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { ENTITIES_WITH_SERVICE } from '../entitiesWithService';

/** The Health card on the Overview of every Component with a service in SkyWalking. */
export const healthCard = EntityCardBlueprint.make({
  name: 'health',
  params: {
    type: 'content',
    filter: ENTITIES_WITH_SERVICE,
    loader: () => import('./HealthCard').then(m => <m.HealthCard />),
  },
});
