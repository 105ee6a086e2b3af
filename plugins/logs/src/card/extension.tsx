import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { HAS_ID, HAS_SELECTOR } from '../annotations';

/** The card of last errors, on the Overview of every Component that is tied to clusters. */
export const lastErrorsCard = EntityCardBlueprint.make({
  name: 'last-errors',
  params: {
    type: 'content',
    filter: {
      $all: [
        { kind: 'component' },
        {
          $any: [
            { [HAS_ID]: { $exists: true } },
            { [HAS_SELECTOR]: { $exists: true } },
          ],
        },
      ],
    },
    loader: async () => {
      const { LastErrorsCard } = await import('./LastErrorsCard');
      return <LastErrorsCard />;
    },
  },
});
