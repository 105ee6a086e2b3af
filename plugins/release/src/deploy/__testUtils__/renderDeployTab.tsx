import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { SignalApi } from '@backstage/plugin-signals-react';
import { PilothouseQueryProvider } from '@pilothouse/pilothouse-react';
import { entityChannel } from '@pilothouse/plugin-release-common';
import { act } from '@testing-library/react';
import { inLanguage } from '../../__testUtils__/inLanguage';
import { FakeReleaseApi } from '../../../dev/FakeReleaseApi';
import { FakeRolloutApi } from '../../../dev/FakeRolloutApi';
import { ORDER_API, orderApiWorld } from '../../../dev/fixtures/orderApi';
import { rolloutWorld } from '../../../dev/fixtures/rolloutWorlds';
import { useLocation } from 'react-router-dom';
import { releaseApiRef, rolloutApiRef } from '../../api';
import { DeployTab } from '../DeployTab';

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'order-api',
    annotations: {
      'backstage.io/kubernetes-id': 'order-api',
      'pilothouse.io/runbook': '/docs/default/component/order-api/runbook',
    },
  },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-order' }],
};

/** Signals that a test sends. */
class FakeSignals implements SignalApi {
  readonly #listeners = new Map<string, Set<(message: never) => void>>();

  subscribe(channel: string, onMessage: (message: never) => void) {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(onMessage));
    return { unsubscribe: () => listeners.delete(onMessage) };
  }

  send(channel: string) {
    for (const listener of this.#listeners.get(channel) ?? []) {
      listener({} as never);
    }
  }
}

export interface RenderOptions {
  language?: 'en' | 'zh';
  /** What stands behind the address of the tab. */
  search?: string;
  /** Changes the world before it is shown. */
  prepare?: (api: FakeReleaseApi) => void;
  mayReadLogs?: boolean;
  /** The rollout that there is, by its name in `rolloutWorlds`; none when missing. */
  rollout?: string;
  /** Changes the world of rollouts before it is shown. */
  prepareRollouts?: (api: FakeRolloutApi) => void;
}

/** What stands in the address bar behind the path. */
function Address() {
  const { search } = useLocation();
  return <output aria-label="address">{decodeURIComponent(search)}</output>;
}

/** jsdom lays nothing out; a virtual list draws what fits into this. */
function giveElementsASize() {
  for (const property of ['offsetHeight', 'offsetWidth'] as const) {
    jest.spyOn(HTMLElement.prototype, property, 'get').mockReturnValue(600);
  }
}

/** Renders the Deploy tab of order-api in a world of its own. */
export function renderDeployTab(options: RenderOptions = {}) {
  const { language = 'en', search = '', prepare, mayReadLogs = true } = options;
  giveElementsASize();
  const api = new FakeReleaseApi(orderApiWorld());
  prepare?.(api);
  const rollouts = new FakeRolloutApi(rolloutWorld(options.rollout ?? 'none'));
  options.prepareRollouts?.(rollouts);
  const signals = new FakeSignals();
  renderInTestApp(
    <PilothouseQueryProvider>
      <EntityProvider
        entity={{
          ...ENTITY,
          metadata: {
            ...ENTITY.metadata,
            // Decisions are remembered by entity for as long as the page lives, and here from test to test.
            name: mayReadLogs ? ENTITY.metadata.name : 'closed-api',
          },
        }}
      >
        <DeployTab />
        <Address />
      </EntityProvider>
    </PilothouseQueryProvider>,
    {
      initialRouteEntries: [`/${search}`],
      config: inLanguage(language),
      apis: [
        [releaseApiRef, api],
        [rolloutApiRef, rollouts],
        [signalApiRef, signals],
        [
          permissionApiRef,
          {
            authorize: jest
              .fn()
              .mockResolvedValue({ result: mayReadLogs ? 'ALLOW' : 'DENY' }),
          },
        ],
      ],
    },
  );
  return {
    api,
    rollouts,
    /** Changes the world and tells the page, as the backend would. */
    change: (
      world: (api: FakeReleaseApi, rollouts: FakeRolloutApi) => void,
      channel = entityChannel(ORDER_API),
    ) =>
      act(async () => {
        world(api, rollouts);
        signals.send(channel);
      }),
  };
}
