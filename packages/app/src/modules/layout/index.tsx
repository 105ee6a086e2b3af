import {
  coreExtensionData,
  createExtension,
  createExtensionInput,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { NavContentBlueprint } from '@backstage/plugin-app-react';
import { AppLayout } from './AppLayout';
import { Nav } from './Nav';

/** Has the id of the app's own layout and so takes its place. */
const layout = createExtension({
  name: 'layout',
  attachTo: { id: 'app/root', input: 'children' },
  inputs: {
    nav: createExtensionInput([coreExtensionData.reactElement], {
      singleton: true,
    }),
    content: createExtensionInput([coreExtensionData.reactElement], {
      singleton: true,
    }),
  },
  output: [coreExtensionData.reactElement],
  factory: ({ inputs }) => [
    coreExtensionData.reactElement(
      <AppLayout nav={inputs.nav.get(coreExtensionData.reactElement)}>
        {inputs.content.get(coreExtensionData.reactElement)}
      </AppLayout>,
    ),
  ],
});

const navigation = NavContentBlueprint.make({ params: { component: Nav } });

/** The frame around every page. */
export const layoutModule = createFrontendModule({
  pluginId: 'app',
  extensions: [layout, navigation],
});
