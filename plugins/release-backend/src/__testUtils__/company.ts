import {
  createFakeClusters,
  type FakeClusters,
} from '@pilothouse/plugin-clusters-node/testUtils';
import { place } from './objects';

/** A company of three clusters with one service on them; payments are somebody else's, a fourth cluster is not used. */
export function createCompany(): FakeClusters {
  const clusters = createFakeClusters(
    'dev',
    'prod-beijing',
    'prod-shanghai',
    'spare',
  );
  for (const name of ['dev', 'prod-beijing', 'prod-shanghai']) {
    place(clusters.cluster(name), {
      name: 'order-api',
      role: 'release',
      image: `r.test/order:${name === 'prod-shanghai' ? '1.3.0' : '1.4.0'}`,
      replicas: 3,
    });
  }
  const beijing = clusters.cluster('prod-beijing');
  place(beijing, {
    name: 'order-api-canary',
    role: 'canary',
    image: 'r.test/order:1.4.1',
    replicas: 1,
  });
  place(beijing, {
    name: 'payment-api',
    namespace: 'payment',
    owner: 'team-payment',
  });
  for (const pod of [
    'order/order-api-0/order-api',
    'payment/payment-api-0/payment-api',
  ]) {
    beijing.logs.set(pod, [{ text: 'hello' }]);
  }
  return clusters;
}
