import type { Entity } from '@backstage/catalog-model';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import {
  AsyncEntityProvider,
  catalogApiRef,
  entityRouteRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { inLanguage } from '@pilothouse/pilothouse-react/testUtils';
import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { EntityHeader } from './EntityHeader';
import { flatTabs } from './tabs';

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-api', namespace: 'default', description: 'Orders' },
  spec: { type: 'service', lifecycle: 'production' },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/team-order' },
    { type: 'partOf', targetRef: 'system:default/order' },
  ],
};

const TABS = [
  { id: '/', label: 'Overview', href: '' },
  { id: 'docs', label: 'TechDocs', href: 'docs' },
  {
    id: 'deployment',
    label: 'Deployment',
    items: [
      { id: '/deploy', label: 'Deploy', href: 'deploy' },
      { id: '/weather', label: 'Weather', href: 'weather' },
    ],
  },
];

/** Decisions are remembered per entity, so each decision needs one of its own. */
function show(
  allowed: 'ALLOW' | 'DENY',
  name = 'order-api',
  changes: { spec?: Entity['spec']; language?: 'zh' } = {},
) {
  const { spec = ENTITY.spec, language } = changes;
  const entity = { ...ENTITY, spec, metadata: { ...ENTITY.metadata, name } };
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [catalogApiRef, catalogApiMock({ entities: [entity] })],
        [starredEntitiesApiRef, new MockStarredEntitiesApi()],
        [permissionApiRef, mockApis.permission({ authorize: allowed })],
      ]}
    >
      <Routes>
        <Route
          path="/catalog/:namespace/:kind/:name/*"
          element={
            <AsyncEntityProvider entity={entity} loading={false}>
              <EntityHeader tabs={TABS} activeTabId="/deploy" />
            </AsyncEntityProvider>
          }
        />
      </Routes>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [`/catalog/default/component/${name}/deploy`],
      config: inLanguage(language ?? 'en'),
    },
  );
}

describe('the head of an entity page', () => {
  it('lists all tabs side by side in our order, by our names', () => {
    const names = new Map([['docs', '文档']]);
    expect(flatTabs(TABS, path => names.get(path))).toEqual([
      { id: '/', label: 'Overview', href: '' },
      { id: '/deploy', label: 'Deploy', href: 'deploy' },
      { id: 'docs', label: '文档', href: 'docs' },
      { id: '/weather', label: 'Weather', href: 'weather' },
    ]);
  });

  it('says what it is, whose it is and where one is', async () => {
    await show('DENY');
    expect(
      await screen.findByRole('heading', { name: 'order-api', level: 1 }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'team-order' }),
    ).toHaveAttribute('href', '/catalog/default/group/team-order');
    const tabs = within(screen.getByRole('navigation', { name: 'order-api' }));
    expect(tabs.getAllByRole('link').map(link => link.textContent)).toEqual([
      'Overview',
      'Deploy',
      'Docs',
      'Weather',
    ]);
    const deploy = tabs.getByRole('link', { name: 'Deploy' });
    expect(deploy).toHaveAttribute('aria-current', 'page');
    expect(deploy).toHaveAttribute(
      'href',
      '/catalog/default/component/order-api/deploy',
    );
  });

  it('says in Chinese what is usual, and as it is written what is not', async () => {
    await show('DENY', 'order-usual', { language: 'zh' });
    expect(await screen.findByText('组件 · 服务')).toBeVisible();
    expect(screen.getByText('生命周期 生产')).toBeVisible();
    cleanup();
    const spec = { type: 'constructor', lifecycle: 'on-ice' };
    await show('DENY', 'order-odd', { language: 'zh', spec });
    expect(await screen.findByText('组件 · constructor')).toBeVisible();
    expect(screen.getByText('生命周期 on-ice')).toBeVisible();
  });

  it.each([
    ['DENY', 0],
    ['ALLOW', 1],
  ] as const)(
    'offers to unregister only to those who may: %s',
    async (decision, offered) => {
      await show(decision, `api-${decision.toLocaleLowerCase('en-US')}`);
      await userEvent.click(
        await screen.findByRole('button', { name: 'More actions' }),
      );
      expect(
        await screen.findByRole('menuitem', { name: 'Inspect entity' }),
      ).toBeInTheDocument();
      const unregister = { name: 'Unregister entity' };
      expect(screen.queryAllByRole('menuitem', unregister)).toHaveLength(
        offered,
      );
    },
  );
});
