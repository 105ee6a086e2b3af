import { deploymentOf, podNamePattern } from './podNames';

const isPodOf = (pod: string, name: string) =>
  new RegExp(`^${podNamePattern(name)}$`).test(pod);

describe('names of pods', () => {
  it.each([
    ['order-api-65ff69f954-2k4xp', 'order-api', true],
    ['order-api-canary-65ff69f954-2k4xp', 'order-api', false],
    ['order-api-canary-65ff69f954-2k4xp', 'order-api-canary', true],
    ['order-api-65ff69f954-2k4xp', 'order', false],
    ['order-migrate-2k4xp', 'order', false],
    ['order-api-65ff69f954-2k4xpz', 'order-api', false],
    ['xorder-api-65ff69f954-2k4xp', 'order-api', false],
    ['a.b-65ff69f954-2k4xp', 'a.b', true],
    ['axb-65ff69f954-2k4xp', 'a.b', false],
  ])('%s of %s: %s', (pod, deployment, expected) => {
    expect(isPodOf(pod, deployment)).toBe(expected);
  });

  it('are cut as Kubernetes cuts them', () => {
    for (let length = 40; length <= 63; length += 1) {
      const name = 'n'.repeat(length);
      for (const hash of ['6d', '65ff69f954']) {
        const pod = `${`${name}-${hash}-`.slice(0, 58)}2k4xp`;
        expect(isPodOf(pod, name)).toBe(true);
      }
    }
  });

  it('say whose pod it is', () => {
    const deployments = [
      { name: 'order-api', role: 'release' as const, workload: 'order-api' },
      {
        name: 'order-api-canary',
        role: 'canary' as const,
        workload: 'order-api',
      },
    ];
    const roleOf = (pod: string) => deploymentOf(pod, deployments)?.role;
    expect(roleOf('order-api-canary-65ff69f954-2k4xp')).toBe('canary');
    expect(roleOf('order-api-65ff69f954-2k4xp')).toBe('release');
    expect(roleOf('payment-65ff69f954-2k4xp')).toBeUndefined();
  });
});
