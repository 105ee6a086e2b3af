import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp, renderTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { PilothouseQueryProvider } from '@pilothouse/pilothouse-react';
import { screen, within } from '@testing-library/react';
import { inLanguage } from '../__testUtils__/inLanguage';
import { FakeReleaseApi } from '../../dev/FakeReleaseApi';
import { orderApiWorld } from '../../dev/fixtures/orderApi';
import { shanghaiIsUnread } from '../../dev/trouble';
import { releaseApiRef } from '../api/releaseApiRef';
import releasePlugin from '..';
import { DeployCard } from './DeployCard';

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-api' },
};

const anotherCard = EntityCardBlueprint.make({
  name: 'another',
  params: { type: 'content', loader: async () => <p>Another card</p> },
});

function renderCard(
  prepare: (api: FakeReleaseApi) => void = () => {},
  language: 'en' | 'zh' = 'en',
) {
  const api = new FakeReleaseApi(orderApiWorld());
  prepare(api);
  renderInTestApp(
    <PilothouseQueryProvider>
      <EntityProvider entity={ENTITY}>
        <DeployCard />
      </EntityProvider>
    </PilothouseQueryProvider>,
    {
      apis: [[releaseApiRef, api]],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      config: inLanguage(language),
    },
  );
}

async function rows(name: string) {
  const table = await screen.findByRole('table', { name });
  return within(table).getAllByRole('row').slice(1);
}

describe('the Deploy card', () => {
  it('tells version and state of each place, and leads to it', async () => {
    renderCard();
    const all = await rows('What runs where');
    expect(all.map(row => row.textContent)).toEqual([
      expect.stringMatching(/^devC1\.5\.0-rc\.2Healthy/),
      expect.stringMatching(/^testB1\.4\.1Healthy/),
      expect.stringMatching(/^stagingB1\.4\.1Healthy/),
      expect.stringMatching(/^prod-beijingA1\.4\.01\.4\.1 ×2Crash loop/),
      expect.stringMatching(/^prod-shanghaiA1\.4\.0Healthy/),
    ]);
    expect(within(all[3]).getByRole('link')).toHaveAttribute(
      'href',
      expect.stringMatching(
        /^\/catalog\/default\/component\/order-api\/deploy\?workload=prod%2Fprod-beijing%2F/,
      ),
    );
    expect(screen.getByRole('link', { name: 'All of it' })).toHaveAttribute(
      'href',
      '/catalog/default/component/order-api/deploy',
    );
  });

  it('speaks Chinese', async () => {
    renderCard(undefined, 'zh');
    expect((await rows('各环境运行情况'))[0]).toHaveTextContent('健康');
    expect(screen.getByRole('heading', { name: '发布' })).toBeVisible();
  });

  it('is short, and says what it leaves out', async () => {
    renderCard(api => {
      const [first] = api.world.list.workloads;
      api.world.list.workloads = Array.from({ length: 15 }, (_, index) => ({
        ...first,
        id: `${first.id}-${index}`,
        name: `order-${index}`,
      }));
    });
    const all = await rows('What runs where');
    expect(all).toHaveLength(12);
    // Where an environment has several, each needs its name.
    expect(all[1]).toHaveTextContent(/^dev · order-1/);
    expect(screen.getByText('3 more on the Deploy tab')).toBeVisible();
  });

  it('says that nothing runs', async () => {
    renderCard(api => {
      api.world.list.workloads = [];
    });
    expect(await screen.findByText('Nothing runs yet')).toBeVisible();
  });

  it('does not call nothing what has not been read', async () => {
    renderCard(shanghaiIsUnread);
    expect(await rows('What runs where')).toHaveLength(4);
    const note =
      'prod-shanghai has not been read yet: what runs there is not known';
    expect(screen.getByText(note)).toBeVisible();
  });

  it('says that nothing was found where all was not read', async () => {
    renderCard(api => {
      shanghaiIsUnread(api);
      api.world.list.workloads = [];
    }, 'zh');
    expect(await screen.findByText('目前还没有找到')).toBeVisible();
    expect(
      screen.getByText('prod-shanghai 尚未读取：其上的运行情况未知'),
    ).toBeVisible();
  });

  it('says that one may not see it', async () => {
    renderCard(api => {
      api.listWorkloads = async () => {
        throw Object.assign(new Error('no'), { statusCode: 403 });
      };
    });
    expect(await screen.findByText('You may not see this')).toBeVisible();
  });

  describe('on an Overview', () => {
    /** The Overview of a component with one annotation, and a card that is always there. */
    function open(annotation: string) {
      window.localStorage.setItem('language', 'en');
      const entity = {
        ...ENTITY,
        metadata: { ...ENTITY.metadata, annotations: { [annotation]: 'x' } },
      };
      renderTestApp({
        features: [releasePlugin],
        extensions: [anotherCard, createTestEntityPage({ entity })],
        apis: [[releaseApiRef, new FakeReleaseApi(orderApiWorld())]],
      });
    }

    it.each([
      'backstage.io/kubernetes-id',
      'backstage.io/kubernetes-label-selector',
    ])('stands where there is %s', async annotation => {
      open(annotation);
      expect(await rows('What runs where')).toHaveLength(5);
    });

    it('does not where nothing ties the component to clusters', async () => {
      open('backstage.io/techdocs-ref');
      expect(await screen.findByText('Another card')).toBeVisible();
      expect(screen.queryByText('All of it')).not.toBeInTheDocument();
    });
  });
});
