import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiFileList2Line } from '@remixicon/react';
import { HAS_ID, HAS_SELECTOR } from '../annotations';

/** The Logs tab, on every Component that is tied to clusters. */
export const logsTab = EntityContentBlueprint.make({
  name: 'logs',
  params: {
    path: '/logs',
    title: 'Logs',
    group: 'observability',
    icon: <RiFileList2Line />,
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
    loader: () => import('./LogsTab').then(m => <m.LogsTab />),
  },
});
