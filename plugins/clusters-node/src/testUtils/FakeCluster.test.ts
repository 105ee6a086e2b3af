import { podOf } from '../__testUtils__/pods';
import { POD } from '../writes/kinds';
import { createFakeClusters } from './FakeCluster';

it('behaves like a cluster', async () => {
  const clusters = createFakeClusters('dev', 'prod');
  const fake = clusters.cluster('dev');
  expect(await clusters.get('dev')).toBe(fake);
  expect(await clusters.get('nowhere')).toBeUndefined();
  expect(await clusters.list()).toHaveLength(2);

  const lease = fake.watch('pods');
  const told: unknown[] = [];
  const stop = lease.subscribe(changes => told.push(...changes));
  fake.put('pods', podOf('a', 1), podOf('b', 1));
  fake.remove('pods', podOf('a', 1));
  expect(lease.cache.list('order')).toEqual([podOf('b', 1)]);
  expect(told).toHaveLength(3);
  stop();
  fake.relist('pods');
  expect(told).toHaveLength(3);

  const healths: string[] = [];
  fake.onHealth(({ status }) => healths.push(status));
  fake.setHealth({
    status: 'stale',
    forbidden: [{ verb: 'list', resource: 'events' }],
  });
  expect(healths).toEqual(['stale']);
  expect(await lease.ready({ timeoutMs: 1 })).toBe(true);
  expect(await fake.watch('events').ready({ timeoutMs: 1 })).toBe(false);
  await expect(
    fake.scale(
      { namespace: 'n', name: 'n', uid: 'u', resourceVersion: '1' },
      1,
      { fieldManager: 'test' },
    ),
  ).rejects.toThrow('takes no writes');
});

it('is read, and says of its leases what a test wants', async () => {
  const fake = createFakeClusters('dev').cluster('dev');
  fake.put('pods', podOf('a', 1));
  const place = { namespace: 'order' };
  expect(await fake.read(POD, { ...place, name: 'a' })).toEqual(podOf('a', 1));
  await expect(fake.read(POD, { ...place, name: 'b' })).rejects.toMatchObject({
    name: 'NotFoundError',
  });

  const lease = fake.watch('pods');
  expect(lease.state().state).toBe('current');
  const states: string[] = [];
  lease.onState(({ state }) => states.push(state));
  fake.setState('pods', 'behind');
  expect(states).toEqual(['behind']);
  expect(lease.state().state).toBe('behind');
  const access = { namespace: 'order', group: '', resource: 'pods' };
  expect(await fake.mayWrite({ ...access, verb: 'delete' })).toBe(true);
});

it('has the logs that it is given', async () => {
  const fake = createFakeClusters('dev').cluster('dev');
  fake.logs.set('order/shop-1/shop', [{ text: 'one' }, { text: 'two' }]);
  const request = {
    namespace: 'order',
    pod: 'shop-1',
    container: 'shop',
    tailLines: 1,
    signal: new AbortController().signal,
  };
  const log = fake.readPodLog(request);
  expect(await log.next()).toEqual({ done: false, value: { text: 'two' } });
  expect(await log.next()).toEqual({ done: true, value: 'container-ended' });
  await expect(
    fake.readPodLog({ ...request, previous: true }).next(),
  ).rejects.toMatchObject({ name: 'NotFoundError' });
});
