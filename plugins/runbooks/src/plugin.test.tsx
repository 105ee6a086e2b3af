import type { Entity } from '@backstage/catalog-model';
import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { inLanguage } from '@pilothouse/pilothouse-react/testUtils';
import { screen, within } from '@testing-library/react';
import plugin, { runbooksApiRef } from '.';
import { FakeRunbooks } from './__testUtils__/fakeRunbooks';

function renderTab(kind: string, api = new FakeRunbooks()) {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'order-api', namespace: 'default' },
  };
  renderTestApp({
    features: [
      createFrontendPlugin({
        pluginId: 'page-of-test',
        extensions: [createTestEntityPage({ entity })],
      }),
      plugin,
    ],
    apis: [[runbooksApiRef, api]],
    config: inLanguage('en'),
  });
  return api;
}

describe('the Runbooks tab', () => {
  it('has the runbooks of the service', async () => {
    const api = renderTab('Component');
    const table = await screen.findByRole('table', {
      name: 'Runbooks for this service',
    });
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    expect(api.asked).toEqual([{ entityRef: 'component:default/order-api' }]);
  });

  it('says what to do where there is none', async () => {
    const api = new FakeRunbooks();
    api.runbooks = [];
    renderTab('Resource', api);
    expect(
      await screen.findByText('No runbook for this service yet'),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Write a runbook' }),
    ).toHaveAttribute('href', '/create/templates/default/runbook');
  });
});
