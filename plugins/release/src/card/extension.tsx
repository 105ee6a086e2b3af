import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
} from '@pilothouse/plugin-release-common';

/** The Deploy card on the Overview of every Component that is tied to clusters. */
export const deployCard = EntityCardBlueprint.make({
  name: 'deploy',
  params: {
    type: 'content',
    filter: {
      $all: [
        { kind: 'component' },
        {
          $any: [
            {
              [`metadata.annotations.${KUBERNETES_ID_ANNOTATION}`]: {
                $exists: true,
              },
            },
            {
              [`metadata.annotations.${KUBERNETES_LABEL_SELECTOR_ANNOTATION}`]:
                { $exists: true },
            },
          ],
        },
      ],
    },
    loader: async () => {
      const { DeployCard } = await import('./DeployCard');
      return <DeployCard />;
    },
  },
});
