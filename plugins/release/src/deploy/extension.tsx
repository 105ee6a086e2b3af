import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
} from '@pilothouse/plugin-release-common';
import { RiShip2Line } from '@remixicon/react';
import { deployTabRouteRef } from '../routes';

const HAS_ID = `metadata.annotations.${KUBERNETES_ID_ANNOTATION}` as const;
const HAS_SELECTOR =
  `metadata.annotations.${KUBERNETES_LABEL_SELECTOR_ANNOTATION}` as const;

/** The Deploy tab, on every Component that is tied to clusters. */
export const deployTab = EntityContentBlueprint.make({
  name: 'deploy',
  params: {
    path: '/deploy',
    title: 'Deploy',
    group: 'deployment',
    icon: <RiShip2Line />,
    routeRef: deployTabRouteRef,
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
    loader: () => import('./DeployTab').then(m => <m.DeployTab />),
  },
});
