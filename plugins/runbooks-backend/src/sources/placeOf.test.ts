import { ScmIntegrations } from '@backstage/integration';
import { ConfigReader } from '@backstage/config';
import { documented } from '../__testUtils__/documented';
import { placeOf } from './placeOf';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      gitlab: [{ host: 'git.test', apiBaseUrl: 'https://git.test/api/v4' }],
    },
  }),
);
const OWN = 'https://git.test/order/order-api/-/blob/main/catalog-info.yaml';
const SOURCE = 'backstage.io/source-location';
const REF = 'backstage.io/techdocs-ref';
const THEIRS = 'https://git.test/payment/payment-api/-/tree/main';

const place = (location: string, annotations: Record<string, string>) =>
  placeOf(documented('order-api', location, annotations), integrations);

describe('placeOf', () => {
  it.each([
    [{}, 'https://git.test/order/order-api/-/blob/main/'],
    [
      { [REF]: 'dir:./docs' },
      'https://git.test/order/order-api/-/blob/main/docs',
    ],
  ])('finds what stands in the same repository: %j', (annotations, target) => {
    expect(place(`url:${OWN}`, annotations)).toEqual({ type: 'url', target });
  });

  it('finds what operators have put beside their file, or name', () => {
    expect(place('file:/srv/order-api/catalog-info.yaml', {})).toEqual({
      type: 'dir',
      target: '/srv/order-api',
    });
    expect(place('file:/srv/all.yaml', { [REF]: `url:${THEIRS}` })).toEqual({
      type: 'url',
      target: THEIRS,
    });
  });

  it.each<[string, Record<string, string>]>([
    ['another repository', { [REF]: `url:${THEIRS}` }],
    [
      'a folder above its own',
      { [REF]: 'dir:../../../payment/payment-api/-/tree/main' },
    ],
    ['a folder of this machine', { [SOURCE]: 'file:/etc/catalog-info.yaml' }],
    ['another source', { [SOURCE]: `url:${THEIRS}/` }],
    ['another kind of place', { [REF]: 'ftp:x' }],
    ['nothing', { [REF]: '' }],
  ])('does not let who registered it by its URL name %s', (_, annotations) => {
    expect(() => place(`url:${OWN}`, annotations)).toThrow(
      'The entity names documentation that is not its own',
    );
  });

  it('leads operators below their file only', () => {
    expect(() => place('file:/srv/a/all.yaml', { [REF]: 'dir:../b' })).toThrow(
      'not its own',
    );
  });
});
