import { matchPods } from './matchPods';

const instance = (name: string, attributes: Record<string, string> = {}) => ({
  id: `id of ${name}`,
  name,
  attributes,
});

const pods = [
  { name: 'order-api-1', ip: '10.0.0.1' },
  { name: 'order-api-2', ip: '10.0.0.2' },
  { name: `long-${'x'.repeat(70)}`, ip: '10.0.0.3' },
  { name: 'agent-a', ip: '10.0.9.9' },
  { name: 'agent-b', ip: '10.0.9.9' },
];

describe('which pod an instance is', () => {
  it.each([
    ['its name', instance('order-api-1'), 'order-api-1'],
    ['its name before an @', instance('order-api-1@10.0.0.2'), 'order-api-1'],
    ['its host', instance('x', { hostname: 'order-api-2' }), 'order-api-2'],
    ['an address in its name', instance('f00@10.0.0.2'), 'order-api-2'],
    [
      'one of its addresses',
      instance('x', { ipv4s: '172.17.0.1, 10.0.0.1' }),
      'order-api-1',
    ],
    [
      'its host before its address',
      instance('x', { hostname: 'order-api-1', ipv4s: '10.0.0.2' }),
      'order-api-1',
    ],
    [
      'its host, with the domain of its service',
      instance('x', { hostname: 'order-api-2.order.svc.cluster.local' }),
      'order-api-2',
    ],
    [
      'its host, which is cut where names are too long',
      instance('x', { hostname: `long-${'x'.repeat(58)}` }),
      `long-${'x'.repeat(70)}`,
    ],
    [
      'nothing: an address that a pod of another cluster has too',
      instance('f00@10.0.0.2', { hostname: 'order-api-t5r9v' }),
      undefined,
    ],
    [
      'nothing: an address that two have',
      instance('x', { ipv4s: '10.0.9.9' }),
      undefined,
    ],
    [
      'nothing: a name that only begins so',
      instance('order-api-10'),
      undefined,
    ],
    [
      'nothing: hostile text',
      instance('"){', { hostname: '<script>' }),
      undefined,
    ],
    ['nothing: what every object has', instance('constructor'), undefined],
  ])('is told by %s', (_, one, name) => {
    expect(matchPods([one], pods).get(one.id)?.name).toBe(name);
  });
});
