import type { Gate, Workload } from '@pilothouse/plugin-release-common';
import { deployment } from '../__testUtils__/objects';
import { component } from '../__testUtils__/startRelease';
import { bindEntity } from '../entity/bindEntity';
import { QUICK_POLICY } from '../rollout/__testUtils__/rolloutDefinition';
import { sideOf } from '../workload/side';
import { gateReason } from './gateReason';

const SUBJECT = {
  binding: bindEntity(component('order-api')),
  annotations: {},
};

function workload(
  cluster: string,
  state: Workload['state'],
  ready = 2,
): Workload {
  return {
    id: `prod/${cluster}/order/order-api`,
    target: { environment: 'prod', cluster, namespace: 'order' },
    name: 'order-api',
    release: sideOf(deployment({ name: 'order-api', ready }), 'order-api'),
    state,
    reasons: [],
    drift: false,
  };
}

const well = workload('beijing', 'healthy');
const broken = workload('shanghai', 'degraded', 1);

interface Given {
  chosen?: Workload[];
  gate?: Gate;
  strategy?: 'canary' | 'rolling';
  protected?: boolean;
  isMeasured?: boolean;
}

function reason({
  chosen = [well],
  gate = 'automatic',
  strategy = 'canary',
  isMeasured = true,
  protected: isProtected = true,
}: Given) {
  return gateReason({
    policy: { ...QUICK_POLICY, gate },
    strategy,
    protected: isProtected,
    subject: SUBJECT,
    chosen,
    traffic: { isMeasured: async () => isMeasured },
    signal: new AbortController().signal,
  });
}

describe('why a person has to look, where the policy asks nobody', () => {
  const degraded = {
    code: 'release-degraded',
    params: { workload: 'order-api', cluster: 'shanghai' },
  };
  const uncounted = { code: 'no-traffic-evidence', params: {} };

  it.each<[string, Given, object | undefined]>([
    ['nothing speaks for it', {}, undefined],
    ['a release is broken', { chosen: [well, broken] }, degraded],
    ['that is not protected', { chosen: [broken], protected: false }, degraded],
    [
      'it is only on its way',
      { chosen: [workload('a', 'progressing', 1)] },
      undefined,
    ],
    [
      'all that is wrong is a canary',
      { chosen: [workload('a', 'degraded')] },
      undefined,
    ],
    [
      'there is no canary to compare',
      { chosen: [broken], strategy: 'rolling' },
      undefined,
    ],
    [
      'a person is asked anyway',
      { chosen: [broken], gate: 'manual' },
      undefined,
    ],
    ['nobody counts requests', { isMeasured: false }, uncounted],
    ['nor has to', { isMeasured: false, protected: false }, undefined],
  ])('%s', async (_, given, expected) => {
    expect(await reason(given)).toEqual(expected);
  });
});
