import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { AddonBlueprint } from '@backstage/plugin-techdocs-react/alpha';
import { RunbookHeader } from './header/RunbookHeader';

/** Above the page, outside of its shadow root, so that it looks as the rest of the portal does. */
const runbookHeader = AddonBlueprint.make({
  name: 'runbook',
  params: {
    name: 'Runbook',
    location: 'Subheader',
    component: RunbookHeader,
  },
});

/** Says on a runbook's page what it is for and whose, and makes its task lists a checklist. */
export const techdocsModuleRunbooks = createFrontendModule({
  pluginId: 'techdocs',
  extensions: [runbookHeader],
});
