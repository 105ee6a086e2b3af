import type { Entity } from '@backstage/catalog-model';
import {
  createFrontendModule,
  createFrontendPlugin,
} from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { FakeReleaseApi } from '../dev/FakeReleaseApi';
import { orderApiWorld } from '../dev/fixtures/orderApi';
import plugin, { releaseApiRef } from '.';
import { deployTab } from './deploy';

const ID = 'backstage.io/kubernetes-id';
const SELECTOR = 'backstage.io/kubernetes-label-selector';

function entityOf(kind: string, annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'order-api', annotations },
  };
}

function renderEntityPage(entity: Entity) {
  localStorage.setItem('language', 'en');
  renderTestApp({
    features: [
      createFrontendPlugin({
        pluginId: 'page-of-test',
        extensions: [createTestEntityPage({ entity })],
      }),
      plugin,
      // The card is a guest of the Overview tab, which is not here.
      createFrontendModule({
        pluginId: 'release',
        extensions: [
          plugin.getExtension('entity-card:release/deploy').override({
            disabled: true,
          }),
        ],
      }),
    ],
    apis: [[releaseApiRef, new FakeReleaseApi(orderApiWorld())]],
  });
}

describe('the release plugin', () => {
  it('gives services a Deploy tab', async () => {
    renderEntityPage(entityOf('Component', { [ID]: 'order-api' }));
    expect(
      await screen.findByRole('grid', { name: 'What runs where' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['Component', ID, true],
    ['Component', SELECTOR, true],
    ['Component', 'backstage.io/techdocs-ref', false],
    ['Resource', ID, false],
  ])('asks of a %s with %s: is it for me? %s', (kind, annotation, expected) => {
    const isForMe = createExtensionTester(deployTab).get(
      EntityContentBlueprint.dataRefs.filterFunction,
    );
    expect(isForMe?.(entityOf(kind, { [annotation]: 'x' }))).toBe(expected);
  });
});
