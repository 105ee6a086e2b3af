import { ConfigReader } from '@backstage/config';
import { readProvisionConfig } from './readProvisionConfig';

const ENVIRONMENTS = ['dev', 'prod'].map(name => ({
  name,
  protected: false,
  clusters: [name],
}));

function read(provision?: unknown) {
  const data = JSON.parse(JSON.stringify({ release: { provision } }));
  return readProvisionConfig(new ConfigReader(data), ENVIRONMENTS);
}

describe('release.provision', () => {
  it('may be missing', () => {
    const config = read();
    expect(config).toMatchObject({
      ingressFrom: [],
      containers: { limits: { memory: '512Mi' } },
    });
    expect(config.pullSecret).toBeUndefined();
    expect(config.quotaOf('dev')).toMatchObject({ 'requests.cpu': '8' });
  });

  it('has quotas by environment, of numbers too', () => {
    const { quotaOf } = read({
      quota: { default: { pods: 10 }, prod: { pods: '99' } },
    });
    expect(quotaOf('dev')).toEqual({ pods: '10' });
    expect(quotaOf('prod')).toEqual({ pods: '99' });
  });

  it.each([
    [
      { quota: { qa: {} } },
      'quota names "qa", which is none of default, dev, prod',
    ],
    [
      { quota: { dev: { pods: 'many' } } },
      'quota.dev.pods is wrong: has to be an amount',
    ],
    [{ pullSecret: { name: 'x' } }, 'pullSecret.namespace is wrong'],
    [{ ingressFrom: ['A b'] }, 'ingressFrom.0 is wrong'],
    [{ more: 1 }, 'release.provision is wrong'],
  ])('refuses %j', (provision, message) => {
    expect(() => read(provision)).toThrow(message);
  });
});
