import fc from 'fast-check';
import { podLogPath, workloadPath } from '../client/paths';
import { isConfiguredName, parseWorkloadId, workloadId } from './target';

const configured = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:@-]{0,20}$/);
const object = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);

describe('ids of workloads', () => {
  it('are read back as they were written, also out of a path', () => {
    fc.assert(
      fc.property(
        configured,
        configured,
        object,
        object,
        (environment, cluster, namespace, name) => {
          const key = { environment, cluster, namespace, name };
          const id = workloadId(key);
          expect(parseWorkloadId(id)).toEqual(key);
          const url = new URL(workloadPath(id, 'pods'), 'https://portal.test');
          const segments = url.pathname.split('/').map(decodeURIComponent);
          expect(segments.slice(3)).toEqual([
            environment,
            cluster,
            namespace,
            name,
            'pods',
          ]);
        },
      ),
    );
  });

  it.each([
    '',
    'prod/beijing/order',
    'prod/beijing/order/order-api/pods',
    'prod/beijing/order/Order',
    'prod/beijing/../order-api',
    '../beijing/order/order-api',
    'prod/bei jing/order/order-api',
    'prod/beijing/-order/order-api',
    `prod/beijing/order/${'a'.repeat(254)}`,
  ])('refuses %p', id => {
    expect(parseWorkloadId(id)).toBeUndefined();
    expect(() => workloadPath(id)).toThrow(TypeError);
  });

  it('never gets out of its path by the name of a pod', () => {
    expect(podLogPath('prod/beijing/order/order-api', '../../x?y')).toBe(
      '/v1/workloads/prod/beijing/order/order-api/pods/..%2F..%2Fx%3Fy/logs',
    );
  });

  it.each([
    ['gke_shop_asia-east1_prod', true],
    ['prod-beijing', true],
    ['arn:aws:eks:cn-north-1:1:cluster/prod', false],
    ['..', false],
    ['', false],
  ])('clusters may be called %p: %p', (name, allowed) => {
    expect(isConfiguredName(name)).toBe(allowed);
  });
});
